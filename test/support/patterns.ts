/** The request that the patterns below are compared with. */
export const MATCHED_PATH = '/a/b?q=a+b&e&r=1&r=2'
export const MATCHED_HEADERS = {
  'content-type': 'application/json',
  'x-one': 'one',
  cookie: 'c=1',
  authorization: 'basic dTpw'
}
export const MATCHED_BODY = JSON.stringify({
  name: 'n',
  no: null,
  none: [],
  f: false,
  n: 3,
  list: [{ id: 1 }, { id: 2 }],
  deep: { a: 'c' }
})
/** Request patterns, and whether they match that request. The real WireMock gives the same results. */
export const PATTERNS: [object, boolean][] = [
  [{ bodyPatterns: [{ matchesJsonPath: '$.name' }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: 'name' }, { matchesJsonPath: '@.name' }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: '$.no' }] }, false],
  [{ bodyPatterns: [{ matchesJsonPath: '$.none' }] }, false],
  [{ bodyPatterns: [{ matchesJsonPath: '$.f' }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: "$[?(@.name == 'n')]" }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: "$[?(@.name == 'x')]" }] }, false],
  [{ bodyPatterns: [{ matchesJsonPath: '$.list[?(@.id > 1)]' }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: '$.name[?(@.id > 1)]' }] }, false],
  [{ bodyPatterns: [{ matchesJsonPath: '$..id' }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: { expression: '$.list[1].id', equalTo: '2' } }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: { expression: '$.list[0:1].id', equalTo: '2' } }] }, false],
  [{ bodyPatterns: [{ matchesJsonPath: { expression: '$.list.length()', equalTo: '2' } }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: { expression: '$.name.size()', equalTo: '1' } }] }, false],
  [{ bodyPatterns: [{ matchesJsonPath: { expression: '$.list[*].id', equalTo: '2' } }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: { expression: '$..id', equalToJson: [1, 2] } }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: { expression: '$.name', equalToJson: '"n"' } }] }, false],
  [{ bodyPatterns: [{ matchesJsonPath: { expression: '$.gone', absent: true } }] }, true],
  [{ bodyPatterns: [{ matchesJsonPath: { expression: '$.gone', doesNotMatch: 'x' } }] }, false],
  [{ bodyPatterns: [{ matchesJsonPath: { expression: '$.deep', matchesJsonPath: '$.a' } }] }, true],
  [{ bodyPatterns: [{ equalToJson: { name: 'n' } }] }, false],
  [{ bodyPatterns: [{ equalToJson: { name: 'n' }, ignoreExtraElements: true }] }, true],
  [{ bodyPatterns: [{ equalToJson: { list: [{ id: 2 }, { id: 1 }] }, ignoreExtraElements: true }] }, false],
  [
    { bodyPatterns: [{ equalToJson: { list: [{ id: 2 }, {}] }, ignoreExtraElements: true, ignoreArrayOrder: true }] },
    true
  ],
  [
    { bodyPatterns: [{ equalToJson: { list: [{}, { id: 1 }] }, ignoreExtraElements: true, ignoreArrayOrder: true }] },
    true
  ],
  [
    {
      bodyPatterns: [
        { equalToJson: { list: [{ id: 1 }, { id: 1 }] }, ignoreExtraElements: true, ignoreArrayOrder: true }
      ]
    },
    false
  ],
  [{ bodyPatterns: [{ equalToJson: { list: [1, 2, 3] }, ignoreExtraElements: true }] }, false],
  [{ bodyPatterns: [{ equalToJson: [] }] }, false],
  [{ bodyPatterns: [{ equalToJson: { name: ['n'] }, ignoreExtraElements: true }] }, false],
  [{ bodyPatterns: [{ equalToJson: { deep: { a: { b: 1 } } }, ignoreExtraElements: true }] }, false],
  [
    {
      bodyPatterns: [
        { equalToJson: { name: '#{json-unit.any-string}', n: '#{json-unit.any-number}' }, ignoreExtraElements: true }
      ]
    },
    true
  ],
  [
    {
      bodyPatterns: [
        { equalToJson: { f: '#{json-unit.any-boolean}', no: '#{json-unit.ignore}' }, ignoreExtraElements: true }
      ]
    },
    true
  ],
  [{ bodyPatterns: [{ equalToJson: { name: '#{json-unit.regex}[a-n]' }, ignoreExtraElements: true }] }, true],
  [
    { bodyPatterns: [{ contains: '"n"' }, { doesNotContain: 'x' }, { matches: '.*deep.*' }, { doesNotMatch: 'deep' }] },
    true
  ],
  [{ headers: { 'X-ONE': { equalTo: 'ONE', caseInsensitive: true } } }, true],
  [{ headers: { 'x-one': { equalTo: 'ONE' } } }, false],
  [
    { headers: { 'x-none': { absent: true }, 'x-nil': { doesNotMatch: '1' }, 'x-nul': { not: { equalTo: '1' } } } },
    true
  ],
  [{ headers: { 'x-one': { absent: true } } }, false],
  [{ headers: { 'x-one': { or: [{ absent: true }, { equalTo: 'one' }] } } }, true],
  [{ headers: { 'x-one': { and: [{ contains: 'o' }, { contains: 'x' }] } } }, false],
  [{ headers: { 'x-one': { matchesJsonPath: { expression: '$', equalTo: 'one' } } } }, false],
  [{ queryParameters: { q: { equalTo: 'a b' }, e: { equalTo: '' } } }, true],
  [{ queryParameters: { r: { equalTo: '2' } } }, true],
  [{ queryParameters: { s: { equalTo: '2' } } }, false],
  [{ cookies: { c: { equalTo: '1' }, d: { absent: true } } }, true],
  [{ basicAuthCredentials: { username: 'u', password: 'p' } }, true],
  [{ basicAuthCredentials: { username: 'u', password: 'q' } }, false],
  [{ urlPattern: '/a/b\\?.*' }, true],
  [{ urlPattern: '/a/b' }, false],
  [{ urlPathPattern: '(?i)/A/[^/]+' }, true],
  [{ urlPathPattern: '/a/x?b*' }, true],
  [{ urlPathPattern: '/a{1,}/\\p{Alpha}{1}' }, true],
  [{ urlPathTemplate: '/a/{id}', pathParameters: { id: { equalTo: 'b' } } }, true],
  [{ urlPathTemplate: '/a/{id}', pathParameters: { id: { equalTo: 'c' } } }, false],
  [{ urlPathTemplate: '/a/{id}', pathParameters: { other: { equalTo: 'b' } } }, false],
  [{ urlPathTemplate: '/a/{id}/{more}' }, false],
  [{ urlPathTemplate: '/**' }, true],
  [{ urlPathTemplate: '/a/b/**' }, false],
  [{ url: '/a/b?q=a+b&e&r=1&r=2' }, true],
  [{ url: '/a/b' }, false],
  [{ method: 'GET_OR_HEAD' }, false],
  [{ basicAuth: { username: 'u', password: 'p' } }, true],
  [{ basicAuth: { username: 'u', password: 'q' } }, false],
  [{ headers: { 'x-one': { equalTo: 'ONE', caseInsensitive: 'true', contains: null } } }, true],
  [{ bodyPatterns: [{ equalToJson: { name: 'n' }, ignoreExtraElements: 'true' }] }, true],
  [{ method: 'ANY', urlPath: null }, true]
]
