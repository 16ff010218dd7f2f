import { statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { startMock } from '../src/index.ts'
import { describeError } from '../src/mock/describe-error.ts'
import { call, createAtriumUser, stateText } from './support/calls.ts'
import { fixture } from './support/fixtures.ts'
import { mockFor } from './support/mock.ts'
import { filesIn, temporaryFolder } from './support/temporary.ts'

t.test('a mock for a test answers on a free port, with the credentials that it tells', async (t) => {
  const mock = await mockFor(t)
  t.equal(mock.url, `http://127.0.0.1:${mock.port}`)
  t.equal((await fetch(`${mock.url}/users`, { headers: mock.credentials.atrium })).status, 200)
  t.equal((await fetch(`${mock.url}/api/Users`, { headers: mock.credentials.atms })).status, 200)
  t.match(mock.fixtures, { name: 'default', source: /default\.json$/ })
})

t.test('two mocks know nothing of each other', async (t) => {
  const [one, two] = await Promise.all([mockFor(t), mockFor(t)])
  const before = await stateText(two)
  await createAtriumUser(one, { identifier: 'x' })
  t.equal(await stateText(two), before)
})

t.test('fixtures without credentials have none to tell', async (t) => {
  const file = join(await temporaryFolder(t), 'none.json')
  await writeFile(file, '{}')
  t.strictSame((await mockFor(t, { fixtures: file })).credentials, { atrium: {}, atms: {} })
})

t.test('a reset, to its fixtures or to others', async (t) => {
  const mock = await mockFor(t, { fixtures: 'empty' })
  const before = await stateText(mock)
  await createAtriumUser(mock, { identifier: 'x' })
  await mock.reset()
  t.equal(await stateText(mock), before)
  await mock.reset('paging')
  await createAtriumUser(mock, { identifier: 'x' })
  await mock.reset()
  t.equal(JSON.parse(await stateText(mock)).atrium.users.length, 260)
  await t.rejects(mock.reset('nope'), { code: 'MOCK_UNKNOWN_FIXTURES' })
})

t.test('a file that has the name of a set stands beside it', async (t) => {
  const file = join(await temporaryFolder(t), 'empty.json')
  await writeFile(file, JSON.stringify(fixture()))
  const mock = await mockFor(t, { fixtures: file, auth: 'any' })
  t.equal(mock.fixtures.name, file)
  const { fixtures } = JSON.parse(await (await call(mock, 'GET', '/__admin/fixtures')).text())
  t.strictSame(
    fixtures.map(({ name }: { name: string }) => name),
    ['default', 'empty', 'paging', file]
  )
})

t.test('a file that is no fixture tells all that is wrong with it', async (t) => {
  const file = join(await temporaryFolder(t), 'bad.json')
  await writeFile(file, '{"a":1,"b":2}')
  await t.rejects(mockFor(t, { fixtures: file }), { message: `${file}: 2 errors`, problems: { total: 2 } })
})

t.test('options that are unknown or wrong are refused, and one that is undefined is none', async (t) => {
  const rows: [object, RegExp][] = [
    [{ prot: 1 }, /^unknown option prot: did you mean port\?$/],
    [{ port: '1' }, /^option port: expected integer, not "1"$/],
    [{ maxRequests: -5 }, /^option maxRequests: expected integer to be greater or equal to 1, not -5$/],
    [{ auth: 'none' }, /^option auth: expected "strict" or "any", not "none"$/]
  ]
  for (const [options, message] of rows) await t.rejects(startMock(options), { name: 'TypeError', message })
  // Whoever tried `npm start` in this folder has one.
  const changed = () => statSync('.mock', { throwIfNoEntry: false })?.mtimeMs
  const before = changed()
  const mock = await mockFor(t, { port: undefined, ephemeral: undefined, dataDir: undefined } as object)
  t.not(mock.port, 3000)
  t.equal(changed(), before, 'nothing is written')
})

t.test('a data directory keeps the state, and closing twice does no harm', async (t) => {
  const dataDir = await temporaryFolder(t)
  const mock = await mockFor(t, { dataDir })
  await createAtriumUser(mock, { identifier: 'x' })
  const before = await stateText(mock)
  await Promise.all([mock.close(), mock.close()])
  t.equal(await stateText(await mockFor(t, { dataDir })), before)
  const other = await temporaryFolder(t)
  await createAtriumUser(await mockFor(t, { dataDir: other, ephemeral: true }), { identifier: 'x' })
  t.strictSame(await filesIn(other), {}, 'in memory, where that is asked for too')
})

t.test('the address to be called is told for a host that stands for all', async (t) => {
  const rows = [
    ['0.0.0.0', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1']
  ] as const
  for (const [host, reachable] of rows) {
    const mock = await mockFor(t, { host })
    t.equal(mock.url, `http://${reachable}:${mock.port}`)
    t.equal((await call(mock, 'GET', '/__admin/health')).status, 200)
  }
  for (const host of ['::', '::1']) {
    const mock = await mockFor(t, { host })
    t.equal(mock.url, `http://[::1]:${mock.port}`)
    t.equal((await call(mock, 'GET', '/__admin/health')).status, 200)
  }
})

t.test('both loopbacks answer on one port', async (t) => {
  const { port } = await mockFor(t)
  for (const host of ['127.0.0.1', '[::1]']) {
    t.equal((await fetch(`http://${host}:${port}/__admin/health`)).status, 200, host)
  }
})

t.test('pages of another origin may call the APIs where --cors says so', async (t) => {
  const origin = 'http://app.example'
  const preflight = { origin, 'access-control-request-method': 'PUT' }
  const closed = await mockFor(t)
  t.equal((await call(closed, 'GET', '/users', undefined, { origin })).headers.get('access-control-allow-origin'), null)
  const open = await mockFor(t, { cors: origin })
  const answer = await call(open, 'GET', '/users', undefined, { origin })
  t.equal(answer.headers.get('access-control-allow-origin'), origin)
  t.match(answer.headers.get('access-control-expose-headers'), /ETag/)
  const asked = await call(open, 'OPTIONS', '/users', undefined, preflight)
  t.equal(asked.status, 204)
  t.match(asked.headers.get('access-control-allow-methods'), /PUT/)
})

t.test('an error of the system is said in words', async (t) => {
  const rows: [object, string][] = [
    [
      { code: 'EADDRINUSE', port: 1, address: '::1' },
      'port 1 is in use on ::1: stop what listens there, or give another --port'
    ],
    [
      { code: 'EADDRINUSE', port: 443, address: '::1', option: '--tls-port' },
      'port 443 is in use on ::1: stop what listens there, or give another --tls-port'
    ],
    [{ code: 'EACCES', port: 80, address: '::1' }, 'this user may not open port 80: give another --port, from 1024 on'],
    [{ code: 'EACCES', path: '/x' }, '/x may not be written or read'],
    [{ code: 'EROFS', path: '/x' }, '/x may not be written or read'],
    [{ code: 'ENOENT', path: '/x' }, 'there is no /x'],
    [{ code: 'ENOENT', message: 'what it says itself' }, 'what it says itself'],
    [{ code: 'EISDIR', path: '/x' }, '/x is a folder'],
    [{ code: 'EISDIR' }, 'it is a folder'],
    [{ code: 'ENOTFOUND', hostname: 'nowhere' }, 'this machine has no address nowhere: give another --host'],
    [{ code: 'EADDRNOTAVAIL', address: '1.2.3.4' }, 'this machine has no address 1.2.3.4: give another --host'],
    [{ message: 'what it says itself' }, 'what it says itself']
  ]
  for (const [error, text] of rows) t.equal(describeError(error), text)
})
