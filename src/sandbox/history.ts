import type { Spender } from '../common/eviction-order.ts'
import type { MemoryBudget } from '../common/memory-budget.ts'
import { Queue } from '../common/queue.ts'
import type { Cause } from '../log/change-log.ts'
import type { ApiState } from '../state/state.ts'
import type { ChangeEffect } from './change-effect.ts'
import type { Change } from './changes.ts'
import type { SandboxState } from './sandbox-state.ts'
import { hold, release } from './state-memory.ts'

export type { Cause }

/** What a change replaced: the record of a record change (none for an addition) and its place in the list, or the whole state. */
export type Before = RecordBefore | { readonly state: SandboxState }

export interface RecordBefore {
  readonly record: object | undefined
  /** Its serial number in its list. */
  readonly serial: number
  readonly counters: ApiState['counters']
}

/** A change that took effect, with the data that is needed to undo it. */
export interface HistoryEntry {
  /** The revision that the change led to. */
  readonly revision: number
  /** When it happened, in milliseconds on the monotonic clock. */
  readonly at: number
  /** When it happened, by the wall clock. */
  readonly date: Date
  readonly cause: Cause
  readonly change: Change
  readonly before: Before
  /** The data that the history keeps in memory although it is no longer in the state. */
  readonly effect: ChangeEffect
}

/** The limits of a history. */
export interface HistoryLimits {
  readonly maxHistory: number
  /** Shared by everything that grows in the server. */
  readonly budget: MemoryBudget
}

/** About how much memory an entry takes besides its texts, in bytes. */
const ENTRY_BYTES = 450
/** The same for an entry with a whole state, which shares nearly everything with the current one. */
const STATE_ENTRY_BYTES = 700
/** The same for an entry that counts the use of a stub. */
const USE_ENTRY_BYTES = 1200

/** The most recent changes of a sandbox, oldest first. */
export class History implements Spender {
  readonly kind = 'history'
  readonly #limits: HistoryLimits
  readonly #entries = new Queue<HistoryEntry>()
  #bytes = 0

  constructor(limits: HistoryLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#entries.size
  }

  get bytes(): number {
    return this.#bytes
  }

  get oldest(): number {
    return this.#entries.first?.at ?? Number.POSITIVE_INFINITY
  }

  /** Newest first. */
  newestFirst(): HistoryEntry[] {
    return this.#entries.all().reverse()
  }

  /** The changes after a revision, newest first; `undefined` if some of them were evicted. @param present the present revision */
  since(revision: number, present: number): HistoryEntry[] | undefined {
    const count = present - revision
    if (count > this.size) return undefined
    return count === 0 ? [] : this.#entries.all().slice(-count).reverse()
  }

  add(entry: HistoryEntry): void {
    const { maxHistory, budget } = this.#limits
    if (maxHistory > 0) {
      this.#entries.push(entry)
      hold(entry.effect.removed, 'log', budget)
      this.#spend(bytesOf(entry))
    }
    while (this.size > maxHistory) budget.countEvicted(this.kind, this.dropOldest())
    budget.enforce()
  }

  dropOldest(): number {
    const oldest = this.#entries.shift()
    if (oldest === undefined) return 0
    release(oldest.effect.removed, 'log', this.#limits.budget)
    this.#spend(-bytesOf(oldest))
    return 1
  }

  /** Gives back its memory. */
  clear(): void {
    while (this.size > 0) this.dropOldest()
  }

  #spend(bytes: number): void {
    this.#bytes += bytes
    this.#limits.budget.spend(this, bytes)
  }
}

/** About how much memory an entry takes. What a change adds is part of the state, and counts there. */
function bytesOf({ change, before, effect }: HistoryEntry): number {
  const entry = 'record' in before ? ENTRY_BYTES : change.op === 'useStub' ? USE_ENTRY_BYTES : STATE_ENTRY_BYTES
  return entry + effect.keptBytes
}
