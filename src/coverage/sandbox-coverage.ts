import type { ClockAndIds } from '../common/clock-and-ids.ts'
import type { Spender } from '../common/eviction-order.ts'
import type { MemoryBudget } from '../common/memory-budget.ts'
import { Queue } from '../common/queue.ts'
import type { Behavior } from '../rules/behavior.ts'
import { evaluate } from '../rules/evaluate.ts'
import type { Observations } from '../rules/rule.ts'
import type { JournalEntry, RecordedResponse } from '../wiremock/journal/journal-entry.ts'
import type { JournalReader } from '../wiremock/journal/journal-reader.ts'
import type { Books, LoadedBook } from './books.ts'
import { exchangeOf, isAboutRules } from './journal-exchange.ts'
import { Tally } from './tally.ts'
import { type Kept, Verdicts } from './verdicts.ts'

/** In bytes: the most that requests take which have left the journal and are not evaluated yet. */
const MOST_LEFT = 8 * 1024 * 1024

export interface CoverageOptions {
  readonly clock: ClockAndIds
  readonly behavior: Behavior
  readonly budget: MemoryBudget
  /** From this many requests on, they are evaluated in the background, before the journal evicts them. */
  readonly many: number
  /** Something should be evaluated soon. */
  readonly wake: (coverage: SandboxCoverage) => void
  readonly failure: (error: Error) => void
}

/** The state has changed in another way than by a request: what was observed before no longer holds. */
const START_OVER = 'start over'

/**
 * Counts which rules the requests to a sandbox have demonstrated. A request only adds itself to a queue. It is evaluated when somebody asks,
 * or in the background.
 */
export class SandboxCoverage implements JournalReader, Spender {
  readonly kind = 'coverage'
  readonly name: string
  readonly #options: CoverageOptions
  #tally: Tally
  #tallyBytes = 0
  /** In the order of the responses. */
  readonly #pending = new Queue<JournalEntry | typeof START_OVER>()
  #added = 0
  /** The pending requests that the journal no longer has, with their sizes in bytes. */
  readonly #left = new Map<JournalEntry, number>()
  #leftBytes = 0
  /** By API. */
  readonly #observed = new Map<string, Observations>()
  #observing = Number.POSITIVE_INFINITY
  readonly #verdicts = new Verdicts()
  #bytes = 0

  constructor(name: string, options: CoverageOptions) {
    this.name = name
    this.#options = options
    this.#tally = new Tally(options.clock.now())
  }

  get tally(): Tally {
    return this.#tally
  }

  /** About how much memory it takes in addition to the journal and the counts. */
  get bytes(): number {
    return this.#bytes
  }

