import { textBytes } from '../../common/bytes.ts'
import type { ClockAndIds } from '../../common/clock-and-ids.ts'
import type { Spender } from '../../common/eviction-order.ts'
import type { MemoryBudget } from '../../common/memory-budget.ts'
import type { Pauses } from '../../common/pauses.ts'
import { Queue } from '../../common/queue.ts'
import type { Occurrence } from '../stubs/seeded.ts'
import type { Stub } from '../stubs/stub-mapping.ts'
import { isWorthSharing, type JournalEntry, type RecordedResponse } from './journal-entry.ts'
import type { JournalReader } from './journal-reader.ts'
import { RequestIds } from './request-ids.ts'
import type { RequestRecorder } from './request-recorder.ts'
import type { Found, Matcher } from './search.ts'
import { SandboxDropped, ServerStopping, Wait } from './wait.ts'
import { Waits } from './waits.ts'

/** The limits of a journal. */
export interface JournalLimits {
  readonly maxRequests: number
  /** Approximate, in bytes. */
  readonly maxRequestBytes: number
  /** Shared by everything that grows in the server. */
  readonly budget: MemoryBudget
}

/** Follows a journal as it changes. */
export interface JournalObserver {
  /** A request was added. */
  arrived(entry: JournalEntry): void
  /** A request has ended. @param isWhole whether the whole response was sent */
  answered(entry: JournalEntry, isWhole: boolean): void
  /** Requests were removed, other than by an eviction or a reset. */
  removed(): void
}

export type EntryFilter = (entry: JournalEntry) => boolean

/** The requests that a sandbox received, oldest first. Beyond its limits it evicts the oldest entries. */
export class Journal implements Spender, RequestRecorder {
  readonly kind = 'journals'
  observer: JournalObserver | undefined
  readonly #limits: JournalLimits
  readonly #pauses: Pauses
  readonly #reader: JournalReader | undefined
  readonly #entries = new Queue<JournalEntry>()
  #bytes = 0
  #lastSequence = 0
  #dropped = 0
  readonly #ids: RequestIds
  readonly #waits: Waits
  #isClosed = false

  constructor(limits: JournalLimits, clock: ClockAndIds, pauses: Pauses, reader?: JournalReader) {
    this.#limits = limits
    this.#ids = new RequestIds(clock)
    this.#pauses = pauses
    this.#reader = reader
    this.#waits = new Waits(pauses.turns)
  }

  /** About how much memory its entries take. */
  get bytes(): number {
    return this.#bytes
  }

  /** Whether a caller waits for requests. */
  get isAwaited(): boolean {
    return this.#waits.size > 0
  }

  get size(): number {
    return this.#entries.size
  }

  /** How many entries were evicted since the journal was last emptied. */
  get dropped(): number {
    return this.#dropped
  }

  /** When the oldest entry was added, in milliseconds on the sandbox's clock. */
  get oldest(): number {
    return this.#entries.first?.startedAt ?? Number.POSITIVE_INFINITY
  }

  /** @param isOld whether its observer does not learn of it */
  add(entry: JournalEntry, isOld = false): void {
    if (this.#isClosed) return
    entry.sequence = ++this.#lastSequence
    this.#entries.push(entry)
    this.#account(entry, entry.requestSize())
    // An entry that is larger than the limit was evicted at once.
    if (entry.bytes === 0) return
    this.#waits.arrived(entry)
    if (!isOld) this.observer?.arrived(entry)
  }

  recordStub(entry: JournalEntry, stub: Stub, occurrence: Occurrence | undefined): void {
    entry.stub = stub
    entry.occurrence = occurrence
    // It may have been evicted in the meantime.
    if (entry.bytes > 0) this.#limits.budget.stubs.hold(stub.mapping, 'log', stub.mapping.bytes)
  }

  recordDelay(): undefined {}

  recordResponse(entry: JournalEntry, response: RecordedResponse, totalTime: number): undefined {
    const size = entry.recordResponse(response, totalTime)
    this.#reader?.completed(entry)
    if (entry.bytes > 0) this.#account(entry, size, this.#share(entry))
  }

  recordAbort(entry: JournalEntry): void {
    entry.isAborted = true
  }

  recordEnd(entry: JournalEntry, isWhole: boolean): void {
    this.observer?.answered(entry, isWhole)
  }

  /** Entries were evicted before they arrived here: at least one. */
  reportLoss(): void {
    this.#dropped++
  }

  /** Keeps long response bodies once for all entries. @returns what the budget counts for the body, in bytes */
  #share({ response }: JournalEntry): number {
    const text = response?.body
    if (response === undefined || !isWorthSharing(text)) return 0
    const bytes = textBytes(text)
    response.body = this.#limits.budget.texts.hold(text, 'log', bytes)
    return bytes
  }

