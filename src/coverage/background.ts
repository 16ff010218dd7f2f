import { performance } from 'node:perf_hooks'
import { sleep } from '../common/timers.ts'
import type { Books } from './books.ts'
import type { SandboxCoverage } from './sandbox-coverage.ts'

// All times are in milliseconds.

/** How long a slice of the work may delay requests. */
const SLICE = 3
/** Before the first slice: a reset leaves many requests at once. */
const FIRST_PAUSE = 50
/** The pause after a slice, as a multiple of its duration: the busier the server, the longer. It is busy if it works for a quarter of the time. */
const IDLE_PAUSE = 3
const BUSY_PAUSE = 100
const BUSY = 0.25

/** Evaluates requests in short slices, most of all while a server has nothing else to do. */
export class Background {
  readonly #books: () => Promise<Books>
  readonly #done: () => void
  readonly #failure: (error: Error) => void
  readonly #waiting = new Set<SandboxCoverage>()
  #isRunning = false
  /** Ends a pause, which would keep the memory of a closed server. */
  readonly #closing = new AbortController()
  #load = performance.eventLoopUtilization()

  /** @param done called when all requests of a sandbox are evaluated */
  constructor(books: () => Promise<Books>, done: () => void, failure: (error: Error) => void) {
    this.#books = books
    this.#done = done
    this.#failure = failure
  }

  wake(coverage: SandboxCoverage): void {
    this.#waiting.add(coverage)
    const { signal } = this.#closing
    if (this.#isRunning || signal.aborted) return
    this.#isRunning = true
    this.#run()
      .catch((error) => signal.aborted || this.#failure(error))
      .finally(() => {
        this.#isRunning = false
      })
  }

  close(): void {
    this.#closing.abort()
    this.#waiting.clear()
  }

  async #run(): Promise<void> {
    const books = await this.#books()
    this.#load = performance.eventLoopUtilization()
    let pause = FIRST_PAUSE
    while (this.#waiting.size > 0) {
      // A process may end meanwhile.
      await sleep(pause, undefined, { ref: false, signal: this.#closing.signal })
      pause = this.#work(books)
    }
  }

  /** Evaluates requests of the sandbox that has waited longest. @returns how long to pause */
  #work(books: Books): number {
    // Runtimes other than Node may report 0: then the server counts as idle.
    const { utilization } = performance.eventLoopUtilization(performance.eventLoopUtilization(), this.#load)
    const [coverage] = this.#waiting
    if (coverage === undefined) return 0
    this.#waiting.delete(coverage)
    const start = performance.now()
    coverage.evaluate(books, SLICE)
    if (coverage.isPending) this.#waiting.add(coverage)
    else this.#done()
    const duration = performance.now() - start
    this.#load = performance.eventLoopUtilization()
    return duration * (IDLE_PAUSE + (BUSY_PAUSE - IDLE_PAUSE) * Math.min(1, (utilization / BUSY) ** 2))
  }
}
