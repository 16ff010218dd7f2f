import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { openServer } from '../../src/runners/open-server.ts'
import type { ServerOptions } from '../../src/runners/options.ts'
import { mockForTests } from '../../src/runners/test.ts'
import { mockFor } from '../support/mock.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

const NO_VARIABLES = {}

/** The code that the entries for test runners share. `npm run test:runners` tests them in the runners. */
export async function runners(t: Test): Promise<void> {
  const serverFor = async (t: Test, options: ServerOptions = {}, variables: NodeJS.ProcessEnv = NO_VARIABLES) => {
    const server = await openServer(options, variables)
    t.teardown(() => server.close())
    return server
  }

  t.test('checks of requests', async (t) => {
    const { mock } = await (await serverFor(t)).open('Checks: "requests" / ä')
    t.match(mock.name, /^checks-requests-[0-9a-f]{12}$/, 'the name of the sandbox')
    const create = (identifier: string) =>
      fetch(`${mock.url}/users`, {
        method: 'POST',
        headers: { ...mock.credentials.atrium, 'content-type': 'application/json' },
        body: JSON.stringify({ user: { identifier, metadata: 'm' } })
      })
    const post = { method: 'POST', urlPath: '/users' }
    const now = { timeoutMs: 0 }
    await t.rejects(mock.expectRequest(post, now), {
      message: /at least 1 request, .*\n\nThe mock received no requests/
    })
    await create('anna')
    await create('bob')
    t.match(await mock.expectRequest(post), [{ body: /bob/ }, { body: /anna/ }], 'the newest first')
    await mock.expectRequest({ ...post, json: { user: { identifier: 'anna' } } }, { times: 1 })
    await mock.expectRequest({ ...post, bodyContains: 'bob' }, { atLeast: 1, atMost: 1 })
    await mock.expectNoRequest({ method: 'DELETE' })
    await t.rejects(mock.expectNoRequest(post), {
      message: /^expected no request, but the mock received 2: POST \/users\n/
    })
    await t.rejects(mock.expectRequest(post, { ...now, times: 3 }), { message: /expected 3 requests, .* received 2/ })
    await t.rejects(mock.expectRequest(post, { atMost: 1 }), { message: /at most 1 request, .* received 2/ })
    await t.rejects(mock.expectRequest({ ...post, json: { user: { identifier: 'eve' } } }, now), {
      message:
        /POST +\/users +bodyPatterns\[0\] +equalToJson \{"user":\{"identifier":"eve"\}\} +\{"user":\{"identifier":"bob"/
    })
    await fetch(`${mock.url}/users`, { headers: { 'Mock-Test': 'a test' } })
    const wanted = { test: 'a test' }
    t.equal(await mock.requests.count({}, wanted), 1, 'count, by a header')
    t.equal((await mock.requests.waitFor({}, wanted)).length, 1, 'wait, by a header')
    t.equal((await mock.requests.har(wanted)).log.entries.length, 1, 'HAR, by a header')
    setTimeout(() => create('late'), 50)
    await mock.expectRequest({ ...post, bodyContains: 'late' }, { timeoutMs: 5000 })
    await t.rejects(mock.expectRequest(post, { times: 1, atLeast: 1 }), { message: /times cannot be combined/ })
    await t.rejects(mock.expectRequest(post, { atLeast: 2, atMost: 1 }), { message: /atLeast: 2 exceeds atMost: 1/ })
    await t.rejects(mock.expectRequest(post, { times: 0.5 }), { message: /times: expected a whole number/ })
    for (const wrong of [undefined, null, '/users'])
      await t.rejects(mock.expectRequest(wrong as never), {
        message: `expected a pattern such as { method: 'POST', urlPath: '/users' }, not ${wrong}`
      })
    const misspelled = { ...post, urlpath: '/users' }
    await t.rejects(mock.expectRequest(misspelled), { message: /\/urlpath: unknown field 'urlpath' \(did you mean/ })
  })

  t.test('no check succeeds if requests were evicted', async (t) => {
    const { mock } = await (await serverFor(t, { maxRequests: 1 })).open('evicted')
    for (const _ of [1, 2]) await fetch(`${mock.url}/users`, { headers: mock.credentials.atrium })
    const evicted = { message: /^1 requests were evicted from the journal/ }
    await t.rejects(mock.expectRequest({}), evicted)
    await t.rejects(mock.expectNoRequest({ method: 'PUT' }), evicted)
    await t.rejects(mock.requests.find({}), evicted)
  })

  t.test('a running server, with the fixtures of the tests', async (t) => {
    const running = await mockFor(t, { adminToken: 'secret', fixtures: 'empty' })
    const variables = { MOCK_URL: `${running.url}/`, MOCK_ADMIN_TOKEN: 'secret' }
    const file = join(await temporaryFolder(t), 'mine.json')
    const fixture = {
      atrium: { credentials: [{ apiKey: 'a', clientId: 'b' }], users: [] },
      atms: { tokens: ['t'], userGroups: [], users: [] }
    }
    await writeFile(file, JSON.stringify(fixture))
    const server = await serverFor(t, {}, variables)
    t.equal(server.url, running.url, 'its address')
    for (const fixtures of [file, fixture]) {
      const { mock, drop } = await server.open('x', fixtures)
      for (const when of ['at the start', 'after a reset']) {
        t.strictSame(
          (await fetch(`${mock.url}/users`, { headers: { 'MX-API-Key': 'a', 'MX-Client-ID': 'b' } })).status,
          200,
          when
        )
        await mock.reset()
      }
      t.strictSame(mock.credentials, { atrium: { 'MX-API-Key': 'a', 'MX-Client-ID': 'b' }, atms: { token: 't' } })
      await mock.reset('paging')
      t.equal((await mock.requests.har()).log.entries.length, 0, 'a reset clears the journal')
      await drop()
    }
    await t.rejects(server.open('x', { atrium: { users: [] } } as never), {
      message: /\/atrium\/credentials: required field/
    })
    await t.rejects(server.open('x', './nope.json'), { message: /^fixtures: cannot read \.\/nope\.json: ENOENT/ })
    await t.rejects(server.open('x', 'nope'), { message: /unknown fixture set 'nope'/ })
    const rows: [options: ServerOptions, variables: NodeJS.ProcessEnv, message: RegExp][] = [
      [{ url: running.url, port: 1 }, {}, /^option port: cannot be used with the option url/],
      [{ noAdmin: true }, {}, /^option noAdmin: tests need the control API/],
      [{}, { MOCK_URL: running.url }, /requires a token: set MOCK_ADMIN_TOKEN, or use the option adminToken/],
      [{ adminToken: 'x' }, { MOCK_URL: running.url }, /rejected the token: correct MOCK_ADMIN_TOKEN/],
      [{ url: 'http://127.0.0.1:1' }, {}, /^cannot reach http:\/\/127\.0\.0\.1:1: connection refused.*Set MOCK_URL or/],
      [{}, { MOCK_URL: 'localhost:3000' }, /^invalid URL 'localhost:3000'/]
    ]
    for (const [options, variables, message] of rows)
      await t.rejects(openServer(options, variables), { message }, `${message}`)
  })

  t.test('mockForTests and withMock name a missing function', async (t) => {
    const untyped: (...given: unknown[]) => (...given: unknown[]) => unknown = mockForTests as never
    t.throws(() => untyped(), { message: /^mockForTests: expected the function/ })
    t.throws(() => untyped(() => {}, { failureFolder: 5 }), { message: /^option failureFolder: expected/ })
    t.throws(() => untyped(() => {})(), { message: /^withMock: expected the function/ })
  })

  t.test('a failed test writes what the mock received, and keeps its error', async (t) => {
    const failureFolder = await temporaryFolder(t)
    let close: (() => Promise<void>) | undefined
    const withMock = mockForTests((registered) => (close = registered), { failureFolder })
    t.teardown(() => close?.())
    const lines: string[] = []
    const context = { name: 'one', diagnostic: (line: string) => lines.push(line) }
    const fails = withMock(async ({ mockUrl }, _: object) => {
      await fetch(`${mockUrl}/users`, { headers: { 'MX-API-Key': 'secret' } })
      throw new Error('on purpose')
    })
    await t.rejects(fails(context), { message: 'on purpose' })
    t.match(lines, [
      /^requests to the sandbox one-.*\.har$/,
      '',
      /^received/,
      /GET +401 .* \/users$/,
      /missing credential/
    ])
    const [file, ...others] = Object.keys(await filesIn(failureFolder))
    t.match(file, /one-[0-9a-f]{12}\.har$/)
    t.strictSame(others, [], 'one file')
    t.equal(fails.length, 0, 'no parameters: runners would expect a callback')
    await withMock(() => t.pass('a test that passes'))()
  })

  t.test('a test that has not ended when the runner stops waiting', async (t) => {
    const failureFolder = await temporaryFolder(t)
    let close: (() => Promise<void>) | undefined
    const withMock = mockForTests((registered) => (close = registered), { failureFolder })
    const errors = t.capture(console, 'error')
    const context = { name: 'hangs', diagnostic: () => t.fail('its context reports nothing any more') }
    await new Promise<void>((requested) => {
      const hangs = withMock(async ({ mockUrl }, _: object) => {
        await fetch(`${mockUrl}/users`)
        requested()
        await new Promise(() => {})
      })
      void hangs(context)
    })
    await close?.()
    t.match(errors.args(), [[/^requests to the sandbox hangs-[\s\S]*GET +401 .* \/users/]])
    t.match(Object.keys(await filesIn(failureFolder)), [/hangs-[0-9a-f]{12}\.har$/])
  })
}
