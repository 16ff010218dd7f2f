import type { Turns } from '../../common/turns.ts'

/** The most steps for one pattern and one request. A step takes up to 20 ns, so this is about 50 ms at worst. */
const MAX_STEPS = 3_000_000
/** The most steps for all patterns that are compared with one request. */
export const MAX_STEPS_OF_REQUEST = 100_000_000
/** The most steps of one control call. */
export const MAX_STEPS_OF_CALL = 1_000_000_000
/** After this many steps, work is interrupted, and waits for its turn. */
const MAX_SLICE = 200_000
/** The least number of steps for a pattern. */
const STEPS_OF_PATTERN = 20

/** The comparison takes too many steps. The message says which limit was hit, and what to do. */
export class TooExpensive extends Error {
  /** Whether it exceeded the limit for all patterns together. */
  readonly isOfAll: boolean

  constructor(message: string, isOfAll = false) {
    super(message)
    this.isOfAll = isOfAll
  }

  /** All patterns together take too many. @param limit in steps */
  static ofAll(limit: number): TooExpensive {
    const message = `all patterns together exceed the limit of ${limit} steps: use fewer or simpler patterns, or let them match fewer addresses`
    return new TooExpensive(message, true)
  }
}

/** Interrupts a step, which `inTurns` repeats in its turn. */
export class Interruption extends Error {}

/** Counts the steps of matching. The limits are numbers of steps instead of times, so a pattern matches the same on every machine. */
export class Work {
  readonly #limit: number
  /** Ends the work. */
  readonly signal: AbortSignal | undefined
  #ofAll = 0
  #ofPattern = 0
  #ofSlice = 0
  #hasTurn = false

  /**
   * @param limit the most steps for all patterns together
   * @param signal ends the work, such as that of a caller who disconnects
   */
  constructor(limit = MAX_STEPS_OF_REQUEST, signal?: AbortSignal) {
    this.#limit = limit
    this.signal = signal
  }

  /** How many steps it has taken. */
  get steps(): number {
    return this.#ofAll + this.#ofPattern
  }

  /** Whether the work waits for turns: it turned out to be long. */
  get hasTurn(): boolean {
    return this.#hasTurn
  }

  /** Begins to match another pattern. */
  startPattern(): void {
    if (this.#ofSlice > MAX_SLICE) throw new Interruption()
    this.#endPattern()
    this.spend(STEPS_OF_PATTERN, '')
  }

  /**
   * Counts steps before they are taken.
   *
   * @param subject what takes them, for the message
   * @throws TooExpensive
   */
  spend(steps: number, subject: string): void {
    this.#ofPattern += steps
    this.#ofSlice += steps
    if (this.#ofPattern > MAX_STEPS) {
      throw new TooExpensive(
        `${subject} exceeds the limit of ${MAX_STEPS} steps for one pattern: use a simpler pattern or a shorter text`
      )
    }
    if (this.steps > this.#limit) throw TooExpensive.ofAll(this.#limit)
    if (this.#ofSlice > MAX_SLICE && !this.#hasTurn) throw new Interruption()
  }

  /** Begins a turn of the event loop that no other work takes: one pattern may be finished in it. */
  startTurn(): void {
    this.#endPattern()
    this.#ofSlice = 0
    this.#hasTurn = true
  }

  #endPattern(): void {
    this.#ofAll += this.#ofPattern
    this.#ofPattern = 0
  }
}

/**
 * Runs a step at once if it is short, otherwise in a separate turn.
 *
 * @param step may run several times
 * @throws what `step` throws, such as TooExpensive; the reason of the work's signal
 */
export async function inTurns<T>(work: Work, turns: Turns, step: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await step()
    } catch (error) {
      if (!(error instanceof Interruption)) throw error
    }
    await turns.next()
    work.signal?.throwIfAborted()
    work.startTurn()
  }
}
