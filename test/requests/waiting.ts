import type { Test } from 'tap'
import { Journal } from '../../src/wiremock/journal/journal.ts'
import { controlFor } from '../support/control.ts'

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
    // The two calls may arrive in either order: clear the journal until the waiting call has ended.
    let hasEnded = false
    const interrupted = admin('POST', 'requests/count?atLeast=9&timeoutMs=60000', {}).finally(() => {
      hasEnded = true
    })
    while (!hasEnded) await admin('DELETE', 'requests')
    t.equal((await interrupted).json.count, 0, 'clearing the journal ends the wait')
  })

  t.test('a test in the same process waits for an asynchronous client', async (t) => {
    const { send, mock } = await controlFor(t)
    const waiting = mock.requests.waitFor({ method: 'DELETE' })
    await send('DELETE', '/users/none')
    t.match(await waiting, [{ method: 'DELETE', url: '/users/none' }], 'the request')
    const message = '0 of 2 requests arrived within 1 ms'
    await t.rejects(mock.requests.waitFor({ method: 'PUT' }, { timeoutMs: 1, atLeast: 2 }), { message }, 'a timeout')
    await t.rejects(mock.requests.find({ metod: 'PUT' } as object), { message: /\/metod/ }, 'an unknown field')
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
    const { waitFor } = Journal.prototype
    t.teardown(() => {
      Journal.prototype.waitFor = waitFor
    })
    const started = new Promise<{ ended: Promise<void> }>((done) => {
      Journal.prototype.waitFor = function (...args) {
        const ended = waitFor.apply(this, args)
        done({ ended })
        return ended
      }
    })
    const caller = new AbortController()
    const url = `${mock.url}/__admin/requests/count?atLeast=1&timeoutMs=60000`
    const call = fetch(url, { method: 'POST', body: '{}', signal: caller.signal })
    const { ended } = await started
    caller.abort()
    await t.rejects(call, { name: 'AbortError' }, 'the call')
    await t.resolves(ended, 'the wait')
  })

  t.test('stopping the server ends all waits', async (t) => {
    const { admin, mock } = await controlFor(t)
    const waiting = admin('POST', 'requests/count?atLeast=1&timeoutMs=60000', {})
    await admin('GET', 'health')
    await mock.close()
    t.equal((await waiting).json.count, 0, 'the response')
  })
}
