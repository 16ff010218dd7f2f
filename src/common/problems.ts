/** One thing that is wrong with a document: where, as a JSON pointer, and what was expected there. */
export interface Problem {
  readonly pointer: string
  readonly expected: string
}

const MOST_LISTED = 1000

/** Everything that is wrong with a document: the first thousand, and how many in all. */
export class Problems {
  readonly #listed: Problem[] = []
  #total = 0

  /** @param expected the end of the sentence that begins with the pointer: "expected text" */
  add(pointer: string, expected: string): void {
    this.#total++
    if (this.#listed.length < MOST_LISTED) this.#listed.push({ pointer, expected })
  }

  get listed(): readonly Problem[] {
    return this.#listed
  }

  get total(): number {
    return this.#total
  }
}
