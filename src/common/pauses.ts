/** What a timer of Node's can take: 24 days. */
const LONGEST = 2 ** 31 - 1

/** A wait that can be cut short. */
export class Pause {
  /** Resolves at its end. */
  readonly over: Promise<void>
  readonly #timer: NodeJS.Timeout
  #resolve!: () => void

  /** @param milliseconds how long it lasts at most */
  constructor(milliseconds: number) {
    this.over = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#timer = setTimeout(() => this.end(), Math.min(milliseconds, LONGEST))
  }

  /** Ends it now. */
  end(): void {
    clearTimeout(this.#timer)
    this.#resolve()
  }
}

/** Every wait that goes on in a server: delayed answers, and calls that wait for requests. */
export class Pauses {
  readonly #running = new Set<Pause>()
  #isOver = false

  /** @param milliseconds how long it lasts at most; a server that stops pauses no more */
  start(milliseconds: number): Pause {
    const pause = new Pause(this.#isOver ? 0 : milliseconds)
    this.#running.add(pause)
    pause.over.then(() => this.#running.delete(pause))
    return pause
  }

  /** Ends all, and every one that is begun from now on: the server stops. */
  endAll(): void {
    this.#isOver = true
    for (const pause of this.#running) pause.end()
  }
}
