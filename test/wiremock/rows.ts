import { MATCHED_BODY, MATCHED_HEADERS, MATCHED_PATH, PATTERNS } from '../support/patterns.ts'

/** One call of a row: an admin call where the path begins with `__admin`. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** A text is sent as it is, and anything else as JSON. */
  readonly body?: unknown
}

/** Calls that are made of both servers one after the other, each beginning with nothing. */
export interface Row {
  readonly name: string
  readonly calls: readonly Call[]
}

const ID = '21111111-1111-4111-8111-111111111111'
const UNKNOWN = '31111111-1111-4111-8111-111111111111'

const admin = (method: string, path: string, body?: unknown): Call => ({ method, path: `__admin/${path}`, body })
const stub = (mapping: object): Call => admin('POST', 'mappings', mapping)
const get = (path: string, headers: Record<string, string> = {}): Call => ({ method: 'GET', path, headers })
const post = (path: string, body: string, headers: Record<string, string> = {}): Call => ({
  method: 'POST',
  path,
  body,
  headers: { 'content-type': 'text/plain', ...headers }
})
const row = (name: string, ...calls: Call[]): Row => ({ name, calls })

const x = { url: '/x' }
const named = { id: ID, name: 'n', request: x, metadata: { a: { b: 1 } }, priority: 3, persistent: false }
const scenario = [
  stub({
    scenarioName: 's',
    requiredScenarioState: 'Started',
    newScenarioState: 'two',
    request: x,
    response: { status: 201 }
  }),
  stub({ scenarioName: 's', requiredScenarioState: 'two', request: x, response: { status: 202 } })
]

const journal: Row[] = [
  row('the journal is empty', admin('GET', 'requests'), admin('GET', 'requests/unmatched')),
  row(
    'a stubbed request',
    stub({ request: x, response: { status: 201, body: 'b', headers: { 'X-A': '1' } } }),
    get('x?a=1'),
    get('x'),
    admin('GET', 'requests?limit=1')
  ),
  row(
    'an unmatched request',
    get('nowhere?b=1&b=2', { 'x-one': '1', cookie: 'c=1; d=2' }),
    admin('GET', 'requests'),
    admin('GET', 'requests?unmatched=true'),
    admin('GET', 'requests/unmatched')
  ),
  row('a body', post('nowhere', 'hé'), admin('POST', 'requests/find', { bodyPatterns: [{ equalTo: 'hé' }] })),
  row(
    'a form',
    post('nowhere', 'a=1&a=2&b', { 'content-type': 'application/x-www-form-urlencoded' }),
    admin('POST', 'requests/find', {})
  ),
  row('limit 0', get('nowhere'), admin('GET', 'requests?limit=0')),
  row('since the future', get('nowhere'), admin('GET', 'requests?since=2999-01-01T00:00:00Z')),
  row('since the past', get('nowhere'), admin('GET', 'requests?since=2000-01-01T00:00:00Z')),
  row('since nonsense', admin('GET', 'requests?since=x')),
  row('a negative limit', admin('GET', 'requests?limit=-1')),
  row('by stub', stub({ ...named }), get('x'), get('nowhere'), admin('GET', `requests?matchingStub=${ID}`)),
  row('an id that is none', admin('GET', 'requests/x'), admin('DELETE', 'requests/x')),
  row('an id of nobody', admin('GET', `requests/${UNKNOWN}`)),
  row('removing an id of nobody', admin('DELETE', `requests/${UNKNOWN}`)),
  row(
    'count',
    get('nowhere'),
    get('nowhere'),
    get('other'),
    admin('POST', 'requests/count', { url: '/nowhere' }),
    admin('POST', 'requests/count', {}),
    admin('POST', 'requests/count', { method: 'POST' })
  ),
  row(
    'remove by pattern',
    get('nowhere'),
    get('other'),
    admin('POST', 'requests/remove', { url: '/nowhere' }),
    admin('POST', 'requests/count', {})
  ),
  row('remove by pattern, none', admin('POST', 'requests/remove', { url: '/nowhere' })),
  row('remove all', get('nowhere'), admin('DELETE', 'requests'), admin('POST', 'requests/count', {})),
  row('count without a body', admin('POST', 'requests/count', '')),
  row('count of malformed JSON', admin('POST', 'requests/count', '{')),
  row('count of a list', admin('POST', 'requests/count', '[]')),
  row('count of a misspelt member', admin('POST', 'requests/count', { metod: 'GET' })),
  row('count of a wrong type', admin('POST', 'requests/count', { headers: { a: { equalTo: 1 } } })),
  row('find of a wrong expression', admin('POST', 'requests/find', { urlPattern: '(' })),
  row('near misses of none', admin('GET', 'requests/unmatched/near-misses')),
  row('near misses', stub({ ...named }), get('y'), admin('GET', 'requests/unmatched/near-misses')),
  row(
    'near misses, nearest first',
    stub({ request: { url: '/aaaa' } }),
    stub({ request: { url: '/abbb' } }),
    stub({ request: { url: '/aabb' } }),
    get('aaab'),
    admin('GET', 'requests/unmatched/near-misses')
  ),
  row(
    'near misses of a request',
    stub({ ...named }),
    admin('POST', 'near-misses/request', { url: '/y', absoluteUrl: 'http://localhost/y', method: 'GET' })
  ),
  row('near misses of a pattern', get('y'), admin('POST', 'near-misses/request-pattern', { method: 'GET', url: '/z' })),
  row('near misses of a wrong pattern', admin('POST', 'near-misses/request-pattern', { nope: 1 }))
]

