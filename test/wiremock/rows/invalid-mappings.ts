import { admin, type Row, row, stub } from './row.ts'

export const invalidMappings: Row[] = [
  ...(
    [
      ['a misspelled member', { requst: {} }],
      ['a misspelled member that is null', { requst: null }],
      ['a misspelled member of the request', { request: { metod: 'GET' } }],
      ['a misspelled member of the request that is null', { request: { metod: null } }],
      ['a misspelled member of the response', { response: { stats: 200 } }],
      ['a misspelled member of the response that is null', { response: { stats: null } }],
      ['a list', [{ request: {} }]],
      ['an import', { mappings: [{}] }],
      ['an unknown fault', { response: { fault: 'NOPE' } }],
      ['an unknown distribution', { response: { delayDistribution: { type: 'nope' } } }],
      ['an invalid id', { id: 'x' }],
      ['an unknown operator', { request: { headers: { a: { nope: '1' } } } }],
      ['no operator', { request: { headers: { a: {} } } }],
      ['a string instead of an operator', { request: { headers: { a: 'x' } } }],
      ['an invalid expression', { request: { bodyPatterns: [{ matches: '(' }] } }],
      ['invalid JSON', { request: { bodyPatterns: [{ equalToJson: '{' }] } }],
      ['an invalid JSONPath', { request: { bodyPatterns: [{ matchesJsonPath: '$[' }] } }],
      ['a JSON Schema that is not JSON', { request: { bodyPatterns: [{ matchesJsonSchema: '{' }] } }],
      [
        'a JSON Schema of an unknown version',
        { request: { bodyPatterns: [{ matchesJsonSchema: {}, schemaVersion: 'V5' }] } }
      ],
      ['an invalid JSON Schema', { request: { bodyPatterns: [{ matchesJsonSchema: { type: 'x' } }] } }],
      ['a JSON Schema that refers to nothing', { request: { bodyPatterns: [{ matchesJsonSchema: { $ref: '#/x' } }] } }],
      ['a JSONPath without its expression', { request: { bodyPatterns: [{ matchesJsonPath: { equalTo: '1' } }] } }],
      ['an empty and', { request: { bodyPatterns: [{ and: [] }] } }],
      ['two bodies', { response: { body: 'a', jsonBody: {} } }],
      ['two operators', { request: { headers: { a: { equalTo: '1', contains: '1' } } } }],
      ['two addresses', { request: { url: '/a', urlPath: '/b' } }],
      ['absent: false', { request: { headers: { a: { absent: false } } } }],
      ['a back-reference', { request: { urlPattern: '(a)\\1' } }],
      ['look-ahead', { request: { urlPattern: '(?=a).' } }],
      ['an intersection of classes', { request: { urlPattern: '[a-z&&[^b]]' } }],
      ['the operator subsetof', { request: { bodyPatterns: [{ matchesJsonPath: '$.a[?(@.b subsetof [1])]' }] } }],
      ['path parameters without a template', { request: { url: '/a', pathParameters: { a: { equalTo: '1' } } } }],
      ['a trailer', { response: { headers: { Trailer: 'X' } } }],
      ['another transfer encoding', { response: { headers: { 'Transfer-Encoding': 'gzip' } } }],
      ['a length that is no number', { response: { headers: { 'Content-Length': 'x' } } }],
      ['two lengths', { response: { headers: { 'Content-Length': ['1', '2'] } } }],
      ['an invalid header name', { response: { headers: { 'a b': '1' } } }],
      ['a delay of a month', { response: { fixedDelayMilliseconds: 2 ** 31 } }],
      ['a uniform delay without a range', { response: { delayDistribution: { type: 'uniform', lower: 2, upper: 1 } } }],
      ['an unknown method', { request: { method: 'FOO' } }],
      ['a method in lower case', { request: { method: 'post' } }],
      ['XML', { request: { bodyPatterns: [{ equalToXml: '<a/>' }] } }],
      ['a proxy', { response: { proxyBaseUrl: 'http://localhost:1' } }]
    ] as const
  ).map(([name, mapping]) => row(`a mapping with ${name}`, stub(mapping))),
  row('a mapping of malformed JSON', admin('POST', 'mappings', '{bad')),
  row('a mapping that is a list', admin('POST', 'mappings', '[]'))
]
