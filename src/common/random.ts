import { hash } from 'node:crypto'

/** The seed of a random stream, as 32 bits. */
export const seedOf = (text: string): number => Number.parseInt(hash('md5', text).slice(0, 8), 16)

/**
 * The n-th number of a random stream (mulberry32), from 0 up to 1. The same seed gives the same numbers, so that test runs are reproducible.
 *
 * @param n 0 for the first
 */
export function randomAt(seed: number, n: number): number {
  const state = (seed + Math.imul(n + 1, 0x6d2b79f5)) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

interface RandomStream {
  readonly seed: number
  readonly position: number
}

/** Random streams that are not part of the saved state: delays and the bytes of faults. They start over with a reset or a restart. */
export class RandomStreams {
  readonly #seed: string
  /** Streams by name, of each owner. */
  readonly #streams = new WeakMap<object, Map<string, RandomStream>>()

  constructor(seed: string) {
    this.#seed = seed
  }

  /**
   * The next number of the stream with this name, from 0 up to 1.
   *
   * @param owner the stream exists as long as this object
   */
  next(name: string, owner: object = this): number {
    const streams = this.#streams.get(owner) ?? new Map<string, RandomStream>()
    this.#streams.set(owner, streams)
    const { seed, position } = streams.get(name) ?? { seed: seedOf(`${this.#seed}:${name}`), position: 0 }
    streams.set(name, { seed, position: position + 1 })
    return randomAt(seed, position)
  }
}