const mappings: Row[] = [
  row('no mappings', admin('GET', 'mappings')),
  row('an empty mapping', stub({})),
  row(
    'a mapping with everything',
    stub({ ...named, response: { status: 200, jsonBody: { a: [1, null] } } }),
    admin('GET', `mappings/${ID}`),
    admin('GET', 'mappings')
  ),
  row('uuid for id', stub({ uuid: ID }), admin('GET', `mappings/${ID}`)),
  row('the same id twice', stub({ id: ID }), stub({ id: ID })),
  row(
    'an edit',
    stub(named),
    admin('PUT', `mappings/${ID}`, { request: { url: '/y' } }),
    get('x'),
    get('y'),
    admin('GET', `mappings/${ID}`)
  ),
  row('an edit of nobody', admin('PUT', `mappings/${UNKNOWN}`, { request: x })),
  row('an id of nobody', admin('GET', `mappings/${UNKNOWN}`)),
  row('removing nobody', admin('DELETE', `mappings/${UNKNOWN}`)),
  row('an id that is none', admin('GET', 'mappings/x')),
  row(
    'an edit by its body',
    stub(named),
    admin('POST', 'mappings/edit', { id: ID, request: { url: '/y' } }),
    get('x'),
    get('y')
  ),
  row('an edit of nobody by its body', admin('POST', 'mappings/edit', { id: UNKNOWN, request: x })),
  row('a removal by its body', stub(named), admin('POST', 'mappings/remove', named), admin('GET', 'mappings')),
  row(
    'a removal by its request',
    stub(named),
    admin('POST', 'mappings/remove', { request: x }),
    admin('GET', 'mappings')
  ),
  row('a removal of nobody by its body', admin('POST', 'mappings/remove', { request: x })),
  row('a removal', stub(named), admin('DELETE', `mappings/${ID}`), get('x'), admin('GET', 'mappings')),
  row('removing all', stub(named), admin('DELETE', 'mappings'), admin('GET', 'mappings')),
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
    'import alone',
    stub({ request: { url: '/1' } }),
    admin('POST', 'mappings/import', {
      mappings: [{ request: { url: '/2' } }],
      importOptions: { duplicatePolicy: 'OVERWRITE', deleteAllNotInImport: true }
    }),
    admin('GET', 'mappings')
  ),
  row('import of nothing', admin('POST', 'mappings/import', { mapping: [] })),
  row(
    'by metadata',
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
  row('by wrong metadata', admin('POST', 'mappings/find-by-metadata', { nope: 1 })),
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
  ),
  ...(
    [
      ['a misspelt member', { requst: {} }],
      ['a misspelt member that is null', { requst: null }],
      ['a misspelt member of the request', { request: { metod: 'GET' } }],
      ['a misspelt member of the request that is null', { request: { metod: null } }],
      ['a misspelt member of the response', { response: { stats: 200 } }],
      ['a misspelt member of the response that is null', { response: { stats: null } }],
      ['an unknown fault', { response: { fault: 'NOPE' } }],
      ['an unknown distribution', { response: { delayDistribution: { type: 'nope' } } }],
      ['an id that is none', { id: 'x' }],
      ['an unknown operator', { request: { headers: { a: { nope: '1' } } } }],
      ['no operator', { request: { headers: { a: {} } } }],
      ['a text for an operator', { request: { headers: { a: 'x' } } }],
      ['a wrong expression', { request: { bodyPatterns: [{ matches: '(' }] } }],
      ['JSON that is none', { request: { bodyPatterns: [{ equalToJson: '{' }] } }],
      ['JSONPath that is none', { request: { bodyPatterns: [{ matchesJsonPath: '$[' }] } }],
      ['JSONPath without its expression', { request: { bodyPatterns: [{ matchesJsonPath: { equalTo: '1' } }] } }],
      ['and of nothing', { request: { bodyPatterns: [{ and: [] }] } }],
      ['a status in text', { response: { status: '200' } }],
      ['two bodies', { response: { body: 'a', jsonBody: {} } }],
      ['two operators', { request: { headers: { a: { equalTo: '1', contains: '1' } } } }],
      ['two addresses', { request: { url: '/a', urlPath: '/b' } }],
      ['absent: false', { request: { headers: { a: { absent: false } } } }],
      ['a back-reference', { request: { urlPattern: '(a)\\1' } }],
      ['look-ahead', { request: { urlPattern: '(?=a).' } }],
      ['an intersection of classes', { request: { urlPattern: '[a-z&&[^b]]' } }],
      ['a list of elements', { request: { bodyPatterns: [{ matchesJsonPath: '$.a[?(@.b in [1])]' }] } }],
      ['path parameters without a template', { request: { url: '/a', pathParameters: { a: { equalTo: '1' } } } }],
      ['a proxy', { response: { proxyBaseUrl: 'http://localhost:1' } }]
    ] as const
  ).map(([name, mapping]) => row(`a mapping with ${name}`, stub(mapping))),
  row('a mapping of malformed JSON', admin('POST', 'mappings', '{bad')),
  row('a mapping that is a list', admin('POST', 'mappings', '[]'))
]

