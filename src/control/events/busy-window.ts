import { setTimeout } from '../../common/timers.ts'

/** A busy server sends this many requests, responses and changes in each window. Without the limit, a reader costs it a third more. */
const MOST = 2400
/** In milliseconds. */
const LENGTH = 2000

export const MOST_PER_SECOND = MOST / (LENGTH / 1000)

/** Limits the number of events in a time. */
export class BusyWindow {
  #count = 0
  #end = 0
  readonly #onEnd: () => void

  /** @param onEnd called at the end of a window with too many events */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd
  }

  /** Counts an event. Returns whether there is room for it. @param now in milliseconds on the monotonic clock */
  takes(now: number): boolean {
    if (now >= this.#end) {
      this.#end = now + LENGTH
      this.#count = 0
    }
    this.#count++
    if (this.#count === MOST + 1) setTimeout(this.#onEnd, this.#end - now).unref()
    return this.#count <= MOST
  }
}
