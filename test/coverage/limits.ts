import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import { ClockAndIds } from '../../src/common/clock-and-ids.ts'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { Pauses } from '../../src/common/pauses.ts'
import { nextTurn } from '../../src/common/timers.ts'
import { type Books, loadBooks } from '../../src/coverage/books.ts'
import { Coverages } from '../../src/coverage/coverages.ts'
import { SandboxCoverage } from '../../src/coverage/sandbox-coverage.ts'
import { Journal } from '../../src/wiremock/journal/journal.ts'
import { JournalEntry } from '../../src/wiremock/journal/journal-entry.ts'
import { countsIn } from '../support/covered-rules.ts'

const LONG = 400_000

/** A request without credentials, and its response. */
function receive(journal: Journal, name = 'atrium', length = 0): void {
  const arrival = { method: 'GET', url: '/users', rawHeaders: ['Host', 'localhost'], scheme: 'http', receivedAt: 0 }
  const entry = new JournalEntry({ ...arrival, httpVersion: '1.1', clientIp: '', api: name }, 0, true)
  entry.body = 'x'.repeat(length)
  journal.add(entry)
  journal.recordResponse(entry, { status: 401, headers: {}, body: '{}' }, 0)
}

function journalFor(coverage: SandboxCoverage, budget: MemoryBudget, maxRequests: number): Journal {
  return new Journal({ maxRequests, maxRequestBytes: 1e9, budget }, new ClockAndIds(), new Pauses(), coverage)
}

/** A coverage that is only evaluated on demand. */
function coverageFor(budget: MemoryBudget, books: Books, failures: Error[] = []) {
  const clock = new ClockAndIds()
  const woken: SandboxCoverage[] = []
  const wake = (coverage: SandboxCoverage) => woken.push(coverage)
  const options = { clock, behavior: new Map(), budget, many: 5, wake, failure: (error: Error) => failures.push(error) }
  const coverage = new SandboxCoverage('w', options)
  const evaluateAll = () => {
    while (coverage.isPending) coverage.evaluate(books, 1)
  }
  return { coverage, woken, evaluateAll }
}

/** Requests that left the journal wait in memory, which is counted and limited. */
export async function limits(t: Test): Promise<void> {
  const books = await loadBooks(apis)
  const budget = new MemoryBudget()
  const { coverage, woken, evaluateAll } = coverageFor(budget, books)
  const journal = journalFor(coverage, budget, 100)
  for (let i = 0; i < 4; i++) receive(journal)
  t.equal(woken.length, 0, 'a few requests can wait')
  receive(journal)
  t.equal(woken.length, 1, 'many are evaluated in the background')
  t.equal(budget.report().coverage, 0, 'they are in the journal')
  journal.clear()
  t.ok(budget.report().coverage > 1000, 'the memory of those that have left it counts')
  t.equal(budget.report().journals, 0, 'and no longer for the journal')
  evaluateAll()
  t.equal(coverage.tally.evaluated, 5, 'all are evaluated')
  t.equal(coverage.tally.missed, 0, 'none is missed')
  for (let i = 0; i < 30; i++) receive(journal, 'atrium', LONG)
  journal.clear()
  t.ok(budget.report().coverage < 9 * 2 ** 20, 'a limit for those that have left')
  evaluateAll()
  t.equal(coverage.tally.evaluated + coverage.tally.missed, 35, 'the oldest are missed')
  t.ok(coverage.tally.missed >= 9, `${coverage.tally.missed} are missed`)
  for (let i = 0; i < 3; i++) receive(journal)
  coverage.clear()
  coverage.close()
  t.strictSame([budget.report().coverage, budget.report().records], [0, 0], 'all memory is given back')
  receive(journal, 'no such API')
  evaluateAll()
  t.equal(coverage.tally.evaluated, 0, 'an API without rules')
}

