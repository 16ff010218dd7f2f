import type { Test } from 'tap'
import { Turns } from '../../src/common/turns.ts'
import { controlFor } from '../support/control.ts'

const MANY = 150
const TEXT = 'a'.repeat(20_000)
const EXPENSIVE = { matches: '.*a.{30}c' }
const pattern = { bodyPatterns: [EXPENSIVE] }
const list = <T>(length: number, item: (i: number) => T): T[] => Array.from({ length }, (_, i) => item(i))

/** Calls that take a turn of the event loop for each request or stub. */
const CALLS: readonly [method: string, path: string, body?: unknown][] = [
  ['POST', 'requests/count', pattern],
  ['POST', 'requests/count?atLeast=1&timeoutMs=60000', pattern],
  ['POST', 'requests/find', pattern],
  ['POST', 'requests/remove', pattern],
  ['POST', 'requests/remove-by-metadata', EXPENSIVE],
  ['GET', 'requests/unmatched/near-misses'],
  ['POST', 'near-misses/request-pattern', pattern],
  ['POST', 'near-misses/request', { url: '/x', body: TEXT }],
  ['POST', 'mappings/find-by-metadata', EXPENSIVE],
  ['POST', 'mappings/remove-by-metadata', EXPENSIVE]
]

/** How many turns have begun since the start. */
function countTurns(t: Test): { readonly begun: () => number; readonly next: () => Promise<unknown> } {
  const { next } = Turns.prototype
  let count = 0
  let notify = (): void => undefined
  Turns.prototype.next = function () {
    count++
    notify()
    return next.call(this)
  }
  t.teardown(() => {
    Turns.prototype.next = next
  })
  return {
    begun: () => count,
    next: () =>
      new Promise<void>((done) => {
        notify = done
      })
  }
}

/** Calls whose client disconnects. */
export async function abandonedCalls(t: Test): Promise<void> {
  t.test('long calls end when their client disconnects', async (t) => {
    const { admin, send, mock } = await controlFor(t)
    const mappings = list(MANY, (i) => ({
      request: { urlPathPattern: `/taken/${i}`, ...(i === 0 ? {} : pattern) },
      metadata: { TEXT }
    }))
    await admin('POST', 'mappings/import', { mappings })
    await Promise.all(list(MANY, () => send('POST', '/taken/0', { body: TEXT })))
    await Promise.all(list(3, (i) => send('POST', `/nowhere/${i}`, { body: TEXT })))
    const turns = countTurns(t)
    for (const [method, path, body] of CALLS) {
      const before = turns.begun()
      const caller = new AbortController()
      const isLong = turns.next()
      const call = fetch(`${mock.url}/__admin/${path}`, {
        method,
        signal: caller.signal,
        ...(body !== undefined && { body: JSON.stringify(body) })
      })
      await isLong
      caller.abort()
      await t.rejects(call, { name: 'AbortError' }, `${path}: the call`)
      for (let last = -1; last !== turns.begun(); ) {
        last = turns.begun()
        await admin('GET', 'health')
      }
      t.ok(turns.begun() - before < MANY / 2, `${path}: it ended after ${turns.begun() - before} turns`)
    }
    t.equal((await admin('GET', 'requests?limit=1')).json.meta.total, MANY + 3, 'nothing was removed')
    t.equal((await admin('GET', 'mappings?limit=1')).json.meta.total, MANY, 'no stub was removed')
  })
}
