/** In characters. Smaller responses do not count: among them is the one that says that there is no room. */
export const SMALL_RESPONSE = 16 * 1024

/** What a request in progress takes of the memory budget, such as its body while it arrives. */
export class Reservation {
  readonly #reserve: (bytes: number) => void
  #bytes = 0
  #isReleased = false

  /** @param reserve accounts for memory that is taken, or given back if negative; throws if there is no room */
  constructor(reserve: (bytes: number) => void) {
    this.#reserve = reserve
  }

  get bytes(): number {
    return this.#bytes
  }

  /** @param bytes all that it takes from now on. @throws RequestsTakeTooMuch, with the size unchanged */
  resize(bytes: number): void {
    if (this.#isReleased) return
    this.#reserve(bytes - this.#bytes)
    this.#bytes = bytes
  }

  /** Gives everything back for good: what arrives after a client has disconnected does not count. */
  release(): void {
    this.resize(0)
    this.#isReleased = true
  }
}
