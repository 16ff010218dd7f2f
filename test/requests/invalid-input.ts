import type { Test } from 'tap'
import { nested } from '../support/bodies.ts'
import { controlFor } from '../support/control.ts'
import { LENIENT_JSON } from '../support/lenient-json.ts'
import { INVALID_SCHEMAS } from './invalid-schemas.ts'

type Row = [method: string, path: string, body: unknown, expected: object]

/** The response to an invalid document. */
export const invalid = (pointer: string, detail: RegExp | string = /./) => ({
  status: 422,
  json: { errors: [{ code: 10, source: { pointer }, title: 'Error in the document', detail }] }
})

const UNKNOWN_FIELD = /^unknown field /
const pattern = (body: unknown, pointer: string, detail?: RegExp | string): Row => [
  'POST',
  'requests/remove',
  body,
  invalid(pointer, detail)
]
const headerPattern = (a: unknown, pointer: string, detail?: RegExp | string): Row =>
  pattern({ headers: { a } }, `/headers/a${pointer}`, detail)
const bodyPattern = (operator: object, pointer: string, detail?: RegExp | string): Row =>
  pattern({ bodyPatterns: [operator] }, `/bodyPatterns/0/${pointer}`, detail)

const query = (title: RegExp | string) => ({ status: 400, json: { errors: [{ code: 400, title }] } })
const UNKNOWN_PARAMETER =
  "unknown query parameter 'unmached' (did you mean 'unmatched'?): remove it, or use one of limit, offset, since, unmatched, matchingStub, trace, requestId, test, summary"

