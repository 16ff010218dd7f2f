import { hash } from 'node:crypto'

const LAYOUT = 'USR-00000000-0000-0000-0000-000000000000'
/** Where its digits stand. */
const PLACES = [...LAYOUT].flatMap((character, i) => (character === '0' ? [i] : []))
const DIGITS_PER_WORD = 8
const DIGITS = Buffer.from('0123456789abcdef')

/**
 * A seeded sequence of guids: `USR-` and 32 hexadecimal digits, grouped as the real service does. The same seed gives the same
 * sequence, and no guid comes twice.
 */
export class GuidSequence {
  readonly #words: readonly number[]
  // Its bytes set one by one cost a tenth of texts put together. Not from Node's pool of buffers, a piece of which it would keep.
  /** The guid that is being made. */
  readonly #guid = Buffer.alloc(LAYOUT.length, LAYOUT)

  constructor(seed: string) {
    const digest = hash('md5', seed, 'buffer')
    this.#words = [0, 4, 8, 12].map((at) => digest.readInt32BE(at))
  }

  /** @param place 0 for the first; less than 2^32 */
  at(place: number): string {
    let digit = 0
    for (const word of this.#words) {
      let bits = mixed(word + place)
      for (let i = DIGITS_PER_WORD - 1; i >= 0; i--, bits >>>= 4) {
        this.#guid[PLACES[digit + i] as number] = DIGITS[bits & 15] as number
      }
      digit += DIGITS_PER_WORD
    }
    return this.#guid.toString('latin1')
  }
}

/** The last step of MurmurHash3: no two of the 2^32 numbers give the same. */
function mixed(number: number): number {
  let bits = number | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
