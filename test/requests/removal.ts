import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'

/** Listing parts of the journal, and removing requests from it. */
export async function removal(t: Test): Promise<void> {
  t.test('requests are removed by id, by pattern, and all together', async (t) => {
    const { send, admin, count } = await controlFor(t)
    for (const path of ['/users', '/api/Users', '/api/UserGroups', '/users']) await send('GET', path)
    const [{ id }] = (await admin('GET', 'requests')).json.requests
    t.same((await admin('DELETE', `requests/${id}`)).json, {}, 'by id')
    t.equal((await admin('GET', `requests/${id}`)).status, 404, 'it is gone')
    t.equal((await admin('DELETE', `requests/${id}`)).status, 200, 'removing it again succeeds')
    const removed = (await admin('POST', 'requests/remove', { urlPathPattern: '/api/.*' })).json
    t.equal(removed.serveEvents.length, 2, 'by pattern')
    t.equal(await count({}), 1, 'one request is left')
    t.same((await admin('DELETE', 'requests')).json, {}, 'all')
    t.equal(await count({}), 0, 'no request is left')
  })

  t.test('the journal is listed in part', async (t) => {
    const { send, admin, stub } = await controlFor(t)
    const id = await stub({ request: { url: '/stubbed' } })
    await send('GET', '/users')
    await send('GET', '/stubbed')
    const list = async (query: string) => (await admin('GET', `requests?${query}`)).json
    t.match(await list('offset=1'), { requests: { length: 1 }, meta: { total: 2 } }, 'offset')
    t.match(await list('limit=1'), { requests: [{ request: { url: '/stubbed' } }], meta: { total: 2 } }, 'limit')
    const byStub = { requests: [{ stubMapping: { id } }], meta: { total: 1 } }
    t.match(await list(`matchingStub=${id.toUpperCase()}`), byStub, 'matchingStub is case-insensitive')
    t.equal((await list('since=2000-01-01T00:00:00Z')).requests.length, 2, 'since a past date')
    t.equal((await list('since=2999-01-01T00:00:00Z')).requests.length, 0, 'since a future date')
  })

  t.test('a full reset clears the journal, and a reset of the state does not', async (t) => {
    const { send, admin, count } = await controlFor(t)
    await send('GET', '/users')
    await admin('POST', 'state/reset')
    t.equal(await count({}), 1, 'after state/reset')
    await admin('POST', 'reset')
    t.equal(await count({}), 0, 'after reset')
  })
}
