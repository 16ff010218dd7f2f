import { randomBytes } from 'node:crypto'

const POOL_BYTES = 4096
const ID_DIGITS = 32

/** The clock and the random ids of a sandbox: the only source of values that differ from run to run. */
export class ClockAndIds {
  #pool = ''
  #used = 0

  /** 32 lower-case hexadecimal digits. */
  requestId(): string {
    if (this.#used === this.#pool.length) {
      this.#pool = randomBytes(POOL_BYTES).toString('hex')
      this.#used = 0
    }
    this.#used += ID_DIGITS
    return this.#pool.slice(this.#used - ID_DIGITS, this.#used)
  }

  /** Milliseconds on a clock that never goes back. */
  monotonic(): number {
    return performance.now()
  }

  now(): Date {
    return new Date()
  }

  /** @param monotonic a value of `monotonic()` */
  dateOf(monotonic: number): Date {
    return new Date(performance.timeOrigin + monotonic)
  }

  /** A random UUID. */
  uuid(): string {
    const id = this.requestId()
    return `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20)}`
  }
}
