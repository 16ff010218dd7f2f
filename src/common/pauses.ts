import { clearTimeout, setTimeout } from './timers.ts'
import { Turns } from './turns.ts'

/** The longest delay that Node's timers support, in milliseconds: 24 days. */
export const MAX_DELAY = 2 ** 31 - 1

/** A delay that can be ended early. */
export class Pause {
  /** Resolves when the delay ends. */
  readonly over: Promise<void>
  readonly #timer: NodeJS.Timeout
  #resolve!: () => void

  /** @param milliseconds the longest possible duration */
  constructor(milliseconds: number) {
    this.over = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#timer = setTimeout(() => this.end(), Math.min(milliseconds, MAX_DELAY))
  }

  /** Ends it now. */
  end(): void {
    clearTimeout(this.#timer)
    this.#resolve()
  }
}

/** All running delays of a server: delayed responses, and calls that wait for requests. */
export class Pauses {
  /** Schedules long work in turns. */
  readonly turns = new Turns()
  readonly #running = new Set<Pause>()
  #isStopping = false

  /** Whether all delays end at once, because the server is stopping. */
  get isStopping(): boolean {
    return this.#isStopping
  }

  /** Starts a delay. It ends at once if the server is stopping. */
  start(milliseconds: number): Pause {
    const pause = new Pause(this.#isStopping ? 0 : milliseconds)
    this.#running.add(pause)
    pause.over.then(() => this.#running.delete(pause))
    return pause
  }

  /** Ends all delays, running and future, because the server is stopping. */
  endAll(): void {
    this.#isStopping = true
    for (const pause of this.#running) pause.end()
  }
}
