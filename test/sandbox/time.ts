import type { Test } from 'tap'
import { ClockAndIds } from '../../src/common/clock-and-ids.ts'
import { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { Journal } from '../../src/wiremock/journal/journal.ts'
import { assembledFor } from '../support/mock.ts'
import { fixtureSetOf, sandboxOf, sandboxOptions } from '../support/sandbox-options.ts'

const HEADERS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' }
const HOUR = 3_600_000

/** Replaces the monotonic clock. @returns a function that advances it */
function controlled(clock: ClockAndIds): (milliseconds: number) => void {
  let time = Math.ceil(clock.monotonic())
  clock.monotonic = () => time
  return (milliseconds) => {
    time += milliseconds
  }
}

/** The wall clock may be set, a laptop suspended, a process paused; a sandbox in use does not expire. */
export async function time(t: Test): Promise<void> {
  t.test('running time does not include the time in which the process was paused', async (t) => {
    const clock = new ClockAndIds(60_000)
    const pass = controlled(clock)
    const start = clock.running()
    pass(60_000)
    t.equal(clock.running() - start, 60_000, 'a minute')
    pass(8 * HOUR)
    t.equal(clock.running() - start, 120_000, 'a night counts as one more minute')
    pass(60_000)
    t.equal(clock.running() - start, 180_000, 'another minute')
  })

  t.test('a sandbox with a short TTL does not expire in a short pause', async (t) => {
    const registry = new SandboxRegistry(sandboxOptions({ sandboxTtl: 2 }), fixtureSetOf({}), sandboxOf())
    const sandbox = registry.open('w1')
    const pass = controlled(sandbox.clock)
    pass(500)
    registry.dropIdle()
    pass(3500)
    t.equal(registry.get('w1'), sandbox, 'after 3.5 seconds')
  })

  t.test('a sandbox does not expire while the process is paused', async (t) => {
    const registry = new SandboxRegistry(sandboxOptions({ sandboxTtl: 100 }), fixtureSetOf({}), sandboxOf())
    const sandbox = registry.open('w1')
    const pass = controlled(sandbox.clock)
    pass(25_000)
    registry.dropIdle()
    pass(8 * HOUR)
    t.equal(registry.get('w1'), sandbox, 'after a night')
    for (let n = 0; n < 3; n++) {
      pass(25_000)
      registry.dropIdle()
    }
    t.equal(registry.get('w1'), undefined, 'after 100 seconds in which the process was running')
  })

  t.test('a sandbox in use does not expire and makes no room', async (t) => {
    const options = sandboxOptions({ maxSandboxes: 2, sandboxTtl: 1 })
    const registry = new SandboxRegistry(options, fixtureSetOf({}), sandboxOf())
    const sandbox = registry.open('w1')
    sandbox.startUse()
    sandbox.startUse()
    for (const users of [2, 1]) {
      sandbox.lastUsed -= 1001
      registry.dropIdle()
      t.equal(registry.get('w1'), sandbox, `${users} requests`)
      t.throws(() => registry.open('w2'), { code: 'MOCK_TOO_MANY_SANDBOXES' }, 'no room')
      sandbox.endUse()
    }
    registry.dropIdle()
    t.equal(registry.get('w1'), sandbox, 'its idle time starts at the end of the last request')
    sandbox.lastUsed -= 1001
    t.equal(registry.get('w1'), undefined, 'an idle sandbox')
  })

  t.test('a request in progress keeps its sandbox: a delayed response, a call that waits', async (t) => {
    const { server, sandboxes, endWaits } = await assembledFor(t, { sandboxTtl: 1 })
    const send = (method: 'GET' | 'POST', url: string, payload?: object) =>
      server.inject({ method, url: `/sandboxes/w1${url}`, headers: HEADERS, ...(payload && { payload }) })
    await send('POST', '/__admin/mappings', {
      request: { urlPath: '/slow' },
      response: { body: 'slow', fixedDelayMilliseconds: 60_000 }
    })
    const { journal } = sandboxes.open('w1')
    const arrived = journal.waitFor({ matches: ({ url }) => url === '/slow' }, 1, 60_000)
    const waitForMore = Journal.prototype.waitFor
    const isWaiting = new Promise<void>((done) => {
      journal.waitFor = (...args) => {
        done()
        return waitForMore.apply(journal, args)
      }
    })
    const pending = [send('GET', '/slow'), send('POST', '/__admin/requests/count?atLeast=9&timeoutMs=60000', {})]
    await Promise.all([arrived, isWaiting])
    const sandbox = sandboxes.open('w1')
    sandbox.lastUsed -= 1001
    sandboxes.dropIdle()
    t.equal(sandboxes.get('w1'), sandbox, 'the sandbox')
    endWaits()
    t.strictSame(
      (await Promise.all(pending)).map(({ statusCode }) => statusCode),
      [200, 503],
      'the responses: the wait reports that the server stops'
    )
    // Light-my-request closes a response one tick after it has ended.
    while (sandbox.isInUse) await new Promise((done) => setImmediate(done))
    sandbox.lastUsed -= 1001
    t.equal(sandboxes.get('w1'), undefined, 'idle now')
  })

  t.test('dates come from the wall clock, the order from the arrival', async (t) => {
    const { server, sandboxes } = await assembledFor(t)
    const { clock } = sandboxes.default
    const requests = async (query = '') => {
      const { requests } = (await server.inject({ url: `/__admin/requests${query}` })).json()
      return requests.map(({ request }: { request: { url: string; loggedDateString: string } }) => [
        request.url,
        request.loggedDateString
      ])
    }
    const arrivals: [url: string, at: string][] = [
      ['/users?first', '2026-01-31T12:00:00.000Z'],
      ['/users?after-a-night', '2026-01-31T20:00:00.000Z'],
      ['/users?clock-set-back', '2026-01-31T19:00:00.000Z']
    ]
    for (const [url, at] of arrivals) {
      clock.now = () => new Date(at)
      await server.inject({ url, headers: HEADERS })
    }
    t.strictSame(await requests(), arrivals.toReversed(), 'newest first')
    t.strictSame(await requests('?since=2026-01-31T18:30:00Z'), arrivals.slice(1).toReversed(), 'since before both')
    t.strictSame(await requests('?since=2026-01-31T19:30:00Z'), arrivals.slice(1, 2), 'since between the two')
    clock.now = () => new Date('2026-01-31T21:00:00Z')
    const [summary] = (await server.inject({ url: '/__admin/sandboxes' })).json().sandboxes
    t.equal(summary.lastUsed, '2026-01-31T21:00:00.000Z', 'the last use of the sandbox')
    const { timestamp } = (await server.inject({ url: '/__admin/health' })).json()
    t.equal(timestamp, '2026-01-31T21:00:00.000Z', 'the health check')
    await server.inject({ method: 'POST', url: '/users', headers: HEADERS, payload: { user: { identifier: 'x' } } })
    t.equal(sandboxes.default.history.newestFirst()[0]?.date.toISOString(), '2026-01-31T21:00:00.000Z', 'the history')
  })
}
