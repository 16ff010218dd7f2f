import type { Test } from 'tap'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { JournalEntry } from '../../src/wiremock/journal/journal-entry.ts'
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
const all = async (entries: readonly JournalEntry[]) => [...entries]

/** Searches that go on until they are told to end. */
function slowSearch() {
  const searched: number[] = []
  let end = (): void => undefined
  const search = async (entries: readonly JournalEntry[]) => {
    searched.push(entries.length)
    await new Promise<void>((done) => {
      end = done
    })
    return [...entries]
  }
  return { search, searched, endSearch: () => end() }
}

/** Waits for entries of a journal. */
export async function journalWaits(t: Test): Promise<void> {
  t.test('entries that arrive during a search are searched afterwards', async (t) => {
    const { journal } = sandboxOf()
    const { search, searched, endSearch } = slowSearch()
    const wait = journal.waitFor(search, 3, 60_000)
    for (let i = 0; i < 3; i++) journal.add(newEntry())
    endSearch()
    await new Promise(setImmediate)
    endSearch()
    t.equal((await wait)?.length, 3, 'all are found')
    t.same(searched, [1, 2], 'the numbers of entries')
  })

  t.test('entries that leave the journal during a search do not count', async (t) => {
    for (const [name, leave] of [
      ['removed', (journal) => journal.clear()],
      ['evicted', (journal) => [journal.dropOldest(), journal.dropOldest()]]
    ] as [string, (journal: ReturnType<typeof sandboxOf>['journal']) => unknown][]) {
      const { journal } = sandboxOf()
      const { search, searched, endSearch } = slowSearch()
      const entries = [newEntry(), newEntry(), newEntry(), newEntry()] as const
      const wait = journal.waitFor(search, 2, 60_000)
      journal.add(entries[0])
      journal.add(entries[1])
      leave(journal)
      journal.add(entries[2])
      endSearch()
      await new Promise(setImmediate)
      endSearch()
      await new Promise(setImmediate)
      journal.add(entries[3])
      endSearch()
      t.strictSame(
        (await wait)?.map(({ sequence }) => sequence),
        [3, 4],
        `${name}: the entries in the journal`
      )
      t.same(searched, [1, 1, 1], `${name}: the one that was not searched yet is skipped`)
    }
  })

  t.test('an entry larger than the limit of the journal is not searched', async (t) => {
    const { journal } = sandboxOf({ maxRequestBytes: 1000 })
    const { search, searched, endSearch } = slowSearch()
    const caller = new AbortController()
    journal.add(newEntry())
    const wait = journal.waitFor(search, 1, 60_000, caller.signal)
    journal.add(new JournalEntry({ ...ARRIVAL, url: 'x'.repeat(1000) }, 0, true))
    endSearch()
    await new Promise(setImmediate)
    t.same(searched, [1], 'only the first one')
    caller.abort()
    t.equal(await wait, undefined, 'neither is in the journal')
  })

  t.test('a wait reserves memory, and gives it back', async (t) => {
    const budget = new MemoryBudget(1e7)
    const { journal } = sandboxOf({ budget })
    const reserved = (): number => budget.report().requests
    for (let i = 0; i < 3; i++) journal.add(newEntry())
    const caller = new AbortController()
    const wait = journal.waitFor(all, 9, 60_000, caller.signal)
    await new Promise(setImmediate)
    t.equal(reserved(), 48, 'for the entries it has found')
    journal.clear()
    journal.add(newEntry())
    await new Promise(setImmediate)
    t.equal(reserved(), 16, 'less after they were removed')
    caller.abort()
    await wait
    t.equal(reserved(), 0, 'nothing after the end')
  })

  t.test('a dropped sandbox records no requests, and nobody waits for any', async (t) => {
    const sandbox = sandboxOf()
    sandbox.dispose()
    const { journal } = sandbox
    journal.add(newEntry())
    t.equal(journal.size, 0, 'the journal is empty')
    await t.rejects(journal.waitFor(all, 1, 60_000), { code: 'MOCK_SANDBOX_DROPPED' }, 'a call that waits')
  })
}
