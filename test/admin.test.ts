import t from 'tap'
import { GuidSequence } from '../src/apis/atrium/guid-sequence.ts'
import { readVersion } from '../src/common/version.ts'
import { accessGuard } from './admin/access-guard.ts'
import { encodedCalls } from './admin/encoded-calls.ts'
import { noTrace } from './admin/no-trace.ts'
import { call, createAtriumUser, newAccount, stateText } from './support/calls.ts'
import { failingFor } from './support/failing.ts'
import { fixture, guid } from './support/fixtures.ts'
import { mockFor } from './support/mock.ts'

const version = readVersion()
/** The number of records in the fixture set `default`. */
const DEFAULT_COUNTS = { credentials: 1, atriumUsers: 7, tokens: 1, userGroups: 3, atmsUsers: 6 }

t.test('access guard', accessGuard)
t.test('what creates a sandbox', noTrace)
t.test('encoded bodies', encodedCalls)

t.test('health and version', async (t) => {
  const mock = await mockFor(t)
  const health = await call(mock, 'GET', '/__admin/health')
  t.equal(health.status, 200, 'status of GET')
  t.equal(health.headers.get('content-type'), 'application/json; charset=utf-8', 'type of GET')
  t.match(
    await health.json(),
    {
      status: 'healthy',
      message: 'atrium-atms-mock is ready',
      version,
      uptimeInSeconds: Number,
      timestamp: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
    },
    'body of GET'
  )
  const head = await call(mock, 'HEAD', '/__admin/health')
  t.equal(head.status, 200, 'status of HEAD')
  t.equal(await head.text(), '', 'body of HEAD')
  t.strictSame(await (await call(mock, 'GET', '/__admin/version')).json(), { version }, 'version')
  const root = await (await call(mock, 'GET', '/')).json()
  t.match(root, { name: 'atrium-atms-mock', version, admin: '/__admin/health' }, 'root')
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
  const page = await fetch(mock.url, { headers: { accept }, redirect: 'manual' })
  t.match([page.status, page.headers.get('location')], [302, '/docs/'], 'root in a browser')
})

t.test('the health reports the state of the sandbox default', async (t) => {
  const mock = await mockFor(t)
  const serving = async (path = '') => {
    const response = await call(mock, 'GET', `${path}/__admin/health`)
    const { serving }: { serving: { since: string } } = JSON.parse(await response.text())
    return serving
  }
  const initial = {
    fixtures: 'default',
    counts: DEFAULT_COUNTS,
    revision: 0,
    start: 'fresh',
    stubs: 0,
    hasDelay: false
  }
  const { since, ...first } = await serving()
  t.strictSame(first, initial, 'after the start')
  t.ok(Math.abs(Date.parse(since) - Date.now()) < 60_000, 'since when')
  await createAtriumUser(mock, { identifier: 'one more' })
  await call(mock, 'POST', '/__admin/mappings', { request: {}, response: { status: 503 }, priority: 9 })
  await call(mock, 'POST', '/__admin/settings', { fixedDelay: 1 })
  const counts = { ...DEFAULT_COUNTS, atriumUsers: DEFAULT_COUNTS.atriumUsers + 1 }
  const changed = { ...initial, since, counts, revision: 3, stubs: 1, hasDelay: true }
  t.strictSame(await serving(), changed, 'after three changes')
  t.strictSame(await serving('/sandboxes/w1'), changed, 'in another sandbox')
  await mock.reset()
  const reset = await serving()
  t.match(reset, { ...initial, revision: 4 }, 'after a reset')
  t.ok(reset.since >= since, 'since the reset')
})

t.test('an exported state can be loaded again', async (t) => {
  const mock = await mockFor(t)
  await createAtriumUser(mock, { identifier: 'é\n"', metadata: '\u2028' })
  await call(mock, 'POST', '/api/Users', newAccount('new'))
  const exported = await stateText(mock)
  await mock.reset()
  t.not(await stateText(mock), exported, 'the reset changed the state')
  for (const body of [exported, `\ufeff${exported}`]) {
    const response = await call(mock, 'PUT', '/__admin/state', body, { 'content-type': 'text/plain' })
    const what = body === exported ? 'as exported' : 'with a byte order mark'
    t.equal(response.status, 200, `status, ${what}`)
    t.strictSame(await response.json(), {}, `body, ${what}`)
    t.equal(await stateText(mock), exported, `state, ${what}`)
  }
})

