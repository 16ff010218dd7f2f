import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { RunningMock } from '../../src/index.ts'
import { call, readJson } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'

const WRONG = { 'MX-API-Key': 'wrong', token: 'wrong' }
const namesOf = async (mock: RunningMock): Promise<string[]> => {
  const { sandboxes } = await readJson(mock, '/__admin/sandboxes')
  return sandboxes.map(({ name }: { name: string }) => name)
}
const ANY = { request: { url: '/x' }, response: { status: 299 } }

/** What creates a sandbox, and what does not. */
export async function noTrace(t: Test): Promise<void> {
  t.test('reads of an unknown sandbox return the fixtures and create no sandbox', async (t) => {
    const mock = await mockFor(t, { maxSandboxes: 1 })
    await call(mock, 'DELETE', '/api/Users/asmith')
    const rows: [string, string, unknown, object][] = [
      ['GET', 'state', undefined, { atms: { users: [{ Username: 'asmith' }] } }],
      ['GET', 'requests', undefined, { requests: [], meta: { total: 0 } }],
      ['GET', 'mappings', undefined, { mappings: [], meta: { total: 0 } }],
      ['GET', 'scenarios', undefined, { scenarios: [] }],
      ['GET', 'settings', undefined, { settings: {} }],
      ['GET', 'requests/unmatched', undefined, { requests: [] }],
      ['GET', 'requests/unmatched/near-misses', undefined, { nearMisses: [] }],
      ['GET', 'health', undefined, { status: 'healthy' }],
      ['POST', 'requests/count', {}, { count: 0 }],
      ['POST', 'requests/count?atLeast=1', {}, { count: 0 }],
      ['POST', 'requests/count?timeoutMs=60000', {}, { count: 0 }],
      ['POST', 'requests/find', {}, { requests: [] }],
      ['POST', 'requests/remove', {}, { serveEvents: [] }],
      ['DELETE', 'requests', undefined, {}],
      ['POST', 'near-misses/request', { url: '/users', method: 'GET' }, { nearMisses: [] }],
      ['POST', 'near-misses/request-pattern', { url: '/users' }, { nearMisses: [] }],
      ['POST', 'mappings/find-by-metadata', { equalToJson: '{}' }, { mappings: [] }],
      ['POST', 'mappings/remove-by-metadata', { equalToJson: '{}' }, {}],
      ['POST', 'mappings', { request: { metod: 'GET' } }, { errors: [{ code: 10 }] }],
      ['PUT', 'scenarios/s/state', {}, { errors: [{ code: 404 }] }],
      ['POST', 'reset', { fixtures: 'nope' }, { errors: [{ code: 404 }] }],
      ['PUT', 'state', { more: 1 }, { errors: [{ code: 10 }] }],
      ['GET', 'nothing', undefined, { errors: [{ code: 404 }] }]
    ]
    for (const [method, path, body, expected] of rows) {
      for (const [address, headers] of [
        [`/sandboxes/w1/__admin/${path}`, {}],
        [`/__admin/${path}`, { 'Mock-Sandbox': 'w1' }],
        [`/__admin/${path}`, { token: 'test-token@w1' }]
      ] as const) {
        const response = await call(mock, method, address, body, headers)
        t.match(JSON.parse(await response.text()), expected, `${method} ${address} ${Object.keys(headers)}`)
      }
    }
    t.equal((await call(mock, 'GET', '/sandboxes/w1/docs')).status, 200, 'the documentation')
    t.strictSame(await namesOf(mock), ['default'], 'no sandbox was created')
    t.equal((await call(mock, 'GET', '/sandboxes/W1/__admin/state')).status, 400, 'an invalid name')
  })

  t.test('a control call that changes a sandbox creates it', async (t) => {
    const mock = await mockFor(t)
    const rows: [string, string, unknown?][] = [
      ['POST', 'mappings', ANY],
      ['POST', 'mappings/import', { mappings: [ANY] }],
      ['POST', 'settings', { fixedDelay: 1 }],
      ['POST', 'reset'],
      ['POST', 'state/reset', {}],
      ['PUT', 'state', {}],
      ['POST', 'scenarios/reset']
    ]
    for (const [i, [method, path, body]] of rows.entries()) {
      t.ok((await call(mock, method, `/sandboxes/w${i}/__admin/${path}`, body)).ok, `${method} ${path}`)
    }
    t.strictSame(
      await namesOf(mock),
      ['default', ...rows.keys()].map((key) => (key === 'default' ? key : `w${key}`))
    )
    t.equal((await call(mock, 'GET', '/sandboxes/w0/x')).status, 299, 'the stub responds')
  })

  t.test('a call that waits creates the sandbox, and a request there ends the wait', async (t) => {
    const mock = await mockFor(t)
    const count = call(mock, 'POST', '/sandboxes/w1/__admin/requests/count?atLeast=1&timeoutMs=60000', {})
    while (!(await namesOf(mock)).includes('w1')) await new Promise((done) => setImmediate(done))
    await call(mock, 'GET', '/sandboxes/w1/users', undefined, WRONG)
    t.equal(JSON.parse(await (await count).text()).count, 1, 'the count')
  })

  t.test('only an authenticated request to an emulated API creates a sandbox', async (t) => {
    const mock = await mockFor(t)
    for (const [path, headers] of [
      ['/sandboxes/w1/users', WRONG],
      ['/sandboxes/w1/api/Users', WRONG],
      ['/sandboxes/w1/api/Nothing', WRONG],
      ['/users', { 'Mock-Sandbox': 'w1', ...WRONG }],
      ['/users', { 'MX-API-Key': 'wrong@w1' }],
      ['/sandboxes/w1/users', { 'MX-Client-ID': '' }]
    ] as const) {
      const response = await call(mock, 'POST', path, { user: { identifier: 'x' } }, headers)
      t.equal(response.status, 401, `${path} ${JSON.stringify(headers)}`)
    }
    t.equal((await call(mock, 'GET', '/sandboxes/w1/nothing', undefined, WRONG)).status, 404, 'an unknown path')
    t.strictSame(await namesOf(mock), ['default'], 'no sandbox')
    t.equal(await mock.requests.count({ url: '/users' }), 1, 'only the wrong suffix is in the journal of default')
    for (const [i, [path, headers]] of (
      [
        ['/sandboxes/w0/users', {}],
        ['/users', { 'Mock-Sandbox': 'w1' }],
        ['/users', { 'MX-API-Key': 'test-api-key@w2' }],
        ['/sandboxes/w3/api/Users', { token: 'test-token@other' }],
        ['/sandboxes/w4/nothing', {}]
      ] as const
    ).entries()) {
      await call(mock, 'GET', path, undefined, headers)
      t.match(await readJson(mock, `/__admin/sandboxes/w${i}`), { requests: 1 }, `${path} ${JSON.stringify(headers)}`)
    }
    const lenient = await mockFor(t, { auth: 'any' })
    await fetch(`${lenient.url}/sandboxes/w1/api/Users`)
    await fetch(`${lenient.url}/sandboxes/w2/api/Users`, { headers: { token: 'anything' } })
    t.strictSame(await namesOf(lenient), ['default', 'w2'], '--auth any still needs a credential')
  })

  t.test('a call without the token creates no sandbox', async (t) => {
    const mock = await mockFor(t, { adminToken: 'secret' })
    for (const path of ['mappings', 'reset', 'requests/count?atLeast=1&timeoutMs=60000', 'settings']) {
      t.equal((await call(mock, 'POST', `/sandboxes/w1/__admin/${path}`, {})).status, 401, path)
    }
    const list = await call(mock, 'GET', '/__admin/sandboxes', undefined, { authorization: 'Bearer secret' })
    t.equal(JSON.parse(await list.text()).sandboxes.length, 1, 'sandboxes')
  })

  t.test('a request that matches a stub of a file creates the sandbox, even without credentials', async (t) => {
    const folder = await temporaryFolder(t)
    const metadata = { mock: { times: 1 } }
    const bodyPatterns = [{ equalTo: 'now' }]
    const later = { ...ANY, request: { url: '/later' }, metadata: { mock: { after: 1 } } }
    const mappings = [
      { ...ANY, request: { url: '/x', bodyPatterns }, metadata },
      later,
      { ...ANY, request: { url: '/always' } }
    ]
    await writeFile(join(folder, 'stubs.json'), JSON.stringify({ mappings }))
    const mock = await mockFor(t, { stubs: folder })
    const send = async (path: string, body: string) =>
      (await fetch(`${mock.url}/sandboxes/${path}`, { method: 'POST', body })).status
    t.equal(await send('w1/x', 'later'), 404, 'no stub matches')
    t.strictSame(await namesOf(mock), ['default'], 'no sandbox')
    t.equal(await send('w1/x', 'now'), 299, 'a stub matches')
    t.equal(await send('w1/x', 'now'), 404, 'its use was counted')
    t.equal(await send('w2/later', ''), 404, 'a stub counts the request')
    t.equal(await send('w2/later', ''), 299, 'and responds to the next one')
    t.equal(await send('w3/always', ''), 299, 'a stub without a limit')
    for (const [name, requests] of [
      ['w1', 2],
      ['w2', 2],
      ['w3', 1]
    ] as const) {
      t.match(await readJson(mock, `/__admin/sandboxes/${name}`), { requests }, `the journal of ${name}`)
    }
  })
}
