/** Something whose oldest entries may be evicted to save memory. */
export interface Spender {
  /** Lower ranks are evicted first. */
  readonly rank: number
  /** About how much memory it takes, in bytes. */
  readonly bytes: number
  /** When its oldest entry was added, in milliseconds on a monotonic clock. */
  readonly oldest: number
  dropOldest(): void
}

/** The memory that the histories and journals of a server share. */
export class MemoryBudget {
  readonly #limit: number
  readonly #spenders = new Set<Spender>()
  #used = 0

  /** @param limit in bytes */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Accounts for memory that a spender has taken, or given back if negative. */
  spend(spender: Spender, bytes: number): void {
    this.#used += bytes
    if (spender.bytes > 0) this.#spenders.add(spender)
    else this.#spenders.delete(spender)
  }

  /** Evicts entries until the rest fits: those of the lowest rank first, the oldest first within a rank. */
  enforce(): void {
    while (this.#used > this.#limit && this.#spenders.size > 0) {
      const spenders = [...this.#spenders]
      spenders.reduce((first, other) => (goesBefore(other, first) ? other : first)).dropOldest()
    }
  }
}

const goesBefore = (one: Spender, other: Spender): boolean =>
  one.rank === other.rank ? one.oldest < other.oldest : one.rank < other.rank
