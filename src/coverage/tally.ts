/** In bytes. */
const TALLY_BYTES = 200
const COUNT_BYTES = 60

/** How often each rule was demonstrated. */
export class Tally {
  /** When the count started. */
  readonly since: Date
  /** How many requests were evaluated. */
  evaluated = 0
  /** How many requests were evicted before they could be evaluated. */
  missed = 0
  readonly #counts = new Map<string, number>()

  constructor(since: Date) {
    this.since = since
  }

  /** About how much memory it takes. */
  get bytes(): number {
    return TALLY_BYTES + COUNT_BYTES * this.#counts.size
  }

  /** @param id of a rule */
  count(id: string): number {
    return this.#counts.get(id) ?? 0
  }

  /** @param kept the ids of the rules that a request has demonstrated */
  add(kept: readonly string[]): void {
    this.evaluated++
    for (const id of kept) this.#counts.set(id, this.count(id) + 1)
  }

  /** Adds the counts of another one. */
  addAll(other: Tally): void {
    this.evaluated += other.evaluated
    this.missed += other.missed
    for (const [id, count] of other.#counts) this.#counts.set(id, this.count(id) + count)
  }
}
