import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { clearTimeout, setTimeout } from '../../common/timers.ts'
import { StoreUnavailable } from '../store-unavailable.ts'

/** In milliseconds: how long the store may be silent until requests fail. */
export const PATIENCE = 4500
/** In milliseconds: how long requests wait for a store that has been silent for longer. */
const SHORT = 500

/**
 * How long requests wait. The time since the store last responded counts, so that the waits of a request do not add up, and that
 * requests fail soon when the store is known to be unavailable.
 */
export class Patience {
  readonly #clock = new ClockAndIds()
  #heardAt = this.#clock.monotonic()

  /** In milliseconds: the time since the store last responded. */
  get silence(): number {
    return this.#clock.monotonic() - this.#heardAt
  }

  /** In milliseconds: how long to wait from now on. */
  get left(): number {
    return Math.max(SHORT, PATIENCE - this.silence)
  }

  /** Everything that was stored before a time has arrived here. @param time in milliseconds on the monotonic clock */
  renew(time: number): void {
    this.#heardAt = Math.max(this.#heardAt, time)
  }

  /** Waits for a result, but not too long. @throws StoreUnavailable, or what the promise rejects with */
  async limit<T>(promise: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new StoreUnavailable('NATS does not respond')), this.left)
    })
    try {
      return await Promise.race([promise, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