  get oldest(): number {
    const [left] = this.#left.keys()
    return Math.min(this.#observing, left?.startedAt ?? Number.POSITIVE_INFINITY)
  }

  get isPending(): boolean {
    return this.#pending.size > 0
  }

  /** A position in the queue, for `isBehind`. */
  get end(): number {
    return this.#added
  }

  /** Whether something is pending that was added before. @param end the position at that time */
  isBehind(end: number): boolean {
    return this.#added - this.#pending.size < end
  }

  completed(entry: JournalEntry): void {
    if (!isAboutRules(entry)) return
    entry.isPending = true
    this.#add(entry)
    if (entry.bytes === 0) {
      // It was evicted before there was a response.
      this.left(entry, entry.requestSize())
      this.#options.budget.enforce()
    } else if (this.#pending.size >= this.#options.many) this.#options.wake(this)
  }

  left(entry: JournalEntry, bytes: number): void {
    this.#left.set(entry, bytes)
    this.#leftBytes += bytes
    while (this.#leftBytes > MOST_LEFT) this.#dropLeft()
    this.#account()
    if (this.isPending) this.#options.wake(this)
  }

  /** Forgets what was observed, because the state has changed in another way than by a request. */
  startOver(): void {
    if (this.isPending) this.#add(START_OVER)
    else this.#forget()
  }

  #add(item: JournalEntry | typeof START_OVER): void {
    this.#pending.push(item)
    this.#added++
  }

  /** Evaluates pending requests. @param milliseconds about how long */
  evaluate(books: Books, milliseconds: number): void {
    const { clock, budget } = this.#options
    const end = clock.monotonic() + milliseconds
    do this.#evaluateNext(books)
    while (this.isPending && clock.monotonic() < end)
    if (!this.isPending) this.#verdicts.clear()
    this.#account()
    budget.enforce()
  }

  #evaluateNext(books: Books): void {
    const item = this.#take()
    if (item === undefined) return
    const book = books.get(item.api ?? '')
    if (book === undefined || item.response === undefined) return
    try {
      this.#tally.add(this.#keptBy(item, item.response, book))
    } catch (error) {
      this.#tally.missed++
      this.#options.failure(error as Error)
    }
  }

  /** The oldest pending request, which is no longer pending. */
  #take(): JournalEntry | undefined {
    const item = this.#pending.shift()
    if (item === START_OVER) this.#forget()
    if (item === START_OVER || item === undefined) return undefined
    item.isPending = false
    this.#leftBytes -= this.#left.get(item) ?? 0
    this.#left.delete(item)
    return item
  }

  #keptBy(entry: JournalEntry, response: RecordedResponse, { api, book, rules }: LoadedBook): Kept {
    const known = this.#verdicts.find(entry)
    if (known !== undefined) return known
    const exchange = exchangeOf(entry, response)
    const before = this.#observed.get(api.name) ?? book.observations(this.#options.behavior)
    // Overlapping requests can mislead an evaluation, so a broken rule means nothing.
    const kept = rules.filter((rule) => evaluate(rule, exchange, before)?.outcome === 'kept').map(({ id }) => id)
    before.observe(exchange)
    if (this.#observed.size === 0) this.#observing = this.#options.clock.monotonic()
    this.#observed.set(api.name, before)
    this.#verdicts.add(entry, kept)
    return kept
  }

  /** Frees memory: first what was observed, which only makes rules inapplicable, then requests. */
  dropOldest(): number {
    if (this.#observed.size > 0) this.#forget()
    else if (this.#left.size > 0) this.#dropLeft()
    else return 0
    this.#account()
    return 1
  }

  /** Requests leave the journal in the order of the queue, except if a client removes some of them. */
  #dropLeft(): void {
    const { size } = this.#left
    while (this.#left.size === size) if (this.#take() !== undefined) this.#tally.missed++
  }

  #forget(): void {
    this.#observed.clear()
    this.#observing = Number.POSITIVE_INFINITY
    this.#verdicts.clear()
    this.#account()
  }

  /** Does not evaluate what is pending. */
  giveUp(): void {
    while (this.isPending) if (this.#take() !== undefined) this.#tally.missed++
  }

  /** Starts to count again. Requests that are still pending do not count. */
  clear(): void {
    while (this.isPending) this.#take()
    this.#forget()
    this.#tally = new Tally(this.#options.clock.now())
    this.#account()
  }

  #account(): void {
    const { budget } = this.#options
    let bytes = this.#leftBytes
    for (const observations of this.#observed.values()) bytes += observations.bytes
    const growth = bytes - this.#bytes
    this.#bytes = bytes
    if (growth !== 0) budget.spend(this, growth)
    const { bytes: tallyBytes } = this.#tally
    if (tallyBytes !== this.#tallyBytes) budget.spendOnState('records', tallyBytes - this.#tallyBytes)
    this.#tallyBytes = tallyBytes
  }

  /** Gives back its memory, because nobody refers to it any more. */
  close(): void {
    this.clear()
    this.#options.budget.spendOnState('records', -this.#tallyBytes)
    this.#tallyBytes = 0
  }
}
