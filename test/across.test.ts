import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rmdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { loadFixtureSet } from '../src/fixtures/fixture-library.ts'
import { call, createAtriumUser, stateText } from './support/calls.ts'
import { mockOn } from './support/data-directory.ts'
import { fixture, guid } from './support/fixtures.ts'
import { isolatedSandboxes } from './support/isolation.ts'
import { killRounds } from './support/kill-rounds.ts'
import { mockFor } from './support/mock.ts'
import { temporaryFolder } from './support/temporary.ts'
import { run } from './support/terminal.ts'
import { resetUnderFire } from './support/under-fire.ts'

const LIST = '/users?records_per_page=100'
const key = (apiKey: string) => ({ 'MX-API-Key': apiKey })
const totalOf = async (response: Response): Promise<number> =>
  JSON.parse(await response.text()).pagination.total_entries

t.test('which sandbox a request belongs to', async (t) => {
  const mock = await mockFor(t, { fixtures: 'empty' })
  for (const [name, users] of [
    ['w1', 1],
    ['w2', 2],
    ['w3', 3]
  ] as const) {
    for (let n = 0; n < users; n++) await createAtriumUser(mock.sandbox(name), { metadata: name })
  }
  const rows: [string, string, Record<string, string>, number][] = [
    ['nothing names one: default', LIST, {}, 0],
    ['the path', `/sandboxes/w1${LIST}`, {}, 1],
    ['the header', LIST, { 'Mock-Sandbox': 'w2' }, 2],
    ['the suffix of the key', LIST, key('test-api-key@w3'), 3],
    ['the path before the header', `/sandboxes/w1${LIST}`, { 'Mock-Sandbox': 'w2' }, 1],
    ['the header before the suffix', LIST, { 'Mock-Sandbox': 'w2', ...key('test-api-key@w3') }, 2],
    ['the path before the suffix, which is ignored', `/sandboxes/w1${LIST}`, key('test-api-key@w3'), 1],
    ['doubled slashes around it', `//sandboxes/w1/${LIST}`, {}, 1],
    ['a suffix that names default', LIST, key('test-api-key@default'), 0]
  ]
  for (const [what, path, headers, expected] of rows) {
    t.equal(await totalOf(await call(mock, 'GET', path, undefined, headers)), expected, what)
  }
  const atms = await call(mock, 'DELETE', '/api/Users/nobody', undefined, { token: 'test-token@w9' })
  t.equal(atms.status, 404, 'the token of the ATMS carries one too')
  t.equal((await call(mock, 'GET', '/__admin/sandboxes/w9')).status, 200)
})

t.test('a wrong credential never makes a sandbox', async (t) => {
  const mock = await mockFor(t)
  const rows: [string, Record<string, string>][] = [
    [LIST, key('wrong@w1')],
    [LIST, { ...key('test-api-key@w1'), 'MX-Client-ID': 'wrong' }],
    [LIST, key('@w1')],
    ['/api/Users', { token: 'wrong@w1' }]
  ]
  t.equal(
    (await fetch(`${mock.url}/users`, { headers: { 'MX-API-Key': 'test-api-key@w1' } })).status,
    401,
    'no client id'
  )
  for (const [path, headers] of rows) {
    t.equal((await call(mock, 'GET', path, undefined, headers)).status, 401, JSON.stringify(headers))
  }
  t.equal((await call(mock, 'GET', '/__admin/sandboxes/w1')).status, 404)
})

