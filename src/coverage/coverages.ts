import type { Api } from '../api/define-api.ts'
import { ClockAndIds } from '../common/clock-and-ids.ts'
import type { MemoryBudget } from '../common/memory-budget.ts'
import type { Turns } from '../common/turns.ts'
import type { Behavior } from '../rules/behavior.ts'
import { Background } from './background.ts'
import { type Books, loadBooks } from './books.ts'
import { type Coverage, coverageOf } from './report.ts'
import { SandboxCoverage } from './sandbox-coverage.ts'
import { Tally } from './tally.ts'

/** In milliseconds: how long an evaluation may delay other requests, while a client waits for its result. */
const SLICE = 5
/** Dropped sandboxes that keep their own counts. Those of earlier ones are added up. */
const MOST_DROPPED = 1000

export interface CoveragesOptions {
  readonly apis: readonly Api[]
  /** The alternatives to its contract that the server follows. */
  readonly behavior: Behavior
  readonly budget: MemoryBudget
  readonly turns: Turns
  /** The maximum number of journal entries of each sandbox. */
  readonly maxRequests: number
  readonly failure: (error: Error) => void
}

/** Which rules the requests to each sandbox have demonstrated. The counts survive resets, and sandboxes that are dropped. */
export class Coverages {
  readonly #options: CoveragesOptions
  readonly #clock = new ClockAndIds()
  readonly #byName = new Map<string, SandboxCoverage>()
  /** Those of dropped sandboxes, in the order in which they were dropped. */
  readonly #dropped = new Set<SandboxCoverage>()
  /** The sum of those that are no longer kept by name. */
  #earlier = new Tally(this.#clock.now())
  #books: Promise<Books> | undefined
  readonly #background: Background

  constructor(options: CoveragesOptions) {
    this.#options = options
    this.#background = new Background(
      () => this.#load(),
      () => this.#addUpOldest(),
      options.failure
    )
  }

  /** The coverage of a new sandbox, which continues that of a dropped one with the same name. */
  open(name: string): SandboxCoverage {
    const known = this.#byName.get(name)
    if (known !== undefined) {
      this.#dropped.delete(known)
      return known
    }
    const { behavior, budget, maxRequests, failure } = this.#options
    const clock = this.#clock
    const many = Math.ceil(maxRequests / 2)
    const wake = (coverage: SandboxCoverage): void => this.#background.wake(coverage)
    const coverage = new SandboxCoverage(name, { clock, behavior, budget, many, wake, failure })
    this.#byName.set(name, coverage)
    return coverage
  }

  /** How many sandboxes have their own counts. */
  get size(): number {
    return this.#byName.size
  }

  /** A sandbox was dropped. */
  drop(coverage: SandboxCoverage): void {
    coverage.startOver()
    this.#dropped.add(coverage)
    this.#addUpOldest()
  }

  /** Evaluates what is pending. @param name of a sandbox, which need not exist */
  async read(name: string): Promise<Coverage> {
    const books = await this.#load()
    const coverage = this.#byName.get(name)
    if (coverage !== undefined) await this.#settle(coverage, books)
    return coverageOf(books, coverage?.tally ?? new Tally(this.#earlier.since), this.#options.behavior)
  }

  /** The same for all sandboxes together. */
  async readAll(): Promise<Coverage> {
    const books = await this.#load()
    for (const coverage of [...this.#byName.values()]) await this.#settle(coverage, books)
    const total = new Tally(this.#earlier.since)
    total.addAll(this.#earlier)
    for (const { tally } of this.#byName.values()) total.addAll(tally)
    return coverageOf(books, total, this.#options.behavior)
  }

  /** Starts to count again. @param name of a sandbox */
  clear(name: string): void {
    const coverage = this.#byName.get(name)
    if (coverage !== undefined && this.#dropped.has(coverage)) this.#forget(coverage)
    else coverage?.clear()
  }

  clearAll(): void {
    for (const name of [...this.#byName.keys()]) this.clear(name)
    this.#earlier = new Tally(this.#clock.now())
  }

  /** Ends the work in the background. */
  close(): void {
    this.#background.close()
  }

  /** The rules are loaded on first use. */
  #load(): Promise<Books> {
    this.#books ??= loadBooks(this.#options.apis)
    return this.#books
  }

  /** Evaluates what is pending now. */
  async #settle(coverage: SandboxCoverage, books: Books): Promise<void> {
    const { end } = coverage
    while (coverage.isBehind(end)) {
      coverage.evaluate(books, SLICE)
      await this.#options.turns.next()
    }
  }

  /**
   * Adds up the counts of the sandboxes that were dropped first, as soon as all of their requests are evaluated. If the server is too busy
   * for that, the requests of too many such sandboxes would take memory: those of the oldest are missed.
   */
  #addUpOldest(): void {
    for (const coverage of this.#dropped) {
      const { size } = this.#dropped
      if (size <= MOST_DROPPED || (coverage.isPending && size <= 2 * MOST_DROPPED)) return
      coverage.giveUp()
      this.#earlier.addAll(coverage.tally)
      this.#forget(coverage)
    }
  }

  #forget(coverage: SandboxCoverage): void {
    coverage.close()
    this.#dropped.delete(coverage)
    this.#byName.delete(coverage.name)
  }
}
