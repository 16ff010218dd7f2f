import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AppendResult, ChangeLog, NumberedChange, StoredChange } from '../../src/log/change-log.ts'

/** How often an append is overtaken although nobody else has written. */
const SPURIOUS = 0.1
/** How often an append is acknowledged at once. */
const IMMEDIATE = 0.3

/**
 * A log that several sandboxes write to: the first one to append a revision stores it, and all others are overtaken. Most
 * acknowledgements are late.
 */
export class OvertakingLog implements ChangeLog {
  readonly #random: () => number
  readonly #entries: string[] = []
  /** How many appends were overtaken. */
  overtaken = 0

  /** @param random numbers from 0 up to 1 */
  constructor(random: () => number) {
    this.#random = random
  }

  /** Everything that was stored, oldest first. */
  get entries(): NumberedChange[] {
    return this.#entries.map((json, i) => ({ revision: i + 1, change: JSON.parse(json) }))
  }

  /** Stores a change of a writer that is not part of the test. */
  insert(change: StoredChange): void {
    this.#entries.push(JSON.stringify(change))
  }

  append(revision: number, change: StoredChange): AppendResult | Promise<AppendResult> {
    if (this.#random() < IMMEDIATE) return this.#store(revision, change)
    return this.#storeLater(revision, change)
  }

  async since(revision: number): Promise<readonly NumberedChange[]> {
    const entries = this.entries.slice(revision)
    await this.#wait()
    return entries
  }

  async keep(): Promise<() => void> {
    return () => {}
  }

  #store(revision: number, change: StoredChange): AppendResult {
    if (revision > this.#entries.length + 1) throw new RangeError(`revision ${revision} leaves a gap`)
    if (revision <= this.#entries.length || this.#random() < SPURIOUS) {
      this.overtaken++
      return 'overtaken'
    }
    this.insert(change)
    return 'stored'
  }

  async #storeLater(revision: number, change: StoredChange): Promise<AppendResult> {
    await this.#wait()
    const result = this.#store(revision, change)
    await this.#wait()
    return result
  }

  async #wait(): Promise<void> {
    for (let turns = Math.floor(this.#random() * 3); turns > 0; turns--) await nextTurn()
  }
}