t.test('an invalid state changes nothing, and the response lists all problems', async (t) => {
  const mock = await mockFor(t)
  const before = await stateText(mock)
  const put = async (body: unknown) => {
    const response = await call(mock, 'PUT', '/__admin/state', body)
    t.equal(response.status, 422, `status for ${String(JSON.stringify(body)).slice(0, 40)}`)
    return response.json()
  }
  const { atms } = fixture()
  t.strictSame(
    await put({
      atrium: { credentials: [], users: [{ guid: 'x' }, { guid: guid(1), is_disabled: 1 }] },
      atms,
      more: 1
    }),
    {
      errors: [
        {
          code: 10,
          source: { pointer: '/atrium/users/0/guid' },
          title: 'Error in the document',
          detail: 'must look like USR-00000000-0000-0000-0000-000000000000, not "x"'
        },
        {
          code: 10,
          source: { pointer: '/atrium/users/1/is_disabled' },
          title: 'Error in the document',
          detail: 'expected boolean, not 1'
        },
        {
          code: 10,
          source: { pointer: '/more' },
          title: 'Error in the document',
          detail: "unknown field 'more'"
        }
      ],
      meta: { total: 3 }
    },
    'three problems'
  )
  const many = await put({ atms: { tokens: Array.from({ length: 150 }, () => 1), userGroups: [], users: [] } })
  t.match(many, { errors: { length: 100 }, meta: { total: 150 } }, 'more than a hundred problems')
  const invalidJson = { errors: [{ source: { pointer: '' }, detail: /^invalid JSON: / }], meta: { total: 1 } }
  t.match(await put('{"atrium"'), invalidJson, 'truncated JSON')
  t.match(await put(undefined), invalidJson, 'no body')
  t.equal(await stateText(mock), before, 'state')
})

t.test('a reset', async (t) => {
  const first = new GuidSequence('atrium-atms-mock').at(0)
  const mock = await mockFor(t)
  const before = await stateText(mock)
  let revision = 0
  for (const path of ['/__admin/reset', '/__admin/state/reset']) {
    for (const body of [undefined, '', ' ', {}]) {
      const what = `${path} ${JSON.stringify(body)}`
      await createAtriumUser(mock, { identifier: 'gone' })
      const response = await call(mock, 'POST', path, body)
      t.equal(response.status, 200, `${what}: status`)
      const result: { revision: number } = JSON.parse(await response.text())
      t.match(result, { fixtures: 'default', counts: DEFAULT_COUNTS }, `${what}: body`)
      t.ok(result.revision > revision, `${what}: the revision increases`)
      revision = result.revision
      t.equal(await stateText(mock), before, `${what}: state`)
      const { guid } = await createAtriumUser(mock, { identifier: 'again' })
      t.equal(guid, first, `${what}: the sequence of guids restarts`)
    }
    const named = await call(mock, 'POST', path, { fixtures: 'paging' })
    const paging = { fixtures: 'paging', counts: { atriumUsers: 260, atmsUsers: 260 } }
    t.match(await named.json(), paging, `${path}: body with a named set`)
    await createAtriumUser(mock, { identifier: 'gone' })
    const again = await call(mock, 'POST', path)
    t.match(await again.json(), paging, `${path}: later resets return to the named set`)
    await call(mock, 'POST', path, { fixtures: 'default' })
  }
})

