// What the tests of every runner do. Runners that import this file have a server at MOCK_URL.
const assert = require('node:assert/strict')

const PARALLEL = Number(process.env.PARALLEL)
/** One for each test that runs in parallel. */
exports.numbers = Array.from({ length: PARALLEL }, (_, i) => i)
/** Only the report of a test that fails on purpose contains this. */
const SENT = 'sent-by-the-client'

const send = (url, method, headers, body) =>
  fetch(url, { method, headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) })

const createUser = ({ mock, mockUrl }, identifier) =>
  send(`${mockUrl}/users`, 'POST', mock.credentials.atrium, { user: { identifier } })

/** Waits until all tests are running. */
async function together() {
  const barrier = `${process.env.MOCK_URL}/sandboxes/barrier`
  await fetch(`${barrier}/api/Users`, { headers: { token: 'test-token' } })
  const wait = `${barrier}/__admin/requests/count?atLeast=${PARALLEL}&timeoutMs=100000`
  const { count } = await (await send(wait, 'POST', {}, {})).json()
  assert.ok(count >= PARALLEL, `only ${count} of ${PARALLEL} tests run at the same time`)
}

/** With empty fixtures: a test sees its own requests and users, and no others, while all tests run at the same time. */
exports.isIsolated = async ({ mock, mockUrl }, i) => {
  await together()
  const created = await createUser({ mock, mockUrl }, `user-${i}`)
  const { user } = await created.json()
  await mock.stub({ request: { urlPath: '/api/Users' }, response: { status: 503 } })
  assert.equal((await fetch(`${mockUrl}/api/Users`)).status, 503)
  const listed = await fetch(`${mockUrl}/users`, { headers: mock.credentials.atrium })
  const { users } = await listed.json()
  // Compared as texts: Jest replaces Array.
  assert.equal(JSON.stringify(users), JSON.stringify([user]), 'only its own user')
  const json = { user: { identifier: `user-${i}` } }
  await mock.expectRequest({ method: 'POST', urlPath: '/users', json }, { times: 1 })
  await mock.expectRequest({}, { times: 3 })
  await mock.expectNoRequest({ method: 'DELETE' })
}

/** Fails although the mock works. */
exports.failOnPurpose = async (fixtures) => {
  await createUser(fixtures, SENT)
  throw new Error('on purpose')
}

/** Fails with a message that shows the most similar request. */
exports.failToVerify = async (fixtures) => {
  await createUser(fixtures, SENT)
  const json = { user: { identifier: 'expected' } }
  await fixtures.mock.expectRequest({ method: 'POST', urlPath: '/users', json }, { timeoutMs: 0 })
}
