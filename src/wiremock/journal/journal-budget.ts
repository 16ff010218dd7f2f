/** What a budget asks of a journal. */
interface Spender {
  /** About how much memory it takes, with what it tells the budget of. */
  readonly bytes: number
  readonly oldest: number
  dropOldest(): void
}

/** The memory that all journals of a server share. */
export class JournalBudget {
  readonly #limit: number
  readonly #spenders = new Set<Spender>()
  #used = 0

  /** @param limit in bytes */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** @param bytes less than 0 for what is given back */
  take(spender: Spender, bytes: number): void {
    this.#used += bytes
    if (spender.bytes > 0) this.#spenders.add(spender)
    else this.#spenders.delete(spender)
  }

  /** Lets the oldest entries of all journals fall out until the rest fits. */
  keep(): void {
    while (this.#used > this.#limit) {
      const spenders = [...this.#spenders]
      spenders.reduce((first, other) => (other.oldest < first.oldest ? other : first)).dropOldest()
    }
  }
}