t.test('who names a sandbox that does not take the credential is not let into another', async (t) => {
  const mock = await mockFor(t)
  const other = {
    atrium: { credentials: [{ apiKey: 'k1', clientId: 'c1' }], users: [] },
    atms: { tokens: ['t1'], userGroups: [], users: [] }
  }
  await call(mock, 'PUT', '/__admin/fixtures/other', other)
  await call(mock, 'PUT', '/__admin/sandboxes/o1', { fixtures: 'other' })
  const before = await stateText(mock)
  const refused: [string, Record<string, string>][] = [
    ['/users', key('test-api-key@o1')],
    ['/api/Users', { token: 'test-token@o1' }]
  ]
  for (const [path, headers] of refused) {
    t.equal((await call(mock, 'GET', path, undefined, headers)).status, 401, path)
  }
  t.equal((await call(mock, 'GET', '/api/Users', undefined, { token: 't1@o1' })).status, 200)
  await mock.reset('other')
  await mock.stub({ request: { urlPathPattern: '/.*' }, response: { status: 299 } })
  const unknown = await call(mock, 'GET', '/api/Users', undefined, { token: 't1@w1' })
  t.equal(unknown.status, 401, 'the server begins a sandbox with its own fixtures, not with those of default')
  for (const token of ['t1@w1', 'wrong@o1']) {
    const reset = await call(mock, 'POST', '/__admin/reset', { fixtures: 'empty' }, { token })
    t.equal(reset.status, 401, token)
    t.match(await reset.json(), {
      errors: [{ title: /^token: what stands before the '@' is no credential of the sandbox/ }]
    })
  }
  t.not(await stateText(mock), before)
  t.equal((await call(mock, 'GET', '/__admin/sandboxes/w1')).status, 404)
  for (const path of ['/sandboxes//users', '/sandboxes//api/Users']) {
    const answer = await call(mock, 'GET', path)
    t.equal(answer.status, 400, path)
    t.match(await answer.text(), /sandbox '': expected a name/)
  }
})

t.test(
  'a credential that is valid as a whole is taken as it stands, in the fixtures and with --auth any',
  async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'at.json')
    const { atms } = JSON.parse(await readFile('fixtures/empty.json', 'utf8'))
    await writeFile(file, JSON.stringify({ atms: { ...atms, tokens: ['me@home', 'me'] } }))
    const mock = await mockFor(t, { fixtures: file })
    for (const token of ['me@home', 'me@w1']) await call(mock, 'GET', '/api/Users', undefined, { token })
    const sandboxes = await (await call(mock, 'GET', '/__admin/sandboxes')).text()
    t.strictSame(
      JSON.parse(sandboxes).sandboxes.map(({ name }: { name: string }) => name),
      ['default', 'w1']
    )

    const lenient = await mockFor(t, { auth: 'any' })
    await call(lenient, 'GET', '/users', undefined, { 'MX-API-Key': 'anything@w5', 'MX-Client-ID': 'any' })
    t.equal((await call(lenient, 'GET', '/__admin/sandboxes/w5')).status, 200)
  }
)

t.test('a bad name and too many are told in the shape of the API that was asked', async (t) => {
  const mock = await mockFor(t, { maxSandboxes: 2 })
  await call(mock, 'GET', '/sandboxes/w1/users')
  const bad = /expected a name of lower-case letters/
  const many = /all 2 sandboxes are in use/
  const rows: [string, Record<string, string>, number, object][] = [
    ['/sandboxes/W_1/users', {}, 400, { error: { type: 'bad_request', message: bad } }],
    ['/sandboxes/-/api/Users', {}, 400, { Message: bad }],
    [`/sandboxes/${'x'.repeat(64)}/__admin/state`, {}, 400, { errors: [{ title: bad }] }],
    ['/users', key('test-api-key@No'), 400, { error: { message: bad } }],
    ['/sandboxes/w2/users', {}, 503, { error: { status: 'service_unavailable', message: many } }],
    ['/api/Users', { 'Mock-Sandbox': 'w2' }, 503, { Message: many }],
    ['/__admin/state', { 'Mock-Sandbox': 'w2' }, 503, { errors: [{ title: many }] }]
  ]
  for (const [path, headers, status, body] of rows) {
    const response = await call(mock, 'GET', path, undefined, headers)
    t.match({ status: response.status, body: JSON.parse(await response.text()) }, { status, body }, path)
  }
})

t.test('a sandbox that nobody uses is dropped, and makes room', async (t) => {
  const mock = await mockFor(t, { fixtures: 'empty', maxSandboxes: 3, sandboxTtl: 1 })
  const w1 = mock.sandbox('w1')
  await createAtriumUser(w1, { metadata: 'm' })
  await call(mock, 'GET', '/sandboxes/w2/users')
  await once(AbortSignal.timeout(1100), 'abort')
  t.equal((await call(mock, 'GET', '/__admin/sandboxes/w1')).status, 404)
  t.equal((await call(mock, 'GET', '/sandboxes/w3/users')).status, 200)
  t.equal((await call(mock, 'GET', '/sandboxes/w4/users')).status, 200, 'there is room again')
  await once(AbortSignal.timeout(1100), 'abort')
  t.equal(await totalOf(await call(w1, 'GET', LIST)), 0, 'it begins anew when it is used again')
  await w1.reset()
})

