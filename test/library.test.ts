import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { packageRoot } from '../src/common/version.ts'
import { type MockOptions, startMock } from '../src/index.ts'
import { chaos } from './library/chaos.ts'
import { errorTexts } from './library/error-texts.ts'
import { optionsAndErrors } from './library/options-and-errors.ts'
import { runners } from './library/runners.ts'
import { call, createAtriumUser, stateText } from './support/calls.ts'
import { fixture } from './support/fixtures.ts'
import { mockFor } from './support/mock.ts'
import { filesIn, temporaryFolder } from './support/temporary.ts'

t.test('startMock listens on a free port and reports its credentials', async (t) => {
  const mock = await mockFor(t)
  t.equal(mock.url, `http://127.0.0.1:${mock.port}`, 'url')
  t.equal((await fetch(`${mock.url}/users`, { headers: mock.credentials.atrium })).status, 200, 'credentials of Atrium')
  t.equal(
    (await fetch(`${mock.url}/api/Users`, { headers: mock.credentials.atms })).status,
    200,
    'credentials of the ATMS'
  )
  t.match(mock.fixtures, { name: 'default', source: /default\.json$/ }, 'fixtures')
})

t.test('fake timers of a test do not affect the mock', async (t) => {
  const { NODE_OPTIONS: _, ...env } = process.env
  const words = [join(packageRoot, 'test/support/fake-timers.cjs'), join(packageRoot, 'dist/index.cjs')]
  const { stdout } = await promisify(execFile)(process.execPath, words, { env, timeout: 20_000 })
  t.strictSame(
    JSON.parse(stdout),
    { bodies: ['slow', 'dribble'], wait: '0 of 1 requests arrived within 20 ms', year: '20' },
    'delays, waits and dates'
  )
})

t.test('two mocks are isolated from each other', async (t) => {
  const [one, two] = await Promise.all([mockFor(t), mockFor(t)])
  const before = await stateText(two)
  await createAtriumUser(one, { identifier: 'x' })
  t.equal(await stateText(two), before, 'the other mock is unchanged')
})

t.test('credentials are empty if the fixtures have none', async (t) => {
  const file = join(await temporaryFolder(t), 'none.json')
  await writeFile(file, '{}')
  t.strictSame((await mockFor(t, { fixtures: file })).credentials, { atrium: {}, atms: {} }, 'no credentials')
})

t.test('reset restores the fixtures, or switches to another set', async (t) => {
  const mock = await mockFor(t, { fixtures: 'empty' })
  const before = await stateText(mock)
  await createAtriumUser(mock, { identifier: 'x' })
  await mock.reset()
  t.equal(await stateText(mock), before, 'the fixtures again')
  await mock.reset('paging')
  await createAtriumUser(mock, { identifier: 'x' })
  await mock.reset()
  t.equal(JSON.parse(await stateText(mock)).atrium.users.length, 260, 'the other set from then on')
  await t.rejects(mock.reset('nope'), { code: 'MOCK_UNKNOWN_FIXTURES' }, 'an unknown set')
})

t.test('fixtures may be an object, for one API only as well', async (t) => {
  const mock = await mockFor(t, {
    fixtures: { atrium: { credentials: [{ apiKey: 'k', clientId: 'c' }], users: [{ identifier: 'anna' }] } }
  })
  t.strictSame(mock.credentials, { atrium: { 'MX-API-Key': 'k', 'MX-Client-ID': 'c' }, atms: {} }, 'its credentials')
  const before = await stateText(mock)
  t.match(JSON.parse(before).atrium.users, [{ guid: /^USR-/, identifier: 'anna' }], 'its users, with guids')
  await mock.reset({ atms: { tokens: ['t'], userGroups: [], users: [] } })
  t.strictSame(JSON.parse(await stateText(mock)).atms.tokens, ['t'], 'another object')
  const invalid = { atms: { tokens: ['t'] } } as object
  const message = /^fixtures: 2 errors\n {2}fixtures#\/atms\/userGroups: required field is missing\n/
  await t.rejects(mock.reset(invalid), { message }, 'an invalid one, with its problems')
  await t.rejects(startMock({ fixtures: invalid }), { message }, 'the same at the start')
  await t.rejects(startMock({ fixtures: {}, watch: true }), /option watch: fixtures must be a file/, 'nothing to watch')
})

t.test('a fixture file with the name of a set does not replace the set', async (t) => {
  const file = join(await temporaryFolder(t), 'empty.json')
  await writeFile(file, JSON.stringify(fixture()))
  const mock = await mockFor(t, { fixtures: file, auth: 'any' })
  t.equal(mock.fixtures.name, file, 'the name is the path')
  const { fixtures } = JSON.parse(await (await call(mock, 'GET', '/__admin/fixtures')).text())
  t.strictSame(
    fixtures.map(({ name }: { name: string }) => name),
    ['default', 'empty', 'paging', file],
    'the sets'
  )
})

t.test('an invalid fixture file is rejected with all its errors', async (t) => {
  const file = join(await temporaryFolder(t), 'bad.json')
  await writeFile(file, '{"a":1,"b":2}')
  await t.rejects(
    mockFor(t, { fixtures: file }),
    { message: `${file}: 2 errors`, problems: { total: 2 } },
    'all errors'
  )
})

t.test('options and errors', optionsAndErrors)
t.test('texts of errors', errorTexts)
t.test('chaos profiles', chaos)
t.test('what the entries for test runners share', runners)