  /** @param shared how much of the growth is shared with other entries */
  #account(entry: JournalEntry, growth: number, shared = 0): void {
    const { maxRequests, maxRequestBytes, budget } = this.#limits
    this.#bytes += growth
    entry.bytes += growth
    budget.spend(this, growth - shared)
    while (this.size > maxRequests || this.#bytes > maxRequestBytes) {
      budget.countEvicted(this.kind, this.dropOldest())
    }
    budget.enforce()
  }

  /** Evicts the oldest entry. */
  dropOldest(): number {
    const oldest = this.#entries.shift()
    if (oldest === undefined) return 0
    this.#dropped++
    this.#release(oldest)
    for (const wait of this.#waits) wait.forgetOldest(oldest)
    return 1
  }

  #release(entry: JournalEntry): void {
    const { budget } = this.#limits
    const { bytes, stub, response } = entry
    this.#bytes -= bytes
    entry.bytes = 0
    if (stub !== undefined) budget.stubs.release(stub.mapping, 'log')
    const shared = isWorthSharing(response?.body) ? response.body : undefined
    if (shared !== undefined) budget.texts.release(shared, 'log')
    budget.spend(this, (shared === undefined ? 0 : textBytes(shared)) - bytes)
    if (entry.isPending) this.#reader?.left(entry, bytes)
  }

  /** The entries as they are now, oldest first. */
  snapshot(): JournalEntry[] {
    return this.#entries.all()
  }

  /** The entries that pass a filter, newest first. */
  newestFirst(filter: EntryFilter = () => true): JournalEntry[] {
    return this.#entries.all().filter(filter).reverse()
  }

  idOf({ id, sequence }: JournalEntry): string {
    return id ?? this.#ids.of(sequence)
  }

  find(id: string): JournalEntry | undefined {
    const wanted = id.toLowerCase()
    const sequence = RequestIds.sequenceIn(wanted)
    // Nearly always one of the newest. Ids with another sequence number need not be computed.
    for (let i = this.size - 1; i >= 0; i--) {
      const entry = this.#entries.at(i)
      if (entry?.id === wanted) return entry
      if (entry?.id === undefined && entry?.sequence === sequence && this.idOf(entry) === wanted) return entry
    }
    return undefined
  }

  /** @returns the removed entries, newest first */
  remove(filter: EntryFilter): JournalEntry[] {
    const removed = this.#remove(filter)
    if (removed.length > 0) this.observer?.removed()
    return removed
  }

  #remove(filter: EntryFilter): JournalEntry[] {
    const removed = this.newestFirst(filter)
    for (const entry of removed) this.#release(entry)
    this.#entries.replace(this.#entries.all().filter(({ bytes }) => bytes > 0))
    for (const wait of this.#waits) wait.forgetRemoved()
    return removed
  }

  /** Empties the journal. Calls that wait for requests continue. */
  clear(): void {
    this.remove(() => true)
    this.#dropped = 0
  }

  /** The same for a reset of the sandbox, which its observer learns from the change. */
  startOver(): void {
    this.#remove(() => true)
    this.#dropped = 0
  }

  /** Empties the journal for good, because its sandbox is dropped: requests in progress are not recorded, and waits fail. */
  close(): void {
    this.#isClosed = true
    this.clear()
    for (const wait of this.#waits) wait.fail(new SandboxDropped(wait.atLeast))
  }

  /**
   * Waits until the journal contains enough matching entries at the same time.
   *
   * @param caller ends the wait
   * @returns them, or the available ones after the timeout, oldest first
   * @throws what the pattern throws; SandboxDropped, ServerStopping, RequestsTakeTooMuch, the reason of the signal
   */
  async waitFor(pattern: Matcher, atLeast: number, timeoutMs: number, caller?: AbortSignal): Promise<Found> {
    if (this.#isClosed) throw new SandboxDropped(atLeast)
    caller?.throwIfAborted()
    const pause = this.#pauses.start(timeoutMs)
    const wait = new Wait(pattern, atLeast, pause, this.#limits.budget.reserve())
    caller?.addEventListener('abort', () => wait.fail(caller.reason))
    pause.over.then(() => {
      if (this.#pauses.isStopping) wait.fail(new ServerStopping(atLeast))
    })
    this.#waits.add(wait, this.snapshot())
    return wait.over().finally(() => this.#waits.delete(wait))
  }
}
