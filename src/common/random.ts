import { hash } from 'node:crypto'

/** The seed of a random stream, as 32 bits. */
export const seedOf = (text: string): number => Number.parseInt(hash('md5', text).slice(0, 8), 16)

/**
 * The n-th number of a random stream (mulberry32), from 0 up to 1. The same seed gives the same numbers, so that a test run repeats.
 *
 * @param n 0 for the first
 */
export function randomAt(seed: number, n: number): number {
  const state = (seed + Math.imul(n + 1, 0x6d2b79f5)) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

/** Random streams that nothing has to remember: delays and the bytes of faults. They start over with a reset or a restart. */
export class RandomStreams {
  readonly #seed: string
  readonly #streams = new Map<string, { readonly seed: number; next: number }>()

  constructor(seed: string) {
    this.#seed = seed
  }

  /** The next number of the stream with this name, from 0 up to 1. */
  next(name: string): number {
    let stream = this.#streams.get(name)
    if (stream === undefined) {
      stream = { seed: seedOf(`${this.#seed}:${name}`), next: 0 }
      this.#streams.set(name, stream)
    }
    return randomAt(stream.seed, stream.next++)
  }
}
