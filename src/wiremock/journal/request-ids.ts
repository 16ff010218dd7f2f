import type { ClockAndIds } from '../../common/clock-and-ids.ts'

const SEQUENCE_DIGITS = 12

/** UUIDs of journal entries: a random beginning, which no other server has, and the position of the entry. */
export class RequestIds {
  readonly #clock: ClockAndIds
  #prefix: string | undefined

  constructor(clock: ClockAndIds) {
    this.#clock = clock
  }

  of(sequence: number): string {
    if (this.#prefix === undefined) {
      const seed = this.#clock.requestId()
      this.#prefix = `${seed.slice(0, 8)}-${seed.slice(8, 12)}-4${seed.slice(12, 15)}-8${seed.slice(15, 18)}-`
    }
    return this.#prefix + sequence.toString(16).padStart(SEQUENCE_DIGITS, '0')
  }

  /** The position in an id that may be one of these. */
  static sequenceIn(id: string): number {
    return Number.parseInt(id.slice(-SEQUENCE_DIGITS), 16)
  }
}
