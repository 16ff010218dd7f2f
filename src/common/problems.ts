/** An error in a document: its place, as a JSON pointer, and what is wrong there. */
export interface Problem {
  readonly pointer: string
  readonly expected: string
}

const MAX_LISTED = 1000

/** The errors in a document: the first thousand, and how many there are. */
export class Problems {
  readonly #listed: Problem[] = []
  #total = 0

  /** @param expected a message without the place: "expected string, not 5" */
  add(pointer: string, expected: string): void {
    this.#total++
    if (this.#listed.length < MAX_LISTED) this.#listed.push({ pointer, expected })
  }

  get listed(): readonly Problem[] {
    return this.#listed
  }

  get total(): number {
    return this.#total
  }
}