t.test('the admin calls of sandboxes', async (t) => {
  const mock = await mockFor(t)
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await call(mock, method, `/__admin/sandboxes${path}`, body)
    const text = await response.text()
    return { status: response.status, body: text === '' ? '' : JSON.parse(text) }
  }
  const made = { name: 'w1', fixtures: 'paging', counts: { atriumUsers: 260, atmsUsers: 260 }, requests: 0 }
  t.match(await ask('PUT', '/w1', { fixtures: 'paging' }), { status: 201, body: made })
  t.match(await ask('PUT', '/w1', { fixtures: 'paging' }), { status: 200, body: made })
  t.match(await ask('PUT', '/w1'), { status: 409, body: { errors: [{ title: /'w1' is there already/ }] } })
  t.match(await ask('PUT', '/w2'), { status: 201, body: { fixtures: 'default' } })
  t.match(await ask('PUT', '/w3', { fixtures: 'none' }), { status: 404 })
  t.match(await ask('PUT', '/%zz'), { status: 400 })
  t.match(await ask('GET', '/w1'), { status: 200, body: made })
  await call(mock, 'GET', '/sandboxes/w1/users')
  t.match(await ask('GET', '/w1'), { body: { requests: 1 } })
  t.match(await ask('GET', ''), {
    body: { sandboxes: [{ name: 'default' }, { name: 'w1', created: /Z$/ }, { name: 'w2' }] }
  })
  t.match(await ask('DELETE', '/w1'), { status: 204, body: '' })
  t.match(await ask('DELETE', '/w1'), { status: 404 })
  t.match(await ask('DELETE', '/default'), { status: 409 })
})

t.test('sandboxes begin with the same guids, and do not see each other', async (t) => {
  const mock = await mockFor(t)
  const [one, two] = [mock.sandbox('one'), mock.sandbox('two')]
  const first = await createAtriumUser(one, { identifier: 'same' })
  t.strictSame(await createAtriumUser(two, { identifier: 'same' }), first)
  await one.reset('empty')
  t.strictSame(
    (await createAtriumUser(one, { identifier: 'same' })).guid,
    first.guid,
    'a reset begins the sequence again'
  )
  const random = await mockFor(t, { guidSeed: 'random' })
  t.not((await createAtriumUser(random, { identifier: 'same' })).guid, first.guid)
})

t.test('fixture sets are saved, uploaded, downloaded, gone back to and deleted', async (t) => {
  const mock = await mockFor(t)
  const ask = async (method: string, name: string, body?: unknown) => {
    const response = await call(mock, method, `/__admin/fixtures/${name}`, body)
    return { status: response.status, text: await response.text() }
  }
  await createAtriumUser(mock, { identifier: 'kept' })
  const kept = await stateText(mock)
  t.equal((await ask('PUT', 'mine')).status, 201)
  t.equal((await ask('PUT', 'mine')).status, 200, 'the second time it replaces one')
  t.equal((await ask('GET', 'mine')).text, kept, 'an export is a fixture')
  await mock.reset('empty')
  t.not(await stateText(mock), kept)
  await mock.reset('mine')
  t.equal(await stateText(mock), kept)
  t.equal((await ask('PUT', 'sent', JSON.parse(kept))).status, 201)
  t.equal((await ask('GET', 'sent')).text, kept)
  t.equal((await ask('DELETE', 'mine')).status, 204)
  t.equal((await ask('GET', 'mine')).status, 404)
  t.equal((await ask('DELETE', 'mine')).status, 404)
  const refused: [string, string, unknown, number][] = [
    ['PUT', 'default', undefined, 409],
    ['DELETE', 'paging', undefined, 409],
    ['PUT', '..%2f..%2fout', undefined, 400],
    ['PUT', 'UPPER', undefined, 400],
    ['PUT', 'x'.repeat(65), undefined, 400],
    ['PUT', 'bad', { atrium: {} }, 422],
    ['GET', 'none', undefined, 404]
  ]
  for (const [method, name, body, status] of refused) {
    t.equal((await ask(method, name, body)).status, status, `${method} ${name}`)
  }
})

