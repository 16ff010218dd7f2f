import type { Test } from 'tap'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { Reservation } from '../../src/common/reservation.ts'
import { JournalEntry } from '../../src/wiremock/journal/journal-entry.ts'
import type { RequestView } from '../../src/wiremock/journal/request-view.ts'
import { sandboxOf } from '../support/sandbox-options.ts'

const ARRIVAL = {
  method: 'GET',
  url: '/',
  rawHeaders: [],
  clientIp: '::1',
  httpVersion: '1.1',
  scheme: 'http',
  receivedAt: 0
}
const newEntry = (): JournalEntry => new JournalEntry(ARRIVAL, 0, true)
const all = { matches: () => true }

/** A pattern that matches everything, and takes a turn of the event loop for each entry. */
function slow(then: (compared: number) => unknown = () => undefined) {
  const views: RequestView[] = []
  let isTurnOver = true
  let areTurnsTaken = true
  const matches = (view: RequestView): boolean => {
    view.startPattern()
    areTurnsTaken &&= isTurnOver
    isTurnOver = false
    setImmediate(() => {
      isTurnOver = true
    })
    views.push(view)
    then(views.length)
    view.work.spend(300_000, 'a test')
    return true
  }
  return { matches, views, areTurnsTaken: () => areTurnsTaken }
}

/** Waits for entries of a journal. */
export async function journalWaits(t: Test): Promise<void> {
  t.test('entries that arrive during a comparison are compared afterwards', async (t) => {
    const { journal } = sandboxOf()
    const pattern = slow((compared) => compared < 3 && journal.add(newEntry()))
    const wait = journal.waitFor(pattern, 3, 60_000)
    journal.add(newEntry())
    t.equal((await wait).entries.length, 3, 'all are found')
    t.ok(pattern.areTurnsTaken(), 'each in another turn')
  })

  t.test('callers that wait take turns, and share the parsed request', async (t) => {
    const { journal } = sandboxOf()
    const pattern = slow()
    const waits = [1, 2, 2].map((atLeast) => journal.waitFor(pattern, atLeast, 60_000))
    journal.add(newEntry())
    journal.add(newEntry())
    const found = await Promise.all(waits)
    t.strictSame(
      found.map(({ entries }) => entries.length),
      [2, 2, 2],
      'the entries that each has found'
    )
    t.ok(pattern.areTurnsTaken(), 'no two of them in one turn')
    t.equal(new Set(pattern.views).size, 2, 'each request is parsed once')
  })

  t.test('entries that leave the journal during a comparison do not count', async (t) => {
    for (const [name, leave] of [
      ['removed', (journal) => journal.clear()],
      ['evicted', (journal) => [journal.dropOldest(), journal.dropOldest()]]
    ] as [string, (journal: ReturnType<typeof sandboxOf>['journal']) => unknown][]) {
      const { journal } = sandboxOf()
      const pattern = slow((compared) => {
        if (compared > 1) return
        leave(journal)
        journal.add(newEntry())
        journal.add(newEntry())
      })
      journal.add(newEntry())
      journal.add(newEntry())
      const { entries } = await journal.waitFor(pattern, 2, 60_000)
      t.strictSame(
        entries.map(({ sequence }) => sequence),
        [3, 4],
        `${name}: the entries in the journal`
      )
      t.equal(pattern.views.length, 3, `${name}: the one that was not compared yet is skipped`)
    }
  })

  t.test('an entry larger than the limit of the journal is not compared', async (t) => {
    const { journal } = sandboxOf({ maxRequestBytes: 1000 })
    const pattern = slow()
    const wait = journal.waitFor(pattern, 1, 60_000)
    journal.add(new JournalEntry({ ...ARRIVAL, url: 'x'.repeat(1000) }, 0, true))
    journal.add(newEntry())
    t.equal((await wait).entries[0]?.sequence, 2, 'the other is found')
    t.equal(pattern.views.length, 1, 'only that one was compared')
  })

  t.test('a wait that times out counts the entries that have arrived until then', async (t) => {
    const { journal } = sandboxOf()
    const pattern = slow((compared) => {
      // The timer of the wait is due when this turn ends.
      for (const start = performance.now(); compared === 1 && performance.now() - start < 5; );
      if (compared === 2) journal.add(newEntry())
    })
    for (let i = 0; i < 3; i++) journal.add(newEntry())
    const wait = journal.waitFor(pattern, 9, 0)
    t.equal((await wait).entries.length, 3, 'the entries')
  })

  t.test('a wait fails if all its comparisons together take too many steps', async (t) => {
    const { journal } = sandboxOf()
    const matches = ({ work }: RequestView): boolean => {
      for (let i = 0; i < 500; i++) {
        work.startTurn()
        work.spend(2_500_000, 'a test')
      }
      return false
    }
    const wait = journal.waitFor({ matches }, 1, 60_000)
    const other = journal.waitFor(all, 1, 60_000)
    journal.add(newEntry())
    await t.rejects(wait, { message: /^all patterns together exceed the limit of 1000000000 steps/ }, 'the error')
    t.equal((await other).entries.length, 1, 'another wait goes on')
  })

  t.test('a wait fails if there is no memory for it', async (t) => {
    const budget = new MemoryBudget(1e7)
    const { journal } = sandboxOf({ budget })
    budget.reserve = () =>
      new Reservation(() => {
        throw new Error('no room')
      })
    const wait = journal.waitFor(all, 1, 60_000)
    await t.rejects(wait, { message: 'no room' }, 'the error')
  })

  t.test('a wait reserves memory and releases it', async (t) => {
    const budget = new MemoryBudget(1e7)
    const { journal } = sandboxOf({ budget })
    const reserved = (): number => budget.report().requests
    for (let i = 0; i < 3; i++) journal.add(newEntry())
    const caller = new AbortController()
    const wait = journal.waitFor(all, 9, 60_000, caller.signal)
    await new Promise(setImmediate)
    t.equal(reserved(), 48, 'memory for the entries that it has found')
    journal.clear()
    journal.add(newEntry())
    await new Promise(setImmediate)
    t.equal(reserved(), 16, 'less memory after they were removed')
    caller.abort(new Error('gone'))
    await t.rejects(wait, { message: 'gone' }, 'the caller has disconnected')
    t.equal(reserved(), 0, 'no memory after the end')
  })

  t.test('a dropped sandbox records no requests and rejects waits', async (t) => {
    const sandbox = sandboxOf()
    sandbox.dispose()
    const { journal } = sandbox
    journal.add(newEntry())
    t.equal(journal.size, 0, 'the journal is empty')
    await t.rejects(journal.waitFor(all, 1, 60_000), { code: 'MOCK_SANDBOX_DROPPED' }, 'a call that waits')
  })
}
