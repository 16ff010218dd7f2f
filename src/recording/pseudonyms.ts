import { normalize } from './kind-of-text.ts'
import type { RecordingKey } from './recording-key.ts'
import { Draws, shapes, shortest } from './shapes.ts'
import { havePartInCommon } from './shared-part.ts'

const MAX_ATTEMPTS = 32
/** Numbers below it have no part of four characters. */
const MAX_NUMBER = 1000

/** Replaces values by others of the same kind. The same value always has the same pseudonym; only the key tells which. */
export class Pseudonyms {
  readonly #key: RecordingKey

  constructor(key: RecordingKey) {
    this.#key = key
  }

  /**
   * The pseudonym of a text. It has no part of four characters in common with the text. A blank text becomes a space.
   *
   * @param variant tells apart texts that must stay different but are the same once normalized
   */
  ofText(text: string, variant = ''): string {
    if (text === '') return ''
    if (text.trim() === '' && variant === '') return ' '
    const { kind, normalized } = normalize(text)
    const draws = (attempt: number) => new Draws(this.#key.digest(`text ${attempt} ${variant}`, normalized))
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const pseudonym = shapes[kind](draws(attempt), normalized)
      if (!havePartInCommon(pseudonym, text)) return pseudonym
    }
    return shortest(draws(MAX_ATTEMPTS))
  }

  /**
   * The pseudonym of a number: a positive one with at most three characters, an integer for an integer. Zero has none.
   *
   * @param number as in JSON
   */
  ofNumber(number: string): number {
    if (Number(number) === 0) return 0
    for (let attempt = 0; ; attempt++) {
      const draws = new Draws(this.#key.digest(`number ${attempt}`, number))
      const pseudonym = /^-?\d+$/.test(number) ? draws.upTo(MAX_NUMBER) : draws.upTo(10) + (1 + draws.upTo(9)) / 10
      if (pseudonym !== Number(number) && pseudonym !== 0) return pseudonym
    }
  }
}
