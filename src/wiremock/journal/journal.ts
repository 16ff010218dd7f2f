import type { Entropy } from '../../common/clock-and-ids.ts'
import type { Pause, Pauses } from '../../common/pauses.ts'
import type { JournalBudget } from './journal-budget.ts'
import type { JournalEntry } from './journal-entry.ts'

/** What a journal may hold. */
export interface JournalLimits {
  readonly maxRequests: number
  /** In bytes, about. */
  readonly maxRequestBytes: number
  /** What all journals of the server share. */
  readonly budget: JournalBudget
}

/** Somebody who waits for entries. */
interface Wait {
  readonly filter: EntryFilter
  readonly pause: Pause
  /** How many have yet to come. */
  missing: number
}

/** Answers whether an entry is among those that somebody asks for. */
export type EntryFilter = (entry: JournalEntry) => boolean

/** The requests that came to a sandbox, oldest first, within bounds: what is too much falls out at the old end. */
export class Journal {
  readonly #limits: JournalLimits
  readonly #entropy: Entropy
  readonly #pauses: Pauses
  /** What has fallen out is let go at once: the collector copies what is still held, and it comes by after every thousand requests. */
  #entries: (JournalEntry | undefined)[] = []
  /** Where the oldest entry stands: what is before it has fallen out. */
  #start = 0
  #bytes = 0
  #issued = 0
  #dropped = 0
  #idPrefix: string | undefined
  readonly #waiting = new Set<Wait>()

  constructor(limits: JournalLimits, entropy: Entropy, pauses: Pauses) {
    this.#limits = limits
    this.#entropy = entropy
    this.#pauses = pauses
  }

  /** About how much memory its entries take. */
  get bytes(): number {
    return this.#bytes
  }

  /** Whether somebody waits for requests. */
  get isAwaited(): boolean {
    return this.#waiting.size > 0
  }

  get size(): number {
    return this.#entries.length - this.#start
  }

  /** How many requests fell out since the journal was last emptied. */
  get dropped(): number {
    return this.#dropped
  }

  /** When the oldest entry came, in milliseconds on the sandbox's clock. There has to be one. */
  get oldest(): number {
    return (this.#entries[this.#start] as JournalEntry).startedAt
  }

  add(entry: JournalEntry): void {
    entry.sequence = ++this.#issued
    this.#entries.push(entry)
    this.#count(entry)
    for (const wait of this.#waiting) if (wait.filter(entry) && --wait.missing === 0) wait.pause.end()
  }

  /** Takes note that an entry holds more than when it was added: its answer. */
  update(entry: JournalEntry): void {
    if (entry.bytes > 0) this.#count(entry)
  }

  #count(entry: JournalEntry): void {
    const { maxRequests, maxRequestBytes, budget } = this.#limits
    const size = entry.size()
    const more = size - entry.bytes
    this.#bytes += more
    entry.bytes = size
    budget.take(this, more)
    while (this.size > maxRequests || this.#bytes > maxRequestBytes) this.dropOldest()
    budget.keep()
  }

  /** Lets the oldest entry fall out. */
  dropOldest(): void {
    this.#dropped++
    this.#release(this.#entries[this.#start] as JournalEntry)
    this.#entries[this.#start++] = undefined
    if (this.#start > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#start)
      this.#start = 0
    }
  }

  #release(entry: JournalEntry): void {
    this.#bytes -= entry.bytes
    this.#limits.budget.take(this, -entry.bytes)
    entry.bytes = 0
  }

  /** Those that a filter lets through, newest first. */
  newestFirst(filter: EntryFilter = () => true): JournalEntry[] {
    return this.#kept().filter(filter).reverse()
  }

  count(filter: EntryFilter): number {
    return this.#kept().filter(filter).length
  }

  #kept(): JournalEntry[] {
    return this.#entries.slice(this.#start) as JournalEntry[]
  }

  /** A UUID, the same whenever it is asked for. */
  idOf({ sequence }: JournalEntry): string {
    if (this.#idPrefix === undefined) {
      const seed = this.#entropy.requestId()
      this.#idPrefix = `${seed.slice(0, 8)}-${seed.slice(8, 12)}-4${seed.slice(12, 15)}-8${seed.slice(15, 18)}-`
    }
    return this.#idPrefix + sequence.toString(16).padStart(12, '0')
  }

  find(id: string): JournalEntry | undefined {
    const sequence = Number.parseInt(id.slice(-12), 16)
    const entry = this.#kept().find((known) => known.sequence === sequence)
    return entry !== undefined && this.idOf(entry) === id.toLowerCase() ? entry : undefined
  }

  /** @returns those removed, newest first */
  remove(filter: EntryFilter): JournalEntry[] {
    const removed = this.newestFirst(filter)
    for (const entry of removed) this.#release(entry)
    this.#entries = this.#kept().filter(({ bytes }) => bytes > 0)
    this.#start = 0
    return removed
  }

  /** Empties it, and ends what waits for it. */
  clear(): void {
    this.remove(() => true)
    this.#dropped = 0
    for (const { pause } of this.#waiting) pause.end()
  }

  /** Resolves once so many entries are there, at the end of the time, or when it is aborted. */
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
