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

  /** Counts errors without describing them. */
  count(errors: number): void {
    this.#total += errors
  }

  /** @param expected a message without the place: "expected string, not 5" */
  add(pointer: string, expected: string): void {
    this.#total++
    if (this.#listed.length < MAX_LISTED) this.#listed.push({ pointer, expected })
  }

  /** Whether further errors are only counted, so that callers need not describe them. */
  get isFull(): boolean {
    return this.#listed.length === MAX_LISTED
  }

  get listed(): readonly Problem[] {
    return this.#listed
  }

  get total(): number {
    return this.#total
  }
}
