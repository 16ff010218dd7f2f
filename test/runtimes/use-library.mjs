// Runs in the runtime under test: uses the library in its own process. It must end by itself once the mock is closed.
import assert from 'node:assert/strict'

const { startMock } = await import(process.argv[2])
const mock = await startMock({ port: 0, guidSeed: 'here' })
const { url, credentials, requests } = mock
const headers = { ...credentials.atrium, 'Content-Type': 'application/json' }
const create = (base, identifier) =>
  fetch(`${base}/users`, { method: 'POST', headers, body: JSON.stringify({ user: { identifier } }) })
const total = async (base) => (await (await fetch(`${base}/users`, { headers })).json()).pagination.total_entries
const post = { method: 'POST', urlPath: '/users' }

const waiting = requests.waitFor(post, { atLeast: 1, timeoutMs: 5000 })
const created = await create(url, 'in-process')
assert.equal(created.status, 200, 'create')
assert.equal((await waiting).length, 1, 'waitFor')
assert.equal(await requests.count(post), 1, 'count')
assert.equal((await create(url, 'x'.repeat(2_000_000))).status, 413, 'a body over the limit')

const worker = mock.sandbox('w1')
assert.equal((await create(worker.url, 'in-a-sandbox')).status, 200, 'create in a sandbox')
assert.deepEqual([await total(url), await total(worker.url)], [8, 8], 'one user more in each')

await mock.stub({ request: { urlPath: '/users' }, response: { fault: 'CONNECTION_RESET_BY_PEER' } })
await assert.rejects(fetch(`${url}/users`, { headers }), 'a fault')
await mock.stub({ request: { urlPath: '/users' }, response: { status: 503, fixedDelayMilliseconds: 50 } })
assert.equal((await fetch(`${url}/users`, { headers })).status, 503, 'a stub')
await mock.reset()
assert.equal(await total(url), 7, 'reset')
await assert.rejects(startMock({ prot: 1 }), TypeError, 'an unknown option')
await mock.close()
await assert.rejects(fetch(`${url}/users`, { headers }), 'closed')
console.log('done')
