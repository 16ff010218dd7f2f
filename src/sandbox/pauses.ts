/** A wait that can be cut short. */
export interface Pause {
  /** Resolves at its end. */
  readonly over: Promise<void>
  /** Ends it now. */
  end(): void
}

/** What a timer of Node's can take: 24 days. */
const LONGEST = 2 ** 31 - 1

/** Every wait that goes on in a server: delayed answers, and calls that wait for requests. */
export class Pauses {
  readonly #running = new Set<() => void>()
  #isOver = false

  /** @param milliseconds how long it lasts at most; a server that stops pauses no more */
  start(milliseconds: number): Pause {
    let end!: () => void
    const over = new Promise<void>((resolve) => {
      const timer = setTimeout(() => end(), this.#isOver ? 0 : Math.min(milliseconds, LONGEST))
      end = () => {
        clearTimeout(timer)
        this.#running.delete(end)
        resolve()
      }
    })
    this.#running.add(end)
    return { over, end }
  }

  /** Ends all, and every one that is begun from now on: the server stops. */
  endAll(): void {
    this.#isOver = true
    for (const end of this.#running) end()
  }
}
