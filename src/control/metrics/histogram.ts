/** Upper bounds of the buckets, in seconds. */
export const BOUNDS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
]

/** Durations in buckets. They only grow, so several readers do not disturb each other. */
export class Histogram {
  /** How many durations each bucket contains without those before it; the last bucket has no bound. */
  readonly #buckets: number[] = new Array(BOUNDS.length + 1).fill(0)
  #sum = 0

  observe(seconds: number): void {
    let i = 0
    while (i < BOUNDS.length && seconds > (BOUNDS[i] as number)) i++
    this.#buckets[i] = (this.#buckets[i] as number) + 1
    this.#sum += seconds
  }

  /** The sum of all durations, in seconds. */
  get sum(): number {
    return this.#sum
  }

  /** How many durations are at most as long as each bound; last, how many there are. */
  cumulative(): number[] {
    let total = 0
    return this.#buckets.map((count) => {
      total += count
      return total
    })
  }
}