t.test('a mock shows no internals, and ends with its scope', async (t) => {
  const mock = await mockFor(t)
  t.strictSame(Object.keys(mock.fixtures), ['name', 'sha256', 'source'], 'fixtures')
  await mock[Symbol.asyncDispose]()
  await t.rejects(fetch(mock.url), 'it is closed')
})

t.test('a data directory keeps the state, and closing twice is harmless', async (t) => {
  const dataDir = await temporaryFolder(t)
  const mock = await mockFor(t, { dataDir })
  await createAtriumUser(mock, { identifier: 'x' })
  const before = await stateText(mock)
  await Promise.all([mock.close(), mock.close()])
  t.equal(await stateText(await mockFor(t, { dataDir })), before, 'the state after a restart')
  const other = await temporaryFolder(t)
  await createAtriumUser(await mockFor(t, { dataDir: other, ephemeral: true }), { identifier: 'x' })
  t.strictSame(await filesIn(other), {}, 'ephemeral takes precedence over dataDir')
})

t.test('a closed mock rejects changes', async (t) => {
  const dataDir = await temporaryFolder(t)
  for (const [kind, options] of [
    ['in memory', {}],
    ['with a data directory', { dataDir }]
  ] as const) {
    const mock = await startMock({ port: 0, ...options })
    await mock.close()
    const message = 'the mock is closed: start another one'
    await t.rejects(mock.reset(), { message }, `${kind}: reset`)
    const mapping = { request: {}, response: {} }
    await t.rejects(mock.sandbox('w').stub(mapping), { message }, `${kind}: stub`)
    await t.rejects(mock.chaos.start({ profile: 'down' }), { message }, `${kind}: start of chaos`)
    await t.rejects(mock.chaos.stop(), { message }, `${kind}: stop of chaos`)
  }
})

t.test('url is reachable when the host is a wildcard address', async (t) => {
  const rows = [
    ['0.0.0.0', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1']
  ] as const
  for (const [host, reachable] of rows) {
    const mock = await mockFor(t, { host })
    t.equal(mock.url, `http://${reachable}:${mock.port}`, host)
    t.equal((await call(mock, 'GET', '/__admin/health')).status, 200, host)
  }
  for (const host of ['::', '::1']) {
    const mock = await mockFor(t, { host })
    t.equal(mock.url, `http://[::1]:${mock.port}`, host)
    t.equal((await call(mock, 'GET', '/__admin/health')).status, 200, host)
  }
})

t.test('both loopback addresses use the same port', async (t) => {
  const { port } = await mockFor(t)
  for (const host of ['127.0.0.1', '[::1]']) {
    t.equal((await fetch(`http://${host}:${port}/__admin/health`)).status, 200, host)
  }
})

t.test('cors allows pages of another origin to call the APIs', async (t) => {
  const origin = 'http://app.example'
  const preflight = { origin, 'access-control-request-method': 'PUT' }
  const closed = await mockFor(t)
  t.equal(
    (await call(closed, 'GET', '/users', undefined, { origin })).headers.get('access-control-allow-origin'),
    null,
    'without cors'
  )
  const open = await mockFor(t, { cors: origin })
  const response = await call(open, 'GET', '/users', undefined, { origin })
  t.equal(response.headers.get('access-control-allow-origin'), origin, 'the origin')
  t.match(response.headers.get('access-control-expose-headers'), '*', 'pages may read all headers')
  const preflightResponse = await call(open, 'OPTIONS', '/users', undefined, preflight)
  t.equal(preflightResponse.status, 204, 'the preflight')
  t.match(preflightResponse.headers.get('access-control-allow-methods'), /PUT/, 'the methods')
  t.equal(await open.requests.count({ method: 'OPTIONS' }), 1, 'the journal contains the preflight')
  for (const [what, path, headers, status] of [
    ['an invalid sandbox name in the path', '/sandboxes/a%20b/users', {}, 400],
    ['an invalid sandbox name in a header', '/api/Users', { 'mock-sandbox': 'a/b' }, 400],
    ['an unknown sandbox in a credential', '/users', { 'MX-API-Key': 'nobody@w1' }, 401],
    ['bad percent-encoding', '/users/%zz', {}, 400]
  ] as const) {
    const error = await call(open, 'GET', path, undefined, { origin, ...headers })
    t.strictSame([error.status, error.headers.get('access-control-allow-origin')], [status, origin], what)
    const answered = await call(open, 'OPTIONS', path, undefined, preflight)
    t.equal(answered.status, 204, `${what}: the preflight`)
  }
})

t.test('invalid origins and host names are rejected', async (t) => {
  const rows: [object, string][] = [
    [{ cors: 'http://a,http://b' }, 'option cors/0: expected * or an origin such as http://localhost:5173, '],
    [{ cors: ['http://a', 'http://b/'] }, 'option cors/1: expected * or an origin'],
    [{ adminOrigin: ['*'] }, 'option adminOrigin/0: expected an origin'],
    [{ allowHost: 'a.example:80' }, 'option allowHost/0: expected a host name'],
    [{ cors: 1 }, 'option cors: expected array, not 1']
  ]
  for (const [options, message] of rows) {
    await t.rejects(
      startMock(options as MockOptions),
      { message: new RegExp(`^${message.replaceAll(/[*/]/g, '\\$&')}`) },
      message
    )
  }
})

t.test('delays end while a test runner fakes the global timers', async (t) => {
  const mock = await mockFor(t)
  await call(mock, 'POST', '/__admin/settings', { fixedDelay: 1 })
  const timer = { unref: () => timer, refresh: () => timer }
  t.intercept(globalThis, 'setTimeout', { value: () => timer })
  t.equal((await call(mock, 'GET', '/users')).status, 200, 'a response')
})
