import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { call, createAtriumUser, readJson, stateText } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'

const LIST = '/users?records_per_page=100'
const key = (apiKey: string) => ({ 'MX-API-Key': apiKey })
const totalOf = async (response: Response): Promise<number> =>
  JSON.parse(await response.text()).pagination.total_entries

/** Which sandbox a request belongs to. */
export async function selection(t: Test): Promise<void> {
  t.test('the path comes first, then the header, then the suffix of the credential', async (t) => {
    const mock = await mockFor(t, { fixtures: 'empty' })
    for (const [name, users] of [
      ['w1', 1],
      ['w2', 2],
      ['w3', 3]
    ] as const) {
      for (let n = 0; n < users; n++) await createAtriumUser(mock.sandbox(name), { metadata: name })
    }
    const rows: [string, string, Record<string, string>, number][] = [
      ['none: default', LIST, {}, 0],
      ['the path', `/sandboxes/w1${LIST}`, {}, 1],
      ['the header', LIST, { 'Mock-Sandbox': 'w2' }, 2],
      ['the suffix of the key', LIST, key('test-api-key@w3'), 3],
      ['the path before the header', `/sandboxes/w1${LIST}`, { 'Mock-Sandbox': 'w2' }, 1],
      ['the header before the suffix', LIST, { 'Mock-Sandbox': 'w2', ...key('test-api-key@w3') }, 2],
      ['the path before the suffix, which is ignored', `/sandboxes/w1${LIST}`, key('test-api-key@w3'), 1],
      ['the path with doubled slashes', `//sandboxes/w1/${LIST}`, {}, 1],
      ['a suffix that names default', LIST, key('test-api-key@default'), 0]
    ]
    for (const [what, path, headers, expected] of rows) {
      t.equal(await totalOf(await call(mock, 'GET', path, undefined, headers)), expected, what)
    }
    const atms = await call(mock, 'DELETE', '/api/Users/nobody', undefined, { token: 'test-token@w9' })
    t.equal(atms.status, 404, 'the token of ATMS may have a suffix, too')
    t.equal(
      (await call(mock, 'GET', '/__admin/sandboxes/w9')).status,
      200,
      'the suffix of the token created its sandbox'
    )
  })

  t.test('a wrong credential never creates a sandbox', async (t) => {
    const mock = await mockFor(t)
    const rows: [string, Record<string, string>][] = [
      [LIST, key('wrong@w1')],
      [LIST, { ...key('test-api-key@w1'), 'MX-Client-ID': 'wrong' }],
      [LIST, { ...key('test-api-key@w1'), 'MX-Client-ID': '' }],
      [LIST, key('@w1')],
      ['/api/Users', { token: 'wrong@w1' }]
    ]
    const withoutClientId = await fetch(`${mock.url}/users`, { headers: key('test-api-key@w1') })
    t.equal(withoutClientId.status, 401, 'no client id')
    for (const [path, headers] of rows) {
      t.equal((await call(mock, 'GET', path, undefined, headers)).status, 401, `${path} ${JSON.stringify(headers)}`)
    }
    t.equal((await call(mock, 'GET', '/__admin/sandboxes/w1')).status, 404, 'no sandbox was created')
  })

  t.test('credentials unknown to the named sandbox get a 401; requests never fall through to another', async (t) => {
    const mock = await mockFor(t)
    const other = {
      atrium: { credentials: [{ apiKey: 'k1', clientId: 'c1' }], users: [] },
      atms: { tokens: ['t1'], userGroups: [], users: [] }
    }
    await call(mock, 'PUT', '/__admin/fixtures/other', other)
    await call(mock, 'PUT', '/__admin/sandboxes/o1', { fixtures: 'other' })
    const rejected: [string, Record<string, string>][] = [
      ['/users', key('test-api-key@o1')],
      ['/api/Users', { token: 'test-token@o1' }]
    ]
    for (const [path, headers] of rejected) {
      t.equal((await call(mock, 'GET', path, undefined, headers)).status, 401, `${path} ${JSON.stringify(headers)}`)
    }
    const accepted = await call(mock, 'GET', '/api/Users', undefined, { token: 't1@o1' })
    t.equal(accepted.status, 200, 'a credential of the named sandbox')

    await mock.reset('other')
    await mock.stub({ request: { urlPathPattern: '/.*' }, response: { status: 299 } })
    const before = await stateText(mock)
    const unknown = await call(mock, 'GET', '/api/Users', undefined, { token: 't1@w1' })
    t.equal(unknown.status, 401, "a new sandbox starts with the server's fixtures, not with those of default")
    for (const token of ['t1@w1', 'wrong@o1']) {
      const reset = await call(mock, 'POST', '/__admin/reset', { fixtures: 'empty' }, { token })
      t.equal(reset.status, 401, `a reset with the token ${token}`)
      const title = "the value of token before the '@' is not a credential of the sandbox that it names"
      t.match(JSON.parse(await reset.text()), { errors: [{ title }] }, `the error for ${token}`)
    }
    t.equal(await stateText(mock), before, 'default has not changed')
    t.equal((await call(mock, 'GET', '/__admin/sandboxes/w1')).status, 404, 'no sandbox was created')
    for (const path of ['/sandboxes//users', '/sandboxes//api/Users']) {
      const response = await call(mock, 'GET', path)
      t.equal(response.status, 400, path)
      t.match(await response.text(), /invalid sandbox name ''/, `${path}: the error`)
    }
  })

  t.test('a credential that is valid as a whole is taken literally', async (t) => {
    const file = join(await temporaryFolder(t), 'at.json')
    const { atms } = JSON.parse(await readFile('fixtures/empty.json', 'utf8'))
    await writeFile(file, JSON.stringify({ atms: { ...atms, tokens: ['me@home', 'me'] } }))
    const mock = await mockFor(t, { fixtures: file })
    for (const token of ['me@home', 'me@w1']) await call(mock, 'GET', '/api/Users', undefined, { token })
    const { sandboxes } = await readJson(mock, '/__admin/sandboxes')
    const names = sandboxes.map(({ name }: { name: string }) => name)
    t.strictSame(names, ['default', 'w1'], 'me@home is a credential of default')

    const lenient = await mockFor(t, { auth: 'any' })
    await call(lenient, 'GET', '/users', undefined, { 'MX-API-Key': 'anything@w5', 'MX-Client-ID': 'any' })
    t.equal((await call(lenient, 'GET', '/__admin/sandboxes/w5')).status, 200, '--auth any still reads the suffix')
  })

  t.test('an invalid name and too many sandboxes are errors in the format of the addressed API', async (t) => {
    const mock = await mockFor(t, { maxSandboxes: 2 })
    await call(mock, 'GET', '/sandboxes/w1/users')
    const invalid = /invalid sandbox name '.*': use 1 to 63 lower-case letters/
    const tooMany = /all 2 sandboxes are in use/
    const rows: [string, Record<string, string>, number, object][] = [
      ['/sandboxes/W_1/users', {}, 400, { error: { type: 'bad_request', message: invalid } }],
      ['/sandboxes/-/api/Users', {}, 400, { Message: invalid }],
      [`/sandboxes/${'x'.repeat(64)}/__admin/state`, {}, 400, { errors: [{ title: invalid }] }],
      ['/users', key('test-api-key@No'), 400, { error: { message: invalid } }],
      ['/sandboxes/w2/users', {}, 503, { error: { status: 'service_unavailable', message: tooMany } }],
      ['/api/Users', { 'Mock-Sandbox': 'w2' }, 503, { Message: tooMany }],
      ['/__admin/state', { 'Mock-Sandbox': 'w2' }, 200, { atrium: {} }]
    ]
    for (const [path, headers, status, body] of rows) {
      const response = await call(mock, 'GET', path, undefined, headers)
      t.match({ status: response.status, body: JSON.parse(await response.text()) }, { status, body }, path)
    }
    const reset = await call(mock, 'POST', '/sandboxes/w2/__admin/reset')
    t.equal(reset.status, 503, 'a control call that creates a sandbox')
    t.match(await reset.json(), { errors: [{ title: tooMany }] }, 'its body')
  })
}
