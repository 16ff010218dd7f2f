import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'

const POOL_BYTES = 4096
const ID_DIGITS = 32
/** The real `Date`: a test in the same process may replace the global one. */
const SystemDate = Date

/** The clock and the random ids of a sandbox: the only source of values that differ from run to run. */
export class ClockAndIds {
  #pool = ''
  #used = 0
  #lastReading = 0
  #asleep = 0
  readonly #longestGap: number

  /** @param longestGap the longest time between two calls of `running` in a process that is not suspended, in milliseconds */
  constructor(longestGap = Number.POSITIVE_INFINITY) {
    this.#longestGap = longestGap
  }

  /** 32 lower-case hexadecimal digits. */
  requestId(): string {
    if (this.#used === this.#pool.length) {
      this.#pool = randomBytes(POOL_BYTES).toString('hex')
      this.#used = 0
    }
    this.#used += ID_DIGITS
    return this.#pool.slice(this.#used - ID_DIGITS, this.#used)
  }

  /** Milliseconds on a clock that never goes back: for durations. */
  monotonic(): number {
    return performance.now()
  }

  /** The wall clock: for dates. It can be set, so the difference between two dates is not a duration. */
  now(): Date {
    return new SystemDate()
  }

  /**
   * The milliseconds in which the process was running. The monotonic clock also counts the time in which a process was paused and, on macOS
   * and Windows, in which a laptop was suspended. No client could use the server then.
   */
  running(): number {
    const time = this.monotonic()
    const gap = time - this.#lastReading
    if (this.#lastReading > 0) this.#asleep += Math.max(0, gap - this.#longestGap)
    this.#lastReading = time
    return time - this.#asleep
  }

  /** A random UUID. */
  uuid(): string {
    const id = this.requestId()
    return `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20)}`
  }
}