t.test(
  "a folder of one's own: what is edited there is read again, and goes before what comes with the server",
  async (t) => {
    const own = await temporaryFolder(t)
    const usersIn = (count: number) =>
      JSON.stringify(
        fixture({ atrium: { credentials: [], users: Array.from({ length: count }, (_, n) => ({ guid: guid(n) })) } })
      )
    await writeFile(join(own, 'default.json'), usersIn(1))
    await writeFile(join(own, 'mine.json'), usersIn(2))
    const mock = await mockFor(t, { fixturesDir: own, auth: 'any' })
    const users = async () => JSON.parse(await stateText(mock)).atrium.users.length
    t.equal(await users(), 1)
    await mock.reset('mine')
    t.equal(await users(), 2)
    await writeFile(join(own, 'mine.json'), usersIn(13))
    await mock.reset('mine')
    t.equal(await users(), 13)
    const saved = await call(mock, 'PUT', '/__admin/fixtures/mine')
    t.equal(saved.status, 409)
    t.match(await saved.json(), {
      errors: [{ title: /'mine' is a file of yours, .*mine\.json, which the server does not write/ }]
    })
  }
)

t.test('a set is not saved under the name of the file that the server was started with', async (t) => {
  const [folder, dataDir] = [await temporaryFolder(t), await temporaryFolder(t)]
  const file = join(folder, 'my.json')
  await writeFile(file, JSON.stringify(fixture()))
  const mock = await mockOn(t, dataDir, { fixtures: file })
  t.equal((await call(mock, 'PUT', '/__admin/fixtures/my')).status, 409)
  await mock.close()
  await t.resolves(mockOn(t, dataDir, { fixtures: file }))
})

t.test('saved sets are on disk, back after a restart, and can be started on; own folders are only read', async (t) => {
  const [dataDir, own] = [await temporaryFolder(t), await temporaryFolder(t)]
  await writeFile(join(own, 'ours.json'), await readFile('fixtures/empty.json'))
  const mock = await mockOn(t, dataDir, { fixturesDir: own })
  await createAtriumUser(mock, { identifier: 'kept' })
  const kept = await stateText(mock)
  t.equal((await call(mock, 'PUT', '/__admin/fixtures/mine')).status, 201)
  t.equal((await call(mock, 'PUT', '/__admin/fixtures/ours')).status, 409)
  await mock.reset('ours')
  await mock.close()
  const again = await mockOn(t, dataDir, { fixturesDir: own })
  t.match(await stateText(again), /"users": \[\]/)
  await again.reset()
  t.match(await stateText(again), /"users": \[\]/, 'a reset goes back to what it was last reset to')
  await again.reset('mine')
  t.equal(await stateText(again), kept)
  await again.close()
  const onMine = await mockOn(t, dataDir, { fixtures: 'mine', fresh: true })
  t.equal(await stateText(onMine), kept)
  t.equal((await call(onMine, 'DELETE', '/__admin/fixtures/mine')).status, 204)
})

