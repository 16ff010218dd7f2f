import type { Test } from 'tap'
import { Journal } from '../../src/wiremock/journal/journal.ts'
import { type Control, controlFor } from '../support/control.ts'

const DROPPED = /^the sandbox was dropped before \d matching requests arrived: /
const STOPPED = /^the server was stopped before 1 matching requests arrived: /

/** Everything that removes requests from the journal. */
const LEAVING: readonly [name: string, leave: (control: Control) => Promise<unknown>, maxRequests?: number][] = [
  ['the journal is cleared', ({ admin }) => admin('DELETE', 'requests')],
  ['a request is removed', async ({ admin }) => admin('DELETE', `requests/${await newest(admin)}`)],
  ['requests are removed by pattern', ({ admin }) => admin('POST', 'requests/remove', {})],
  [
    'requests are removed by metadata',
    ({ admin }) => admin('POST', 'requests/remove-by-metadata', { matchesJsonPath: '$.a' })
  ],
  ['the stubs are reset', ({ admin }) => admin('POST', 'mappings/reset')],
  ['everything is reset', ({ admin }) => admin('POST', 'reset')],
  ['requests are evicted', ({ send }) => Promise.all([1, 2, 3].map((n) => send('GET', `/${n}`))), 3]
]

const newest = async (admin: Control['admin']): Promise<string> => (await admin('GET', 'requests')).json.requests[0].id

/** Resolves when the next wait has begun. */
function waitOf(t: Test): Promise<{ ended: Promise<unknown> }> {
  const { waitFor } = Journal.prototype
  const restore = (): void => {
    Journal.prototype.waitFor = waitFor
  }
  t.teardown(restore)
  return new Promise((done) => {
    Journal.prototype.waitFor = function (...args) {
      restore()
      const ended = waitFor.apply(this, args)
      done({ ended })
      return ended
    }
  })
}

/** Calls that wait for requests. */
export async function waiting(t: Test): Promise<void> {
  t.test('a count waits for enough requests, until its timeout', async (t) => {
    const { send, admin } = await controlFor(t)
    await send('GET', '/users')
    const waiting = admin('POST', 'requests/count?atLeast=3&timeoutMs=60000', { method: 'GET' })
    await send('DELETE', '/users/none')
    await send('GET', '/api/Users')
    await send('GET', '/api/UserGroups')
    t.equal((await waiting).json.count, 3, 'enough requests')
    t.equal((await admin('POST', 'requests/count?atLeast=9&timeoutMs=10', {})).json.count, 4, 'after the timeout')
  })

  t.test('a count waits until enough requests are in the journal at the same time', async (t) => {
    for (const [name, leave, maxRequests = 100] of LEAVING) {
      const control = await controlFor(t, { maxRequests })
      const { send, admin, count, stub } = control
      await stub({ request: { url: '/x' }, metadata: { a: 1 } })
      for (let i = 0; i < 2; i++) await send('GET', '/x')
      const isWaiting = waitOf(t)
      const waiting = admin('POST', 'requests/count?atLeast=3&timeoutMs=60000', { url: '/x' })
      await isWaiting
      await leave(control)
      const left = await count({ url: '/x' })
      t.ok(left < 2, `${name}: requests have left the journal`)
      for (let i = left; i < 3; i++) await send('GET', '/x')
      t.equal((await waiting).json.count, 3, name)
    }
  })

  t.test('a wait ends when its sandbox is dropped, and says so', async (t) => {
    const { admin, mock } = await controlFor(t)
    const handle = mock.sandbox('w1')
    const isWaiting = waitOf(t)
    const url = `${handle.url}/__admin/requests/count?atLeast=2&timeoutMs=60000`
    const waiting = fetch(url, { method: 'POST', body: '{}' })
    await isWaiting
    const libraryIsWaiting = waitOf(t)
    const inProcess = t.rejects(handle.requests.waitFor({}), { message: DROPPED }, 'the library')
    await libraryIsWaiting
    await admin('DELETE', 'sandboxes/w1')
    const response = await waiting
    t.equal(response.status, 409, 'the status')
    t.match(await response.json(), { errors: [{ title: DROPPED }] }, 'the message')
    await inProcess
  })

  t.test('a test in the same process waits for an asynchronous client', async (t) => {
    const { send, mock } = await controlFor(t)
    const waiting = mock.requests.waitFor({ method: 'DELETE' })
    await send('DELETE', '/users/none')
    t.match(await waiting, [{ method: 'DELETE', url: '/users/none' }], 'the request')
    const message = '0 of 2 requests arrived within 1 ms'
    t.same(await mock.requests.waitFor({ method: 'PUT' }, { atLeast: 0 }), [], 'a wait for no request ends at once')
    await t.rejects(mock.requests.waitFor({ method: 'PUT' }, { timeoutMs: 1, atLeast: 2 }), { message }, 'a timeout')
    const field = "the document is invalid: /metod: unknown field 'metod' (did you mean 'method'?)"
    await t.rejects(mock.requests.find({ metod: 'PUT' } as object), { message: field }, 'an unknown field')
    const text = /^the document is invalid: expected object, not/
    await t.rejects(mock.requests.find([] as object), { message: text }, 'not an object')
  })

  t.test('a wait continues through resets', async (t) => {
    const { send, mock } = await controlFor(t)
    const waiting = mock.requests.waitFor({ method: 'GET' }, { timeoutMs: 60_000 })
    await mock.reset()
    await mock.requests.count({})
    await mock.reset()
    await send('GET', '/users')
    t.match(await waiting, [{ url: '/users' }], 'a request after the resets')
  })

  t.test('a wait ends when its caller disconnects', async (t) => {
    const { mock } = await controlFor(t)
    const started = waitOf(t)
    const caller = new AbortController()
    const url = `${mock.url}/__admin/requests/count?atLeast=1&timeoutMs=60000`
    const call = fetch(url, { method: 'POST', body: '{}', signal: caller.signal })
    const { ended } = await started
    caller.abort()
    await t.rejects(call, { name: 'AbortError' }, 'the call')
    await t.rejects(ended, { code: 'MOCK_CALLER_GONE' }, 'the wait')
  })

  t.test('stopping the server ends all waits', async (t) => {
    const { admin, mock } = await controlFor(t)
    const isWaiting = waitOf(t)
    const waiting = admin('POST', 'requests/count?atLeast=1&timeoutMs=60000', {})
    await isWaiting
    const libraryIsWaiting = waitOf(t)
    const inProcess = t.rejects(mock.requests.waitFor({}), { message: STOPPED }, 'the library')
    await libraryIsWaiting
    await mock.close()
    t.match(
      await waiting,
      { status: 503, json: { errors: [{ title: STOPPED }] } },
      'the response says that the server stops'
    )
    await inProcess
  })
}
