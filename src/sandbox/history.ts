import type { MemoryBudget, Spender } from '../common/memory-budget.ts'
import type { Change } from './changes.ts'
import type { SandboxState } from './sandbox-state.ts'

/** What caused a change: a request by its id in the journal, a control call by its method and path, or the program itself. */
export type Cause = { readonly request: string } | { readonly call: string } | undefined

/** What a change replaced: the record of a record change (none for an addition), or the whole state. */
export type Before = { readonly record: object | undefined } | { readonly state: SandboxState }

/** A change that took effect, with what it takes to undo it. */
export interface HistoryEntry {
  /** The revision that the change led to. */
  readonly revision: number
  /** When it happened, in milliseconds on the monotonic clock. */
  readonly at: number
  /** The same by the wall clock. */
  readonly date: Date
  readonly cause: Cause
  readonly change: Change
  readonly before: Before
}

/** What a history may hold. */
export interface HistoryLimits {
  readonly maxHistory: number
  /** Shared by all histories and journals of the server. */
  readonly budget: MemoryBudget
}

/** About how much memory an entry takes besides its texts, in bytes. */
const ENTRY_BYTES = 500

/** The most recent changes of a sandbox, oldest first. */
export class History implements Spender {
  readonly rank = 0
  readonly #limits: HistoryLimits
  #entries: HistoryEntry[] = []
  #bytes = 0

  constructor(limits: HistoryLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#entries.length
  }

  get bytes(): number {
    return this.#bytes
  }

  get oldest(): number {
    return this.#entries[0]?.at ?? Number.POSITIVE_INFINITY
  }

  /** Newest first. */
  newestFirst(): HistoryEntry[] {
    return this.#entries.toReversed()
  }

  add(entry: HistoryEntry): void {
    const { maxHistory, budget } = this.#limits
    if (maxHistory === 0) return
    this.#entries.push(entry)
    this.#spend(bytesOf(entry))
    while (this.size > maxHistory) this.dropOldest()
    budget.enforce()
  }

  dropOldest(): void {
    const oldest = this.#entries.shift()
    if (oldest !== undefined) this.#spend(-bytesOf(oldest))
  }

  /** Gives back its memory. */
  clear(): void {
    this.#entries = []
    this.#spend(-this.#bytes)
  }

  #spend(bytes: number): void {
    this.#bytes += bytes
    this.#limits.budget.spend(this, bytes)
  }
}

/** About how much memory an entry takes; a previous state shares nearly everything with the present one. */
function bytesOf({ change, before }: HistoryEntry): number {
  const replaced = 'record' in before && before.record !== undefined ? recordBytes(before.record) : 0
  switch (change.op) {
    case 'add':
    case 'replace':
      return ENTRY_BYTES + recordBytes(change.record) + replaced
    case 'remove':
      return ENTRY_BYTES + replaced
    case 'state':
      return ENTRY_BYTES + change.content.length * 2
    case 'stubs':
      return (change.put ?? []).reduce((sum, { response }) => sum + response.body.length, ENTRY_BYTES)
    default:
      return ENTRY_BYTES
  }
}

/** Strings take up to two bytes per character. */
function recordBytes(record: object): number {
  let bytes = 0
  for (const value of Object.values(record)) bytes += typeof value === 'string' ? value.length * 2 : 8
  return bytes
}
