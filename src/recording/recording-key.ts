import { createHmac } from 'node:crypto'
import { Draws, shapes } from './shapes.ts'

/** The least length of a key, in characters: 128 bits as hexadecimal digits. */
export const MIN_KEY_LENGTH = 32

/** The secret from which pseudonyms are derived. Anyone who has it can check whether a person is in a recording, and under which pseudonym. */
export class RecordingKey {
  readonly #key: string

  constructor(key: string) {
    this.#key = key
  }

  /**
   * The HMAC-SHA-256 of a text, as bytes.
   *
   * @param purpose the same text has unrelated digests for different purposes
   */
  digest(purpose: string, text: string): Buffer {
    // JSON also distinguishes lone surrogates, which UTF-8 cannot encode.
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([purpose, text]))
      .digest()
  }

  /** A name for something that must not be readable. It looks like a pseudonym, so that a search for leaks does not find it. */
  nameOf(purpose: string, text: string): string {
    return shapes.word(new Draws(this.digest(purpose, text)), text)
  }

  /** Tells recordings with different keys apart, and says nothing about the key. */
  get fingerprint(): string {
    return this.nameOf('fingerprint', '')
  }
}
