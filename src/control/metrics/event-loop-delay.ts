import { performance } from 'node:perf_hooks'
import { clearInterval, setInterval } from '../../common/timers.ts'
import { Histogram } from './histogram.ts'

/** In milliseconds. */
const PERIOD = 50

/**
 * How late a timer of the process is, in a histogram that only grows. `monitorEventLoopDelay` of Node has to be reset by each reader,
 * and Bun does not have it.
 */
export class EventLoopDelay {
  readonly delays = new Histogram()
  #timer: NodeJS.Timeout | undefined

  /** Starts to measure, unless it already does. */
  start(): void {
    if (this.#timer !== undefined) return
    let last = performance.now()
    this.#timer = setInterval(() => {
      const now = performance.now()
      this.delays.observe(Math.max(0, now - last - PERIOD) / 1000)
      last = now
    }, PERIOD).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
