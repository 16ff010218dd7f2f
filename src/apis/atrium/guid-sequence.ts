import { hash } from 'node:crypto'

const LAYOUT = 'USR-00000000-0000-0000-0000-000000000000'
/** The positions of the digits. */
const POSITIONS = [...LAYOUT].flatMap((character, i) => (character === '0' ? [i] : []))
const DIGITS_PER_WORD = 8
const DIGITS = Buffer.from('0123456789abcdef')

/**
 * A seeded sequence of guids: `USR-` and 32 hexadecimal digits, grouped as the real service does. The same seed gives the same
 * sequence, and no guid repeats.
 */
export class GuidSequence {
  readonly #words: readonly number[]
  /** The current guid. Setting bytes is ten times as fast as joining strings. Buffer.alloc avoids Node's shared pool, which would stay in memory. */
  readonly #guid = Buffer.alloc(LAYOUT.length, LAYOUT)

  constructor(seed: string) {
    const digest = hash('md5', seed, 'buffer')
    this.#words = [0, 4, 8, 12].map((at) => digest.readInt32BE(at))
  }

  /** @param index 0 for the first; less than 2^32 */
  at(index: number): string {
    let digit = 0
    for (const word of this.#words) {
      let bits = murmurFinalizer(word + index)
      for (let i = DIGITS_PER_WORD - 1; i >= 0; i--, bits >>>= 4) {
        this.#guid[POSITIONS[digit + i] as number] = DIGITS[bits & 15] as number
      }
      digit += DIGITS_PER_WORD
    }
    return this.#guid.toString('latin1')
  }
}

/** The finalizer of MurmurHash3: a permutation of the 32-bit integers, so that no result repeats. */
function murmurFinalizer(number: number): number {
  let bits = number | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
