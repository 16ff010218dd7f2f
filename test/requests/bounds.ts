import type { Test } from 'tap'
import { type Control, controlFor } from '../support/control.ts'

const DROPPED = 'mock-journal-dropped'
const EVICTED = /requests were evicted from the journal/

/** Calls that read the journal, and remove nothing from it. */
const READING: readonly [method: string, path: string, body?: object][] = [
  ['POST', 'requests/find', {}],
  ['POST', 'requests/remove', { url: '/none' }],
  ['POST', 'requests/remove-by-metadata', { matchesJsonPath: '$.a' }],
  ['GET', 'requests/unmatched'],
  ['GET', 'requests/unmatched/near-misses'],
  ['POST', 'near-misses/request-pattern', {}],
  ['GET', 'mappings/unmatched'],
  ['DELETE', 'mappings/unmatched']
]

/** How many requests the journal contains, and how many were evicted. */
async function evictions(admin: Control['admin']): Promise<[number, number]> {
  const { json, headers } = await admin('GET', 'requests')
  return [json.meta.total, Number(headers.get(DROPPED))]
}

/** The limits of the journal, and what it reports about evicted requests. */
export async function bounds(t: Test): Promise<void> {
  t.test('--max-requests evicts the oldest requests, and every response says how many', async (t) => {
    const { send, admin, mock } = await controlFor(t, { maxRequests: 3 })
    for (let i = 0; i < 9; i++) await send('GET', `/users?n=${i}`)
    const { json, headers } = await admin('GET', 'requests')
    t.strictSame(json.meta, { total: 3 }, 'the list')
    t.equal(headers.get(DROPPED), '6', 'the header of the list')
    t.equal(json.requests[2].request.url, '/users?n=6', 'the oldest request')
    const sandboxes = (await admin('GET', 'sandboxes')).json.sandboxes
    t.match(sandboxes, [{ requests: 3, dropped: 6 }], 'the list of sandboxes')
    const count = await admin('POST', 'requests/count', {})
    t.strictSame(
      count.json,
      { count: 3, requestJournalDisabled: false },
      "count, without members that WireMock's client rejects"
    )
    t.equal(count.headers.get(DROPPED), '6', 'the header of count')
    for (const [method, path, body] of READING) {
      t.equal((await admin(method, path, body)).headers.get(DROPPED), '6', `the header of ${method} ${path}`)
    }
    const evicted = await admin('GET', `requests/${json.requests[0].id.replace(/.$/, '1')}`)
    t.strictSame([evicted.status, evicted.headers.get(DROPPED)], [404, '6'], 'an evicted request')
    t.equal((await admin('GET', `requests/${json.requests[0].id}`)).headers.get(DROPPED), '6', 'another one')
    await t.rejects(mock.requests.count({}), { message: EVICTED }, 'the library rejects a count')
    await admin('DELETE', 'requests')
    t.equal(
      (await admin('POST', 'requests/count', {})).headers.get(DROPPED),
      '0',
      'clearing the journal resets the number of evicted requests'
    )
    const { evicted: total } = (await admin('GET', 'health')).json.memory
    t.strictSame(
      total,
      { bodies: 0, coverage: 0, history: 0, journals: 6 },
      'the health counts all evictions of the server'
    )
  })

  t.test('--max-request-bytes limits the journal of a sandbox', async (t) => {
    const { send, admin } = await controlFor(t, { maxRequestBytes: 20_000 })
    for (let i = 0; i < 4; i++) await send('POST', '/users', { body: 'x'.repeat(8000) })
    t.strictSame(await evictions(admin), [2, 2], 'bodies that fit twice')
    await send('POST', '/users', { body: 'x'.repeat(30_000) })
    t.strictSame(await evictions(admin), [0, 5], 'a body over the limit')
  })

  t.test('--max-journal-bytes limits the journals of the server', async (t) => {
    const { send, admin } = await controlFor(t, { maxJournalBytes: 20_000 })
    for (let i = 0; i < 4; i++) await send('POST', '/users', { body: 'x'.repeat(8000) })
    t.strictSame(await evictions(admin), [2, 2], 'bodies that fit twice')
  })

  t.test('the headers of responses count towards the limit', async (t) => {
    const { send, admin, stub } = await controlFor(t, { maxRequestBytes: 20_000 })
    await stub({ request: { url: '/x' }, response: { headers: { long: 'x'.repeat(8000) } } })
    for (let i = 0; i < 4; i++) await send('GET', '/x')
    t.strictSame(await evictions(admin), [2, 2], 'headers that fit twice')
  })

  t.test('long response bodies are not stored', async (t) => {
    const { send, admin } = await controlFor(t, { fixtures: 'paging' })
    await send('GET', '/api/Users')
    t.equal((await admin('GET', 'requests')).json.requests[0].response.body, '', 'the body')
  })

  t.test('sandboxes share the memory of the server: the newest requests stay', async (t) => {
    const { send, admin, mock } = await controlFor(t, { maxJournalBytes: 30_000 })
    const other = mock.sandbox('other')
    const body = 'x'.repeat(8000)
    await fetch(`${other.url}/users`, { method: 'POST', body })
    for (let i = 0; i < 3; i++) await send('POST', '/users', { body })
    await t.rejects(other.requests.count({}), { message: EVICTED }, 'the oldest request of all was evicted')
    t.equal(await mock.requests.count({}), 3, 'the newest ones are kept')
    await fetch(`${other.url}/users`, { method: 'POST', body })
    t.strictSame(await evictions(admin), [2, 1], 'another sandbox evicts one')
    await admin('DELETE', 'sandboxes/other')
    await admin('DELETE', 'requests')
    for (let i = 0; i < 3; i++) await send('POST', '/users', { body })
    t.equal(await mock.requests.count({}), 3, 'deleting a sandbox frees its memory')
  })

  t.test('the oldest request of all sandboxes is evicted first', async (t) => {
    const { send, mock } = await controlFor(t, { maxJournalBytes: 20_000, maxRequests: 1 })
    const other = mock.sandbox('other')
    await send('POST', '/users', { body: 'x'.repeat(8000) })
    await fetch(`${other.url}/users`, { method: 'POST', body: 'x'.repeat(8000) })
    await send('POST', '/users', { body: 'x'.repeat(12_000) })
    await t.rejects(other.requests.count({}), { message: EVICTED }, 'the request of the other sandbox')
  })
}
