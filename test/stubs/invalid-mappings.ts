import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'

const UNKNOWN_FIELD = /^unknown field /
const TOO_LONG = /^expected at most 2147483647 milliseconds \(24 days\), not /
const EMULATED = 'not supported with the transformer emulate: the emulated API sets it'

const ROWS: [mapping: object, pointer: string, detail?: RegExp | string][] = [
  [{ request: { metod: 'GET' } }, '/request/metod', UNKNOWN_FIELD],
  [{ request: { body: 'x' } }, '/request/body', /^unknown field 'body': use bodyPatterns/],
  [{ request: { toString: 'x' } }, '/request/toString', "unknown field 'toString'"],
  [{ response: { statusCode: 200 } }, '/response/statusCode', "unknown field 'statusCode': use status"],
  [
    { request: { bodyPatterns: [{ equalToJson: {}, jsonCompareMode: 'LENIENT' }] } },
    '/request/bodyPatterns/0/jsonCompareMode',
    "unknown field 'jsonCompareMode': use ignoreArrayOrder and ignoreExtraElements"
  ],
  [{ mappings: [{}] }, '/mappings', /^unknown field 'mappings': .*import/],
  [[{ request: {} }], '', /^expected one stub, not a list: .*import/],
  [{ respons: {} }, '/respons'],
  [{ respons: null }, '/respons', UNKNOWN_FIELD],
  [{ request: { metod: null } }, '/request/metod', UNKNOWN_FIELD],
  [{ response: { stats: null } }, '/response/stats', UNKNOWN_FIELD],
  [{ id: 'x' }, '/id'],
  [{ priority: 'x' }, '/priority'],
  [{ request: { method: 'FOO' } }, '/request/method', "unknown method 'FOO'"],
  [{ request: { method: 'post' } }, '/request/method', "unknown method 'post' (did you mean 'POST'?)"],
  [{ request: { method: 'CONNECT' } }, '/request/method', /^unknown method/],
  [{ request: { basicAuth: { username: 'u' } } }, '/request/basicAuthCredentials/password', /missing/],
  [
    { request: { customMatcher: { name: 'x' } } },
    '/request/customMatcher',
    /^not supported: .* does not run extensions/
  ],
  [{ request: { multipartPatterns: [{}] } }, '/request/multipartPatterns', /^not supported: .* multipart/],
  [
    { request: { bodyPatterns: [{ equalToXml: '<a/>' }] } },
    '/request/bodyPatterns/0',
    "operator 'equalToXml' is not supported: this server does not read XML"
  ],
  [{ response: { status: 99 } }, '/response/status', /200/],
  [{ response: { transformers: ['other'] } }, '/response/transformers/0', /emulate/],
  [
    { response: { proxyBaseUrl: 'http://x' } },
    '/response/proxyBaseUrl',
    /^not supported: .* does not forward requests/
  ],
  [{ response: { removeProxyRequestHeaders: ['x'] } }, '/response/removeProxyRequestHeaders', /^not supported/],
  [{ response: { fault: 'NOPE' } }, '/response/fault', /EMPTY_RESPONSE/],
  [{ response: { body: 'a', jsonBody: 1 } }, '/response/jsonBody', 'only one of body, jsonBody is allowed'],
  [{ response: { base64Body: '%%% no base64' } }, '/response/base64Body'],
  [{ response: { transformers: ['emulate'], body: 'a' } }, '/response/body', EMULATED],
  [{ response: { transformers: ['emulate'], statusMessage: 'a' } }, '/response/statusMessage', EMULATED],
  [{ response: { transformers: ['emulate'], status: 503 } }, '/response/status', `503 is ${EMULATED}`],
  [{ response: { statusMessage: 'a\nb' } }, '/response/statusMessage', /^must not contain control characters/],
  [
    { response: { delayDistribution: { type: 'uniform', lower: 2, upper: 1 } } },
    '/response/delayDistribution/lower',
    'expected at most 1 (upper), not 2'
  ],
  [{ response: { fixedDelayMilliseconds: 2 ** 31 } }, '/response/fixedDelayMilliseconds', TOO_LONG],
  [
    { response: { delayDistribution: { type: 'fixed', milliseconds: 1e300 } } },
    '/response/delayDistribution/milliseconds',
    TOO_LONG
  ],
  [
    { response: { chunkedDribbleDelay: { numberOfChunks: 1, totalDuration: 2 ** 31 } } },
    '/response/chunkedDribbleDelay/totalDuration',
    TOO_LONG
  ],
  [
    { response: { delayDistribution: { type: 'nope' } } },
    '/response/delayDistribution',
    /uniform with lower and upper/
  ],
  [
    { response: { headers: Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`a${i}`, 'b'])) } },
    '/response/headers',
    /1000 properties/
  ],
  [{ metadata: { mock: { time: 1 } } }, '/metadata/mock/time'],
  [{ metadata: { mock: { probability: 2 } } }, '/metadata/mock/probability'],
  [{ request: 'x' }, '/request'],
  [{ response: 'x' }, '/response'],
  [{ postServeActions: [{ name: 'webhook' }] }, '/postServeActions', /^not supported/],
  [{ serveEventListeners: [{ name: 'webhook' }] }, '/serveEventListeners', /^not supported/],
  [{ postServeAction: null }, '/postServeAction', UNKNOWN_FIELD]
]

/** Numbers that are kept as texts are no empty objects. */
const EXACT_NUMBERS = [
  ['{"response":{"transformers":1.50}}', '/response/transformers'],
  ['{"response":{"transformerParameters":9661629439039565}}', '/response/transformerParameters'],
  ['{"postServeActions":1.50}', '/postServeActions']
] as const

/** Mappings with a mistake. */
export async function invalidMappings(t: Test): Promise<void> {
  t.test('an invalid mapping gets a 422 with the pointer of the problem', async (t) => {
    const { admin, mock } = await controlFor(t)
    for (const [mapping, pointer, detail = /./] of ROWS) {
      const response = await admin('POST', 'mappings', mapping)
      const errors = [{ code: 10, source: { pointer }, title: 'Error in the document', detail }]
      t.match(response, { status: 422, json: { errors } }, JSON.stringify(mapping))
      // WireMock's Java client rejects unknown fields.
      t.notOk('meta' in response.json, `${JSON.stringify(mapping)}: no field that WireMock does not send`)
    }
    for (const [text, pointer] of EXACT_NUMBERS) {
      const response = await admin('POST', 'mappings', text)
      t.match(response, { status: 422, json: { errors: [{ source: { pointer } }] } }, text)
    }
    const invalid = mock.stub({ request: { urlPattern: '(' } })
    await t.rejects(invalid, { message: /\/request\/urlPattern/ }, 'through the library')
    t.equal((await admin('GET', 'mappings')).json.meta.total, 0, 'no mapping was added')
  })
}
