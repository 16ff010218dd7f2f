import type { ClockAndIds } from '../../common/clock-and-ids.ts'
import type { MemoryBudget, Spender } from '../../common/memory-budget.ts'
import type { Pause, Pauses } from '../../common/pauses.ts'
import type { JournalEntry, RecordedResponse } from './journal-entry.ts'

/** What a journal may hold. */
export interface JournalLimits {
  readonly maxRequests: number
  /** Approximate, in bytes. */
  readonly maxRequestBytes: number
  /** Shared by all journals and histories of the server. */
  readonly budget: MemoryBudget
}

/** A caller that waits for entries. */
interface Wait {
  readonly filter: EntryFilter
  readonly pause: Pause
  /** How many entries are still missing. */
  missing: number
}

export type EntryFilter = (entry: JournalEntry) => boolean

/** The requests that a sandbox received, oldest first. Beyond its limits it evicts the oldest entries. */
export class Journal implements Spender {
  readonly rank = 1
  readonly #limits: JournalLimits
  readonly #clock: ClockAndIds
  readonly #pauses: Pauses
  #entries: JournalEntry[] = []
  #bytes = 0
  #lastSequence = 0
  #dropped = 0
  #idPrefix: string | undefined
  readonly #waiting = new Set<Wait>()

  constructor(limits: JournalLimits, clock: ClockAndIds, pauses: Pauses) {
    this.#limits = limits
    this.#clock = clock
    this.#pauses = pauses
  }

  /** About how much memory its entries take. */
  get bytes(): number {
    return this.#bytes
  }

  /** Whether a caller waits for requests. */
  get isAwaited(): boolean {
    return this.#waiting.size > 0
  }

  get size(): number {
    return this.#entries.length
  }

  /** How many entries were evicted since the journal was last emptied. */
  get dropped(): number {
    return this.#dropped
  }

  /** When the oldest entry was added, in milliseconds on the sandbox's clock. */
  get oldest(): number {
    return this.#entries[0]?.startedAt ?? Number.POSITIVE_INFINITY
  }

  add(entry: JournalEntry): void {
    entry.sequence = ++this.#lastSequence
    this.#entries.push(entry)
    this.#account(entry, entry.requestSize())
    for (const wait of this.#waiting) if (wait.filter(entry) && --wait.missing === 0) wait.pause.end()
  }

  /** @param totalTime in milliseconds */
  recordResponse(entry: JournalEntry, response: RecordedResponse, totalTime: number): void {
    const size = entry.recordResponse(response, totalTime)
    // It may have been evicted in the meantime.
    if (entry.bytes > 0) this.#account(entry, size)
  }

  #account(entry: JournalEntry, growth: number): void {
    const { maxRequests, maxRequestBytes, budget } = this.#limits
    this.#bytes += growth
    entry.bytes += growth
    budget.spend(this, growth)
    while (this.size > maxRequests || this.#bytes > maxRequestBytes) this.dropOldest()
    budget.enforce()
  }

  /** Evicts the oldest entry. */
  dropOldest(): void {
    const oldest = this.#entries.shift()
    if (oldest === undefined) return
    this.#dropped++
    this.#release(oldest)
  }

  #release(entry: JournalEntry): void {
    this.#bytes -= entry.bytes
    this.#limits.budget.spend(this, -entry.bytes)
    entry.bytes = 0
  }

  /** The entries that pass a filter, newest first. */
  newestFirst(filter: EntryFilter = () => true): JournalEntry[] {
    return this.#entries.filter(filter).reverse()
  }

  count(filter: EntryFilter): number {
    return this.#entries.filter(filter).length
  }

  /** The UUID of an entry. */
  idOf({ sequence }: JournalEntry): string {
    if (this.#idPrefix === undefined) {
      const seed = this.#clock.requestId()
      this.#idPrefix = `${seed.slice(0, 8)}-${seed.slice(8, 12)}-4${seed.slice(12, 15)}-8${seed.slice(15, 18)}-`
    }
    return this.#idPrefix + sequence.toString(16).padStart(12, '0')
  }

  find(id: string): JournalEntry | undefined {
    const sequence = Number.parseInt(id.slice(-12), 16)
    const entry = this.#entries.find((known) => known.sequence === sequence)
    return entry !== undefined && this.idOf(entry) === id.toLowerCase() ? entry : undefined
  }

  /** @returns the removed entries, newest first */
  remove(filter: EntryFilter): JournalEntry[] {
    const removed = this.newestFirst(filter)
    for (const entry of removed) this.#release(entry)
    this.#entries = this.#entries.filter(({ bytes }) => bytes > 0)
    return removed
  }

  /** Empties the journal, and ends every wait for it. */
  clear(): void {
    this.remove(() => true)
    this.#dropped = 0
    for (const { pause } of this.#waiting) pause.end()
  }

  /** Resolves when there are enough entries, after the timeout, or on abort. */
  async waitFor(filter: EntryFilter, atLeast: number, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const missing = atLeast - this.count(filter)
    if (missing <= 0) return
    const wait = { filter, missing, pause: this.#pauses.start(timeoutMs) }
    this.#waiting.add(wait)
    signal?.addEventListener('abort', () => wait.pause.end())
    await wait.pause.over
    this.#waiting.delete(wait)
  }
}
