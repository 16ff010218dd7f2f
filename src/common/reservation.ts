/** In characters. Smaller responses need no reservation: the error for a lack of memory is one of them. */
export const SMALL_RESPONSE = 16 * 1024

/** The share of the memory budget that a request in progress takes, such as for its body while it arrives. */
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

  /** @param bytes the new total size. @throws RequestsTakeTooMuch; the size is unchanged then */
  resize(bytes: number): void {
    if (this.#isReleased) return
    this.#reserve(bytes - this.#bytes)
    this.#bytes = bytes
  }

  /** Gives everything back for good. Later calls of `resize` have no effect: a client may have disconnected while data still arrives. */
  release(): void {
    this.resize(0)
    this.#isReleased = true
  }
}