t.test('the command line saves, loads, resets and prints a sandbox', async (t) => {
  const folder = await temporaryFolder(t)
  const mock = await mockFor(t)
  const words = ['--url', mock.url, '--sandbox', 'w1']
  await createAtriumUser(mock.sandbox('w1'), { identifier: 'kept' })
  const kept = await stateText(mock.sandbox('w1'))
  t.match(await run(['state', ...words]), { code: 0, out: kept })
  t.match(await run(['save', 'mine', ...words]), { code: 0, out: 'saved as mine\n' })
  t.match(await run(['save', 'version', ...words]), { code: 0, out: 'saved as version\n' })
  t.match(await run(['reset', ...words]), { code: 0, out: 'reset\n' })
  t.not(await stateText(mock.sandbox('w1')), kept)
  const file = join(folder, 'file.json')
  await writeFile(file, kept)
  t.match(await run(['load', file, '--name', 'other', ...words]), { code: 0, out: 'loaded as other\n' })
  t.match(await run(['reset', '--fixtures', 'other', ...words]), { code: 0, out: 'reset to other\n' })
  t.equal(await stateText(mock.sandbox('w1')), kept)
  await writeFile(file, '{"atrium":{}}')
  t.match(await run(['load', file, '--name', 'bad', ...words]), { code: 1, err: /#\/atrium\/users: expected array/ })
  t.match(await run(['save', 'default', ...words]), { code: 1, err: /answered 409/ })
  for (const name of ['', '.', '..', 'a/b']) {
    t.match(await run(['save', name, ...words]), { code: 1, err: /expected a name of lower-case letters/ }, name)
  }
  await writeFile(file, `\ufeff${kept}`)
  t.match(await run(['load', file, '--name', 'marked', ...words]), { code: 0 }, 'a byte order mark')
  await writeFile(file, Buffer.from('{"atms":{"tokens":[],"userGroups":[],"users":[],"x":"jos\xe9"}}', 'latin1'))
  t.match(await run(['load', file, '--name', 'latin', ...words]), { code: 1, err: /#: expected UTF-8/ })
  const missing = join(folder, 'missing.json')
  t.match(await run(['load', missing, '--name', 'x', ...words]), {
    code: 1,
    err: /missing\.json cannot be read: there is no /
  })
  t.match(await run(['load', folder, '--name', 'x', ...words]), { code: 1, err: / cannot be read: it is a folder/ })
  await call(mock, 'POST', '/sandboxes/w1/__admin/reset', { fixtures: 'other' })
  t.match(await run(['reset', ...words], { environment: { MOCK_FIXTURES: 'empty' } }), { code: 0, out: 'reset\n' })
  t.equal(await stateText(mock.sandbox('w1')), kept, "the server's own variable is not the command's")
})

t.test('generate makes the same valid users for the same seed', async (t) => {
  const folder = await temporaryFolder(t)
  const [one, two] = [join(folder, 'one.json'), join(folder, 'two.json')]
  const words = ['--atrium-users', '120', '--atms-users', '80', '--seed', '7']
  t.match(await run(['generate', ...words, '--out', one], { isInteractive: true }), {
    code: 0,
    out: /120 Atrium users, 80 ATMS users/,
    err: /generating 50 %[\s\S]*generating 100 %\n$/
  })
  await run(['generate', ...words, '--out', two])
  t.equal(await readFile(one, 'utf8'), await readFile(two, 'utf8'))
  const { state } = await loadFixtureSet(one, 'one')
  t.equal(state.atrium.users.size, 120)
  t.equal(state.atms.users.size, 80)
  t.match(await run(['generate', '--out', join(folder, 'no', 'such', 'x.json')]), {
    code: 1,
    err: /: there is no folder/
  })
  t.match(await run(['generate', '--out', folder]), { code: 1, err: / is a folder: expected a file to write\n$/ })
  const link = join(folder, 'link.json')
  await symlink(one, link)
  t.match(await run(['generate', '--atrium-users', '1', '--atms-users', '1', '--out', link]), { code: 0 })
  t.equal((await loadFixtureSet(one, 'one')).state.atrium.users.size, 1, 'what a link points to is written')
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const piped = readFile(pipe, 'utf8')
  t.match(await run(['generate', ...words, '--out', pipe]), { code: 0, out: '', err: /120 Atrium users/ })
  t.equal(await piped, await readFile(two, 'utf8'), 'what is no file is written to')
  await mkdir(`${two}.tmp`)
  t.match(await run(['generate', ...words, '--out', two]), { code: 1, err: /two\.json\.tmp is a folder/ })
  await rmdir(`${two}.tmp`)
  await symlink('new.json', join(folder, 'dangling.json'))
  t.match(await run(['generate', ...words, '--out', join(folder, 'dangling.json')]), { code: 0 })
  t.equal((await loadFixtureSet(join(folder, 'new.json'), 'new')).state.atms.users.size, 80)
  t.match(await run(['generate', ...words, '--out', `${folder}/x/`]), {
    code: 1,
    err: /\/x\/ is a folder: expected a file/
  })
  t.strictSame(
    (await readdir(folder)).toSorted(),
    ['dangling.json', 'link.json', 'new.json', 'one.json', 'pipe', 'two.json'],
    'nothing else is left'
  )
})

t.test('64 sandboxes in parallel each see their own users only', async (t) => {
  await isolatedSandboxes(t, await mockFor(t, { fixtures: 'empty' }), 64, 1000)
})

t.test('a reset is one swap: no request fails, and none sees two worlds', async (t) => {
  await resetUnderFire(t, await mockFor(t), 32, 50)
})

t.test('whatever moment the process is killed at, nothing that was acknowledged is lost', async (t) => {
  t.ok((await killRounds(t, 10)) > 10)
})
