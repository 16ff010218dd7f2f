import { ClockAndIds } from './clock-and-ids.ts'
import { nextTurn } from './timers.ts'

/** In milliseconds. */
const SLICE = 5

/** Splits long work into slices, one in each turn of the event loop, so that other requests are served in between. */
export class Turns {
  readonly #clock = new ClockAndIds()
  #last: Promise<void> = Promise.resolve()

  /** Resolves in a turn of the event loop that no other long work uses. */
  next(): Promise<void> {
    this.#last = this.#last.then(() => nextTurn())
    return this.#last
  }

  /** Calls a function for each item, in as many turns as necessary. */
  async each<T>(items: Iterable<T>, act: (item: T) => void): Promise<void> {
    let startedAt = this.#clock.monotonic()
    for (const item of items) {
      act(item)
      if (this.#clock.monotonic() - startedAt < SLICE) continue
      await this.next()
      startedAt = this.#clock.monotonic()
    }
  }
}
