import type { Turns } from '../../common/turns.ts'
import { inTurns, Work } from '../matching/work.ts'
import type { JournalEntry } from './journal-entry.ts'
import { RequestView } from './request-view.ts'
import type { Wait } from './wait.ts'

/** The callers that wait for requests of a journal. They take turns, and compare the same parsed request. */
export class Waits {
  readonly #turns: Turns
  readonly #all = new Set<Wait>()
  #isComparing = false

  constructor(turns: Turns) {
    this.#turns = turns
  }

  get size(): number {
    return this.#all.size
  }

  [Symbol.iterator](): Iterator<Wait> {
    return this.#all.values()
  }

  /** @param entries those that are in the journal already, oldest first */
  add(wait: Wait, entries: readonly JournalEntry[]): void {
    this.#all.add(wait)
    wait.add(entries)
    this.#compareAll()
  }

  delete(wait: Wait): void {
    this.#all.delete(wait)
  }

  /** An entry was added to the journal. */
  arrived(entry: JournalEntry): void {
    for (const wait of this.#all) wait.add([entry])
    this.#compareAll()
  }

  /** Compares one entry per caller in turn, until none is pending. So a caller with many entries does not delay the others. */
  async #compareAll(): Promise<void> {
    if (this.#isComparing || this.#all.size === 0) return
    this.#isComparing = true
    const work = new Work(Number.POSITIVE_INFINITY)
    // Starts in the next turn, because several requests may arrive in one turn.
    await this.#turns.next()
    work.startTurn()
    while (this.#hasPending()) {
      for (const { next } of this.#all) if (next !== undefined) await this.#compare(next, work)
    }
    this.#isComparing = false
  }

  #hasPending(): boolean {
    for (const { next } of this.#all) if (next !== undefined) return true
    return false
  }

  /** Compares an entry for all callers whose next one it is. */
  async #compare(entry: JournalEntry, work: Work): Promise<void> {
    await inTurns(work, this.#turns, () => {
      work.startPattern()
      work.spend(this.#all.size, 'looking for callers that wait')
    })
    const view = new RequestView(entry, work)
    for (const wait of this.#all) if (wait.next === entry) await wait.compare(view, this.#turns)
  }
}
