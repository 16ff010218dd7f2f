import type { Test } from 'tap'
import { ChangeNotStored } from '../../src/common/files/not-stored.ts'
import { memoryLog } from '../../src/log/memory-log.ts'
import { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { initialState } from '../../src/sandbox/sandbox-state.ts'
import { appFor } from '../support/app.ts'
import { call, createAtriumUser, readJson } from '../support/calls.ts'
import { fixture } from '../support/fixtures.ts'
import { mockFor } from '../support/mock.ts'
import { fixtureSetOf, sandboxOptions as optionsOf } from '../support/sandbox-options.ts'

/** The options that a sandbox can have of its own, and the reset of all sandboxes. */
export async function sandboxOptions(t: Test): Promise<void> {
  t.test('a sandbox has its own limit, authentication and seed until it is dropped', async (t) => {
    const mock = await mockFor(t, { fixtures: 'empty', atriumUserLimit: 3 })
    const put = async (name: string, body?: object | string) =>
      JSON.parse(await (await call(mock, 'PUT', `/__admin/sandboxes/${name}`, body)).text())
    const own = { auth: 'any', guidSeed: 'mine', atriumUserLimit: 1 }
    const servers = { auth: 'strict', guidSeed: 'atrium-atms-mock', atriumUserLimit: 3 }
    t.match(await put('w1', own), own, 'created')
    t.match(await put('w2'), servers, 'those of the server')
    const w1 = mock.sandbox('w1')
    const create = async (target: { url: string }, headers = {}) =>
      (await call(target, 'POST', '/users', { user: { metadata: 'm' } }, headers)).status
    const { guid } = await createAtriumUser(w1, { metadata: 'm' })
    t.not((await createAtriumUser(mock.sandbox('w2'), { metadata: 'm' })).guid, guid, 'another seed')
    const [one, other] = await Promise.all(
      ['w1', 'w2'].map(async (name) => {
        const path = `/sandboxes/${name}/__admin/records/atrium/users`
        return ((await (await call(mock, 'POST', path, { identifier: 'a' })).json()) as { key: string }).key
      })
    )
    t.not(one, other, 'another seed of the guid of an added record')
    t.equal(await create(w1), 422, 'beyond its limit')
    await w1.reset()
    t.equal((await createAtriumUser(w1, { metadata: 'm' })).guid, guid, 'the same guid after a reset')
    t.equal(await create(w1), 422, 'and the same limit')
    const any = { 'MX-API-Key': 'x', 'MX-Client-ID': 'y', token: 'z' }
    const status = async (path: string, headers: Record<string, string> = any) =>
      (await call(mock, 'GET', path, undefined, headers)).status
    t.equal(await status('/sandboxes/w1/users'), 200, 'any credentials for Atrium')
    t.equal(await status('/sandboxes/w1/api/Users'), 200, 'any token for ATMS')
    t.equal(await status('/users', { 'MX-API-Key': 'x@w1' }), 200, 'with the suffix')
    t.equal(await status('/__admin/requests', { 'MX-API-Key': 'x@w1' }), 200, 'with the suffix, for a control call')
    t.equal(await status('/users'), 401, 'not in default')
    t.match(await readJson(mock, '/__admin/sandboxes/w1'), own, 'shown')
    await put('w2', '{"atriumUserLimit":1.0}')
    t.equal(await create(mock.sandbox('w2')), 422, 'a number with a fraction of 0')
    t.match(await put('w1', { atriumUserLimit: null }), { ...servers, atriumUserLimit: null }, 'replaced')
    t.equal(await create(w1), 200, 'no limit')
    t.equal(await status('/sandboxes/w1/users'), 401, 'strict again')
    await put('w1', own)
    await call(mock, 'DELETE', '/__admin/sandboxes/w1')
    t.match(await put('w1'), servers, 'after it was dropped')
    t.match(await put('default', { auth: 'any' }), { name: 'default', auth: 'any' }, 'default')
    t.equal(await status('/users'), 200, 'any credentials in default')
    t.match((await put('w3', { guidSeed: 'random' })).guidSeed, /^[0-9a-f]{32}$/, 'the random seed is shown')
  })

  t.test('invalid options are refused with pointers', async (t) => {
    const mock = await mockFor(t)
    const put = async (body: unknown) => {
      const response = await call(mock, 'PUT', '/__admin/sandboxes/w1', body)
      const { errors } = JSON.parse(await response.text())
      return [response.status, errors[0].source?.pointer, errors[0].detail]
    }
    const refused: [unknown, RegExp | string, string][] = [
      [{ auth: 'none' }, '/auth', 'expected "strict" or "any", not "none"'],
      [{ atriumUserLimit: -1 }, '/atriumUserLimit', 'expected integer to be greater or equal to 0, not -1'],
      [{ atriumUserLimit: 1.5 }, '/atriumUserLimit', 'expected integer or null, not 1.5'],
      [{ guidSeed: 5 }, '/guidSeed', 'expected string, not 5'],
      [{ guidSeed: null }, '/guidSeed', 'expected string, not null'],
      [{ fixtures: 5 }, '/fixtures', 'expected string, not 5'],
      [
        { atriumUserLimits: 5 },
        '/atriumUserLimits',
        "unknown field 'atriumUserLimits' (did you mean 'atriumUserLimit'?)"
      ]
    ]
    for (const [body, pointer, detail] of refused) {
      t.strictSame(await put(body), [422, pointer, detail], JSON.stringify(body))
    }
    t.strictSame(await put('{"atriumUserLimit":1e400}'), [422, '/atriumUserLimit', 'the number is too large'], '1e400')
    t.match((await put({ guidSeed: 'x'.repeat(1001) }))[2], /less or equal to 1000/, 'a long seed')
    t.strictSame(await put([]), [400, undefined, undefined], 'no object')
    t.equal((await call(mock, 'GET', '/__admin/sandboxes/w1')).status, 404, 'nothing was created')
  })

  t.test('all sandboxes are reset, each to its own fixtures', async (t) => {
    const mock = await mockFor(t)
    await call(mock, 'PUT', '/__admin/sandboxes/w1', { fixtures: 'empty', atriumUserLimit: 2 })
    await createAtriumUser(mock, { metadata: 'm' })
    await createAtriumUser(mock.sandbox('w1'), { metadata: 'm' })
    const response = await call(mock, 'POST', '/__admin/sandboxes/reset')
    t.strictSame([response.status, await response.json()], [200, { sandboxes: 2 }], 'how many')
    const { sandboxes } = await readJson(mock, '/__admin/sandboxes')
    t.match(sandboxes, [
      { name: 'default', fixtures: 'default', counts: { atriumUsers: 7 }, requests: 0 },
      { name: 'w1', fixtures: 'empty', counts: { atriumUsers: 0 }, requests: 0, atriumUserLimit: 2 }
    ])
    const { changes } = await readJson(mock, '/__admin/history')
    t.match(changes[0], { cause: { call: 'POST /__admin/sandboxes/reset' } }, 'the cause')
    t.equal((await call(mock, 'POST', '/__admin/sandboxes/reset', { fixtures: 'empty' })).status, 400, 'no fixtures')
  })

  t.test('a sandbox that cannot be reset is named, and the others are reset', async (t) => {
    const options = optionsOf()
    const set = fixtureSetOf(fixture())
    const full = {
      ...memoryLog,
      append() {
        throw new ChangeNotStored('the disk is full')
      }
    }
    const broken = new Sandbox('default', options, initialState(set, options.fileStubs.files), full)
    const registry = new SandboxRegistry(options, set, broken)
    const w1 = registry.open('w1')
    const failures: Error[] = []
    const server = await appFor(registry, (error) => failures.push(error))
    t.teardown(() => server.close())
    const reset = async () => (await server.inject({ method: 'POST', url: '/__admin/sandboxes/reset' })).json()
    const title = "the reset of the sandbox 'default' failed: nothing was changed: the disk is full"
    t.strictSame(await reset(), {
      errors: [{ code: 503, title, detail: '1 other sandbox was reset' }],
      meta: { total: 1 }
    })
    t.equal(w1.state.revision, 1, 'the other one')
    t.strictSame(failures, [], 'a full disk is no failure of the server')
    w1.reset = async () => {
      throw new Error('broken')
    }
    t.match((await reset()).errors[1], { title: "the reset of the sandbox 'w1' failed: broken" })
    t.match(failures, [{ message: 'broken' }], 'reported')
  })
}