const answers: Row[] = [
  row(
    'text, status and headers',
    stub({ request: x, response: { status: 201, body: 'text', headers: { 'X-A': '1', 'Content-Type': 'text/x' } } }),
    get('x')
  ),
  row('JSON', stub({ request: x, response: { jsonBody: { a: [1, { b: null }] } } }), get('x')),
  row('bytes', stub({ request: x, response: { base64Body: 'AAECgIE=' } }), get('x')),
  row('no body', stub({ request: x, response: { status: 204 } }), get('x')),
  row(
    'a body in pieces',
    stub({ request: x, response: { body: 'abcdef', chunkedDribbleDelay: { numberOfChunks: 3, totalDuration: 30 } } }),
    get('x')
  ),
  row(
    'a delay',
    stub({ request: x, response: { fixedDelayMilliseconds: 20, body: 'a' } }),
    get('x'),
    admin('GET', 'requests')
  ),
  ...['EMPTY_RESPONSE', 'CONNECTION_RESET_BY_PEER', 'MALFORMED_RESPONSE_CHUNK', 'RANDOM_DATA_THEN_CLOSE'].map((fault) =>
    row(fault, stub({ request: x, response: { fault } }), get('x'), admin('POST', 'requests/count', x))
  ),
  row(
    'priorities',
    stub({ priority: 1, request: x, response: { status: 201 } }),
    stub({ request: x, response: { status: 202 } }),
    stub({ priority: 1, request: { urlPattern: '/x' }, response: { status: 203 } }),
    get('x')
  ),
  row('a stub with a name', stub({ name: 'a name', request: x }), get('x'))
]

const others: Row[] = [
  row('no scenarios', admin('GET', 'scenarios')),
  row('a scenario', ...scenario, get('x'), get('x'), admin('GET', 'scenarios')),
  row(
    'a scenario put into a state',
    ...scenario,
    admin('PUT', 'scenarios/s/state', { state: 'two' }),
    get('x'),
    admin('PUT', 'scenarios/s/state'),
    get('x')
  ),
  row('a state that is none', ...scenario, admin('PUT', 'scenarios/s/state', { state: 'nope' })),
  row('a scenario of nobody', admin('PUT', 'scenarios/s/state', { state: 'two' })),
  row('a misspelt state', ...scenario, admin('PUT', 'scenarios/s/state', { stat: 'two' })),
  row('a reset of scenarios', ...scenario, get('x'), admin('POST', 'scenarios/reset'), get('x')),
  row(
    'settings',
    admin('POST', 'settings', { fixedDelay: 5, delayDistribution: { type: 'uniform', lower: 1, upper: 2 } }),
    admin('GET', 'settings'),
    admin('PUT', 'settings', { fixedDelay: null }),
    admin('GET', 'settings')
  ),
  row('settings that are none', admin('POST', 'settings', { nope: 1 })),
  row('a call that is none', admin('GET', 'nope')),
  row('a wrong verb', admin('PATCH', 'mappings'))
]

const patterns: Row[] = PATTERNS.map(([request]) =>
  row(
    `the pattern ${JSON.stringify(request)}`,
    stub({ request, response: { status: 218 } }),
    { method: 'POST', path: MATCHED_PATH.slice(1), headers: MATCHED_HEADERS, body: MATCHED_BODY },
    admin('POST', 'requests/count', request)
  )
)

export const ROWS: readonly Row[] = [...journal, ...mappings, ...answers, ...others, ...patterns]