t.test('a rejected reset changes nothing', async (t) => {
  const mock = await mockFor(t)
  await createAtriumUser(mock, { identifier: 'still there' })
  const before = await stateText(mock)
  const rows: [unknown, number, RegExp][] = [
    [{ fixtures: 'nope' }, 404, /unknown fixture set 'nope' \(available: default, empty, paging\)/],
    [{ fixtures: '../fixtures/paging' }, 404, /unknown fixture set/],
    [{ fixtures: 1 }, 400, /fixtures: expected the name of a fixture set, not 1/],
    [{ fixture: 'paging' }, 400, /unknown field 'fixture': the only field is fixtures/],
    ['{"fixtures":', 400, /body: invalid JSON in line 1, column 13: Unexpected end/],
    ['{\n "fixtures": "x"\r\n "a":1}', 400, /body: invalid JSON in line 3, column 2: /],
    ['\f', 400, /body: invalid JSON in line 1, column 1: /],
    ['[]', 400, /body: expected a JSON object/],
    ['null', 400, /body: expected a JSON object/],
    ['"x"', 400, /body: expected a JSON object/]
  ]
  for (const [body, status, title] of rows) {
    const response = await call(mock, 'POST', '/__admin/reset', body)
    t.equal(response.status, status, `status for ${JSON.stringify(body)}`)
    t.match(await response.json(), { errors: [{ code: status, title }] }, `body for ${JSON.stringify(body)}`)
  }
  const response = await fetch(`${mock.url}/__admin/reset`, { method: 'POST', body: new Uint8Array([0x22, 0xff]) })
  t.equal(response.status, 400, 'status for a body that is not UTF-8')
  const mapping = await (await call(mock, 'POST', '/__admin/mappings', '{\n"request" {}}')).json()
  t.match(
    mapping,
    { errors: [{ detail: /^invalid JSON in line 2, column 11: Expected ':'/ }] },
    'a stub that is not JSON'
  )
  t.match(await response.json(), { errors: [{ title: 'body: expected UTF-8' }] }, 'body that is not UTF-8')
  t.equal(await stateText(mock), before, 'state')
})

t.test('a body that is too large is rejected, with advice', async (t) => {
  const mock = await mockFor(t, { uploadLimit: 3 * 2 ** 20 })
  const rows: [string, string, number, RegExp][] = [
    ['PUT', 'state', 3 * 2 ** 20, /^the body is larger than 3 MiB: raise --upload-limit, .*--fixtures-dir$/],
    ['PUT', 'fixtures/mine', 3 * 2 ** 20, /^the body is larger than 3 MiB: raise --upload-limit, /],
    ['POST', 'state/reset', 2 ** 20, /^the body is larger than 1 MiB$/],
    ['POST', 'mappings', 8 * 2 ** 20, /^the body is larger than 8 MiB$/],
    ['POST', 'mappings/import', 64 * 2 ** 20, /^the body is larger than 64 MiB$/]
  ]
  for (const [method, path, limit, title] of rows) {
    const body = Buffer.alloc(limit + 1, ' ')
    const response = await fetch(`${mock.url}/__admin/${path}`, { method, body })
    t.equal(response.status, 413, `${method} ${path}: status`)
    t.match(await response.json(), { errors: [{ code: 413, title }] }, `${method} ${path}: body`)
  }
})

t.test('the fixture sets', async (t) => {
  const mock = await mockFor(t)
  const counts = { userGroups: 3, credentials: 1, tokens: 1 }
  t.match(
    await (await call(mock, 'GET', '/__admin/fixtures')).json(),
    {
      fixtures: [
        {
          name: 'default',
          source: /default\.json$/,
          sha256: /^[0-9a-f]{64}$/,
          counts: DEFAULT_COUNTS
        },
        { name: 'empty', counts: { atriumUsers: 0, atmsUsers: 0, ...counts } },
        { name: 'paging', counts: { atriumUsers: 260, atmsUsers: 260, ...counts } }
      ]
    },
    'the built-in sets'
  )
})

