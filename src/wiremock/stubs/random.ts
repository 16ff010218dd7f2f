import { hash } from 'node:crypto'

/**
 * A stream of numbers from 0 up to 1 (mulberry32), the same for the same seed: what happens by chance in a run happens
 * again in the next.
 */
export function randomStream(seed: string): () => number {
  let state = Number.parseInt(hash('md5', seed).slice(0, 8), 16)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
