import { admin, get, ID, named, post, type Row, row, stub, UNKNOWN, x } from './row.ts'

export const mappings: Row[] = [
  row('no mappings', admin('GET', 'mappings')),
  row('the root', stub(named), admin('GET', '')),
  row('the root without a slash', { method: 'GET', path: '__admin' }),
  row(
    'unmatched mappings',
    stub(named),
    stub({ request: { url: '/y' } }),
    get('x'),
    admin('GET', 'mappings/unmatched'),
    admin('DELETE', 'mappings/unmatched'),
    admin('GET', 'mappings')
  ),
  row('an empty mapping', stub({})),
  row(
    'a mapping with everything',
    stub({ ...named, response: { status: 200, jsonBody: { a: [1, null] } } }),
    admin('GET', `mappings/${ID}`),
    admin('GET', 'mappings')
  ),
  ...(
    [
      ['an empty id', { id: '' }],
      ['an empty uuid', { uuid: '' }],
      ['numbers and booleans in text', { priority: '1', persistent: 'false', response: { status: '200' } }],
      ['a delay in text', { response: { fixedDelayMilliseconds: '5', delayDistribution: null } }],
      ['a distribution in text', { response: { delayDistribution: { type: 'uniform', lower: '1', upper: 2 } } }],
      ['pieces in text', { response: { chunkedDribbleDelay: { numberOfChunks: '3', totalDuration: '30' } } }],
      [
        'members of a delay that are null',
        { response: { delayDistribution: { type: 'lognormal', median: 1, sigma: 0, maxValue: null } } }
      ],
      ['an insertion index and a schema', { insertionIndex: 3, $schema: 'x' }],
      ['members of the response that are null', { response: { bodyFileName: null, proxyBaseUrl: null, fault: null } }],
      ['empty parameters of transformers', { response: { transformers: [], transformerParameters: {} } }],
      ['members of the request that are null', { request: { customMatcher: null, cookies: null, urlPattern: null } }],
      ['basicAuth', { request: { basicAuth: { username: 'u', password: 'p' } } }],
      ['a pattern that is null', { request: { headers: { a: { equalTo: '1', contains: null } } } }]
    ] as const
  ).map(([name, mapping]) => row(`a lenient mapping with ${name}`, stub(mapping))),
  row('GET_OR_HEAD', stub({ request: { ...x, method: 'GET_OR_HEAD' } }), get('x'), post('x', '')),
  row('uuid instead of id', stub({ uuid: ID }), admin('GET', `mappings/${ID}`)),
  row('the same id twice', stub({ id: ID }), stub({ id: ID })),
  row(
    'an edit',
    stub(named),
    admin('PUT', `mappings/${ID}`, { request: { url: '/y' } }),
    get('x'),
    get('y'),
    admin('GET', `mappings/${ID}`)
  ),
  row('an edit of an unknown id', admin('PUT', `mappings/${UNKNOWN}`, { request: x })),
  row('an unknown id', admin('GET', `mappings/${UNKNOWN}`)),
  row('removing an unknown id', admin('DELETE', `mappings/${UNKNOWN}`)),
  row('an invalid id', admin('GET', 'mappings/x')),
  row(
    'an edit by its body',
    stub(named),
    admin('POST', 'mappings/edit', { id: ID, request: { url: '/y' } }),
    get('x'),
    get('y')
  ),
  row('an edit of an unknown id by its body', admin('POST', 'mappings/edit', { id: UNKNOWN, request: x })),
  row('a removal by its body', stub(named), admin('POST', 'mappings/remove', named), admin('GET', 'mappings')),
  row(
    'a removal by its request',
    stub(named),
    admin('POST', 'mappings/remove', { request: x }),
    admin('GET', 'mappings')
  ),
  row('a removal of an unknown mapping by its body', admin('POST', 'mappings/remove', { request: x })),
  row('a removal', stub(named), admin('DELETE', `mappings/${ID}`), get('x'), admin('GET', 'mappings')),
  row('removing all mappings', stub(named), admin('DELETE', 'mappings'), admin('GET', 'mappings')),
  row(
    'a page of mappings',
    stub({ request: { url: '/1' } }),
    stub({ request: { url: '/2' } }),
    stub({ request: { url: '/3' } }),
    admin('GET', 'mappings?limit=1&offset=1'),
    admin('GET', 'mappings?limit=2')
  ),
  row(
    'mappings by priority',
    stub({ priority: 9, request: { url: '/1' } }),
    stub({ priority: 1, request: { url: '/2' } }),
    stub({ request: { url: '/3' } }),
    stub({ request: { url: '/4' } }),
    admin('GET', 'mappings')
  ),
  row(
    'import',
    admin('POST', 'mappings/import', { mappings: [{ request: { url: '/1' } }, { request: { url: '/2' } }] }),
    admin('GET', 'mappings')
  ),
  row(
    'import of duplicates',
    stub(named),
    admin('POST', 'mappings/import', {
      mappings: [{ id: ID, request: { url: '/new' } }],
      importOptions: { duplicatePolicy: 'IGNORE', deleteAllNotInImport: false }
    }),
    admin('GET', 'mappings'),
    admin('POST', 'mappings/import', {
      mappings: [{ id: ID, request: { url: '/new' } }],
      importOptions: { duplicatePolicy: 'OVERWRITE', deleteAllNotInImport: false }
    }),
    admin('GET', 'mappings')
  ),
  row(
    'import that deletes all others',
    stub({ request: { url: '/1' } }),
    admin('POST', 'mappings/import', {
      mappings: [{ request: { url: '/2' } }],
      importOptions: { duplicatePolicy: 'OVERWRITE', deleteAllNotInImport: true }
    }),
    admin('GET', 'mappings')
  ),
  row('import of an unknown member', admin('POST', 'mappings/import', { mapping: [] })),
  row(
    'find by metadata',
    stub(named),
    stub({}),
    admin('POST', 'mappings/find-by-metadata', { matchesJsonPath: { expression: '$.a.b', equalTo: '1' } }),
    admin('POST', 'mappings/find-by-metadata', { equalToJson: { a: { b: 1 } } }),
    admin('POST', 'mappings/find-by-metadata', { equalToJson: { a: 1 } })
  ),
  row(
    'removing by metadata',
    stub(named),
    stub({}),
    admin('POST', 'mappings/remove-by-metadata', { matchesJsonPath: '$.a' }),
    admin('GET', 'mappings')
  ),
  row('find by an invalid metadata pattern', admin('POST', 'mappings/find-by-metadata', { nope: 1 })),
  row(
    'a reset of mappings',
    stub(named),
    get('x'),
    admin('POST', 'mappings/reset'),
    admin('GET', 'mappings'),
    admin('POST', 'requests/count', {})
  ),
  row(
    'a reset of all',
    stub(named),
    get('x'),
    admin('POST', 'reset'),
    admin('GET', 'mappings'),
    admin('POST', 'requests/count', {})
  )
]