t.test('an unknown path and a wrong verb are errors of the control API', async (t) => {
  const mock = await mockFor(t)
  const rows: [string, string, number, string, string | null][] = [
    ['POST', '/__admin/recordings/start', 404, 'recording is not supported: this server forwards no requests', null],
    ['GET', '/__admin/recorder', 404, 'recording is not supported: this server forwards no requests', null],
    [
      'PATCH',
      '/__admin/settings/extended',
      404,
      'settings for extensions are not supported: this server runs no code of its users',
      null
    ],
    ['GET', '/__admin/docs', 404, 'the documentation is at /docs', null],
    ['GET', '/__admin/certs/wiremock-ca.crt', 404, 'the CA certificate is at /__admin/ca.pem', null],
    ['GET', '/__admin/nope?x=1', 404, 'no such control endpoint or resource: /__admin/nope', null],
    ['POST', '/__admin/mappings/new', 404, 'use POST /__admin/mappings', null],
    ['POST', '/__admin/health', 405, 'POST is not allowed here: use one of GET, HEAD', 'GET, HEAD'],
    ['DELETE', '/__admin/state?x', 405, 'DELETE is not allowed here: use one of GET, PUT', 'GET, PUT'],
    ['GET', '/__admin/reset', 405, 'GET is not allowed here: use one of POST', 'POST'],
    ['PUT', '/__admin/mappings/import', 405, 'PUT is not allowed here: use one of POST', 'POST'],
    ['OPTIONS', '/__admin/requests/unmatched', 405, 'OPTIONS is not allowed here: use one of GET', 'GET'],
    ['GET', '/__admin/ca-pem', 404, 'no such control endpoint or resource: /__admin/ca-pem', null]
  ]
  for (const [method, path, code, title, allow] of rows) {
    const response = await call(mock, method, path)
    t.equal(response.status, code, `${method} ${path}: status`)
    t.equal(response.headers.get('allow'), allow, `${method} ${path}: Allow`)
    t.equal(response.headers.get('content-type'), 'application/json; charset=utf-8', `${method} ${path}: type`)
    t.strictSame(await response.json(), { errors: [{ code, title }] }, `${method} ${path}: body`)
  }
})

t.test('every call except the health requires the token', async (t) => {
  const mock = await mockFor(t, { adminToken: 'secret' })
  const rows: [string, string, string | undefined, number][] = [
    ['GET', '/__admin/health', undefined, 200],
    ['GET', '/__admin/health?x=1', undefined, 200],
    ['GET', '/__admin/version', undefined, 401],
    ['GET', '/__admin/state', 'Bearer wrong', 401],
    ['PUT', '/__admin/state', 'secret', 401],
    ['POST', '/__admin/reset', undefined, 401],
    ['POST', '/__admin/reset', 'Bearer secret', 200],
    ['GET', '/__admin/version', 'Bearer secret', 200],
    ['GET', '/__admin/version', 'bearer secret', 200],
    ['GET', '/users', undefined, 200]
  ]
  for (const [method, path, authorization, status] of rows) {
    const response = await call(mock, method, path, undefined, authorization === undefined ? {} : { authorization })
    const what = `${method} ${path} ${authorization}`
    t.equal(response.status, status, `${what}: status`)
    if (status !== 401) continue
    t.match(await response.json(), { errors: [{ code: 401, title: /Authorization: Bearer/ }] }, `${what}: body`)
  }
})

t.test('--no-admin turns off every call except the health', async (t) => {
  const mock = await mockFor(t, { noAdmin: true })
  t.equal((await call(mock, 'GET', '/__admin/health')).status, 200, 'health')
  for (const [method, path] of [
    ['GET', '/__admin/version'],
    ['GET', '/__admin/state'],
    ['POST', '/__admin/reset'],
    ['GET', '/__admin/fixtures']
  ] as const) {
    const response = await call(mock, method, path)
    t.equal(response.status, 404, path)
    t.match(await response.json(), { errors: [{ title: /without --no-admin/ }] }, `${path}: body`)
  }
})

t.test('an internal failure is a 500, and is reported to the operator', async (t) => {
  const { url, failures, sandbox } = await failingFor(t)
  const before = sandbox.state
  const response = await call({ url }, 'PUT', '/__admin/state', fixture())
  t.equal(response.status, 500, 'status')
  t.match(await response.json(), { errors: [{ code: 500 }] }, 'body')
  t.match(failures, [{ message: /a bug/ }], 'report')
  t.equal(sandbox.state, before, 'state')
})
