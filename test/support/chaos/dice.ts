import { setTimeout as sleep } from 'node:timers/promises'
import { randomAt, seedOf } from '../../../src/common/random.ts'

/** Seeded random decisions: the same seed gives the same ones. */
export class Dice {
  readonly #seed: number
  #thrown = 0

  constructor(seed: string) {
    this.#seed = seedOf(seed)
  }

  /** A number from 0 up to a limit. */
  upTo(limit: number): number {
    return randomAt(this.#seed, this.#thrown++) * limit
  }

  /** True in half of the cases. */
  get coin(): boolean {
    return this.upTo(2) < 1
  }

  pick<T>(all: readonly [T, ...T[]]): T {
    return all[Math.floor(this.upTo(all.length))] ?? all[0]
  }

  shuffle<T>(all: readonly T[]): T[] {
    const ranked = all.map((value) => [this.upTo(1), value] as const)
    return ranked.toSorted(([a], [b]) => a - b).map(([, value]) => value)
  }

  /** Waits up to some milliseconds. */
  async wait(limit: number): Promise<void> {
    await sleep(this.upTo(limit))
  }
}
