import { hash } from 'node:crypto'

/**
 * A seeded sequence of guids: `USR-` and 32 hexadecimal digits, grouped as the real service does. The same seed gives the same
 * sequence, and no guid comes twice.
 */
export class GuidSequence {
  readonly #words: readonly number[]

  constructor(seed: string) {
    const digest = hash('md5', seed, 'buffer')
    this.#words = [0, 4, 8, 12].map((at) => digest.readInt32BE(at))
  }

  /** @param place 0 for the first; less than 2^32 */
  at(place: number): string {
    const [a = '', b = '', c = '', d = ''] = this.#words.map((word) => digitsOf(mixed(word + place)))
    // Joined, because the text is a key next: one that was put together with + would have to be copied into one piece then.
    return ['USR', a, b.slice(0, 4), b.slice(4), c.slice(0, 4), c.slice(4) + d].join('-')
  }
}

const digitsOf = (word: number): string => word.toString(16).padStart(8, '0')

/** The last step of MurmurHash3: no two of the 2^32 numbers give the same. */
function mixed(number: number): number {
  let bits = number | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