const ROWS: Row[] = [
  ['POST', 'requests/count', '', invalid('', /object/)],
  ['POST', 'requests/count', '{', invalid('', /JSON/)],
  pattern('[]', '', /object/),
  pattern('{"and":[{"contains":"'.padEnd(100, 'x'), '', /JSON/),
  pattern({ metod: 'GET' }, '/metod', UNKNOWN_FIELD),
  pattern({ metod: null }, '/metod', UNKNOWN_FIELD),
  pattern({ url: '/a', urlPath: '/a' }, '/urlPath', 'only one of url, urlPath is allowed'),
  pattern({ urlPattern: '(' }, '/urlPattern', /^regular expression '\(' is not supported: missing closing \)/),
  pattern({ urlPathTemplate: '/a/x{id}' }, '/urlPathTemplate', /^segment 'x\{id\}' is not supported/),
  pattern({ pathParameters: {} }, '/pathParameters', 'requires a urlPathTemplate'),
  pattern({ headers: { 'a/b': {} } }, '/headers/a~1b', /^missing operator \(available: equalTo, /),
  headerPattern('x', '', /^expected an operator, such as \{"equalTo":"…"\}, not "x" \(available: equalTo/),
  headerPattern({ equals: 'x' }, '', /^unknown operator 'equals' \(available: equalTo, /),
  headerPattern({ equalTo: 1 }, '/equalTo', /string/),
  headerPattern({ equalTo: '1', contains: '1' }, '', 'only one operator is allowed, found equalTo, contains'),
  headerPattern({ absent: false }, '/absent', /true/),
  bodyPattern({ and: [] }, 'and', /2/),
  bodyPattern({ not: { matches: '(' } }, 'not/matches'),
  bodyPattern({ equalToJson: '{' }, 'equalToJson', /JSON/),
  bodyPattern({ equalToJson: { a: '#{json-unit.nope}' } }, 'equalToJson', /^unknown placeholder \$\{json-unit\.nope\}/),
  bodyPattern({ matchesJsonPath: '$[' }, 'matchesJsonPath', /^JSONPath '\$\[' is not supported: /),
  bodyPattern({ matchesJsonPath: { expression: '$.a', nope: 1 } }, 'matchesJsonPath', /^unknown operator 'nope'/),
  ...INVALID_SCHEMAS.map(([schema, pointer, detail]) =>
    bodyPattern({ matchesJsonSchema: schema, schemaVersion: 'V202012' }, `matchesJsonSchema${pointer}`, detail)
  ),
  bodyPattern({ matchesJsonSchema: {}, schemaVersion: 'V5' }, 'schemaVersion', /^expected one of V4, /),
  bodyPattern(
    { matchesJsonSchema: { maximum: 1, exclusiveMaximum: 1 }, schemaVersion: 'V4' },
    'matchesJsonSchema/exclusiveMaximum',
    'expected boolean, not 1'
  ),
  pattern({ basicAuthCredentials: { username: 'a' } }, '/basicAuthCredentials/password', /missing/),
  ['POST', 'reset', '-4611686018427387904', { status: 400 }],
  ['POST', 'mappings', '{"request":1.0}', invalid('/request', /object/)],
  ['POST', 'near-misses/request', { url: 1 }, invalid('/url', /string/)],
  ['POST', 'near-misses/request', { headers: { 'a\nb': [['c']] } }, invalid('/headers/a\nb', /string or array/)],
  ['POST', 'near-misses/request', { cookies: { 'a\rb': 1 } }, invalid('/cookies/a\rb', /string or array/)],
  ['POST', 'near-misses/request-pattern', { url: 1 }, invalid('/url')],
  ['GET', 'requests/none', undefined, { status: 400, json: { errors: [{ title: 'none is not a valid UUID' }] } }],
  ['DELETE', 'requests/none', undefined, { status: 400 }],
  ['GET', 'requests/11111111-1111-4111-8111-111111111111', undefined, { status: 404 }],
  ['GET', 'requests?limit=-1', undefined, { status: 400 }],
  ['GET', 'requests?offset=-1', undefined, { status: 400 }],
  [
    'GET',
    'requests?since=x',
    undefined,
    { status: 400, json: { errors: [{ title: /^x is not a valid .* such as 2026-/ }] } }
  ],
  ['GET', 'requests?since=2000-01-01T00:00:00', undefined, { status: 400 }],
  ['GET', 'requests?since=2000-02-30T00:00:00Z', undefined, { status: 400 }],
  ['GET', 'requests?since=2000-02-99T00:00:00Z', undefined, { status: 400 }],
  ['GET', 'requests?since=2000-01-01T00:00Z', undefined, { status: 200 }],
  ['GET', 'requests?limit=1&limit=2', undefined, query('limit: sent 2 times: send it once')],
  ['GET', 'requests?unmatched=TRUE', undefined, query("unmatched: expected true or false, not 'TRUE'")],
  ['GET', 'requests?unmatched', undefined, query("unmatched: expected true or false, not ''")],
  ['GET', 'requests?unmatched=false', undefined, { status: 200, json: { meta: { total: 1 } } }],
  ['GET', 'requests?unmached=true', undefined, query(UNKNOWN_PARAMETER)],
  [
    'GET',
    'mappings?toString=1',
    undefined,
    query(/^unknown query parameter 'toString': remove it, or use one of limit/)
  ],
  ['POST', 'reset?fixtures=paging', {}, query("unknown query parameter 'fixtures': this call has none; remove it")],
  ['PUT', 'sandboxes/w1?fixtures=paging', undefined, { status: 400 }],
  ['GET', 'sandboxes/w1', undefined, { status: 404 }],
  ['GET', '?limit=1', undefined, { status: 400 }],
  ['GET', 'none?a', undefined, { status: 404 }],
  ['GET', 'health?probe=1', undefined, { status: 200 }],
  ['GET', 'requests?since=2000-01-01T00:00+01:00', undefined, { status: 200 }],
  ['POST', 'requests/count?atLeast=x', {}, { status: 400 }],
  ['POST', 'requests/count?timeoutMs=1.5', {}, { status: 400 }]
]

const DEEP = nested(100_000)
const DEEP_BODIES: [method: string, path: string, body: string][] = [
  ['POST', 'requests/count', DEEP],
  ['POST', 'requests/find', `{"bodyPatterns":[${'{"not":'.repeat(5000)}{}${'}'.repeat(5000)}]}`],
  ['POST', 'requests/remove', `{"bodyPatterns":[{"equalToJson":"${DEEP}"}]}`],
  ['POST', 'near-misses/request', DEEP],
  ['POST', 'near-misses/request-pattern', DEEP],
  ['POST', 'mappings', `{"response":{"jsonBody":${DEEP}}}`],
  ['POST', 'mappings', `{"metadata":{"a":${DEEP}}}`],
  ['POST', 'mappings/edit', DEEP],
  ['POST', 'mappings/remove', DEEP],
  ['POST', 'mappings/import', DEEP],
  ['POST', 'mappings/find-by-metadata', DEEP],
  ['PUT', 'scenarios/x/state', DEEP],
  ['PUT', 'settings', DEEP],
  ['PUT', 'state', DEEP],
  ['PUT', 'fixtures/x', `{"atrium":${DEEP}}`]
]

/** Control calls with invalid input. */
export async function invalidInput(t: Test): Promise<void> {
  t.test('invalid input is rejected and changes nothing', async (t) => {
    const { send, admin, count, mock } = await controlFor(t)
    await send('GET', '/users')
    for (const [method, path, body, expected] of ROWS) {
      t.match(await admin(method, path, body), expected, `${method} ${path} ${JSON.stringify(body)}`)
    }
    const bytes = { method: 'POST', body: Buffer.from([0xff]) }
    t.equal((await fetch(`${mock.url}/__admin/requests/count`, bytes)).status, 422, 'a body that is not UTF-8')
    t.equal(await count({}), 1, 'the journal is unchanged')
  })

  t.test('comments and single quotes in JSON are accepted, as in WireMock', async (t) => {
    const { send, admin } = await controlFor(t)
    await send('POST', '/x', { body: `it's "1" // \\` })
    for (const [text, isValid] of LENIENT_JSON) {
      const { status, json } = await admin('POST', 'requests/count', text)
      t.match([status, json.count], isValid ? [200, 1] : [422, undefined], text)
    }
    await send('POST', '/y', { body: '{"a":1}' })
    const equalToJson = { bodyPatterns: [{ equalToJson: "{'a': 1 /* one */}" }] }
    t.equal((await admin('POST', 'requests/count', equalToJson)).json.count, 1, 'in equalToJson')
  })

  t.test('control calls reject JSON that is nested too deeply', async (t) => {
    const { admin } = await controlFor(t)
    for (const [method, path, body] of DEEP_BODIES) {
      // Errors in uploaded documents quote the value.
      const detail = method === 'PUT' ? /nested|expected object, not \[{60}…/ : /nested/
      const expected = { status: 422, json: { errors: [{ detail }] } }
      t.match(await admin(method, path, body), expected, `${method} ${path} ${body.slice(0, 30)}`)
    }
  })
}