/** If memory is short, first observations are forgotten, then requests. */
export async function shortMemory(t: Test): Promise<void> {
  const books = await loadBooks(apis)
  const budget = new MemoryBudget(2e6)
  const { coverage, evaluateAll } = coverageFor(budget, books)
  const journal = journalFor(coverage, budget, 100)
  receive(journal)
  evaluateAll()
  for (let i = 0; i < 12; i++) receive(journal, 'atrium', LONG)
  evaluateAll()
  t.ok(coverage.tally.missed > 0, 'requests are missed')
  t.ok(budget.report().used < 3e6, 'the limit holds')
  const before = coverage.tally.evaluated
  receive(journal)
  evaluateAll()
  t.equal(coverage.tally.evaluated, before + 1, 'the next request counts')
  t.equal(coverage.dropOldest() + coverage.dropOldest(), 1, 'observations can be dropped once')
  budget.spendOnState('records', 2e6)
  receive(journal)
  t.equal(
    budget.report().coverage,
    0,
    'a request that was evicted before its response takes no memory beside a state that fills it'
  )
}

/** A rule that fails does not end the evaluation. */
export async function failingRule(t: Test): Promise<void> {
  const books = await loadBooks(apis)
  const [[name, loaded] = []] = books
  if (name === undefined || loaded === undefined) throw new Error('no API has rules')
  const [first, ...others] = loaded.rules
  const failing = {
    ...first,
    applies() {
      throw new Error('a rule fails')
    }
  } as NonNullable<typeof first>
  const failures: Error[] = []
  const budget = new MemoryBudget()
  const { coverage, evaluateAll } = coverageFor(
    budget,
    new Map([[name, { ...loaded, rules: [failing, ...others] }]]),
    failures
  )
  const journal = journalFor(coverage, budget, 100)
  receive(journal, name)
  evaluateAll()
  t.strictSame([failures.map(({ message }) => message), coverage.tally.missed], [['a rule fails'], 1], 'it is reported')
}

/** Evaluates in the background what would be evicted, and adds up the counts of many dropped sandboxes. */
export async function background(t: Test): Promise<void> {
  const budget = new MemoryBudget()
  const { turns } = new Pauses()
  const failure = (error: Error) => t.fail(error.message)
  const coverages = new Coverages({ apis, behavior: new Map(), budget, turns, maxRequests: 10, failure })
  t.teardown(() => coverages.close())
  const coverage = coverages.open('w')
  const journal = journalFor(coverage, budget, 10)
  for (let i = 0; i < 200; i++) receive(journal)
  while (coverage.isPending) await nextTurn()
  t.equal(coverage.tally.evaluated, 200, 'all requests')

  const dropWithRequest = (name: string): void => {
    const dropped = coverages.open(name)
    const theirs = journalFor(dropped, budget, 10)
    receive(theirs)
    theirs.close()
    coverages.drop(dropped)
  }
  for (let i = 0; i < 1005; i++) dropWithRequest(`d${i}`)
  const all = await coverages.readAll()
  t.equal(all.meta.evaluated, 200 + 1005, 'of all sandboxes')
  while (coverages.size > 1001) await nextTurn()
  t.equal((await coverages.readAll()).meta.evaluated, 200 + 1005, 'after some were added up')
  t.strictSame((await coverages.read('d0')).meta.evaluated, 0, 'the counts of the first one are only in the sum')
  t.equal(countsIn(await coverages.read('d1004'))['atrium.credentials.required'], 1, 'the last one has')
  coverages.clearAll()
  t.equal((await coverages.readAll()).meta.evaluated, 0, 'all can be deleted')

  // In one turn, so that nothing is evaluated meanwhile.
  for (let i = 0; i < 2010; i++) dropWithRequest(`e${i}`)
  t.equal(coverages.size, 1 + 2000, 'a busy server does not keep the requests of all dropped sandboxes')
  const { meta } = await coverages.readAll()
  t.strictSame([meta.evaluated, meta.missed], [2000, 10], 'those of the oldest are missed')
  coverages.close()
  for (let i = 0; i < 20; i++) receive(journal)
  t.equal(coverage.tally.evaluated, 0, 'nothing happens after the end')
}
