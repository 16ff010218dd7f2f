/** What a budget asks of a journal. */
interface Spender {
  readonly oldest: number
  dropOldest(): void
}

/** The memory that all journals of a server share. */
export class JournalBudget {
  readonly #limit: number
  readonly #spent = new Map<Spender, number>()
  #used = 0

  /** @param limit in bytes */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** @param bytes less than 0 for what is given back */
  take(spender: Spender, bytes: number): void {
    const spent = (this.#spent.get(spender) ?? 0) + bytes
    this.#used += bytes
    if (spent > 0) this.#spent.set(spender, spent)
    else this.#spent.delete(spender)
  }

  /** Lets the oldest entries of all journals fall out until the rest fits. */
  keep(): void {
    while (this.#used > this.#limit) {
      const spenders = [...this.#spent.keys()]
      spenders.reduce((first, other) => (other.oldest < first.oldest ? other : first)).dropOldest()
    }
  }
}
