import type { Work } from '../matching/work.ts'
import { TemplateError } from './template-error.ts'

/** In characters, for the response and for each intermediate text. */
const MAX_TEXT = 4 * 1024 * 1024
/** Copying or comparing a character takes 2.5 ns at most, an eighth of a step. */
export const STEPS_PER_COPIED = 1 / 8
const BYTES_PER_CHARACTER = 2
/** How much memory is reserved in advance, in bytes. A rendering that takes no more reserves nothing. */
const RESERVED_AT_ONCE = 256 * 1024

/**
 * Counts the steps of one rendering, and the characters of its texts, in advance. Characters take steps, too, so that all texts of a
 * rendering together have at most 24 million characters, whether or not variables keep them.
 */
export class RenderWork {
  readonly #work: Work
  readonly #reserve: (bytes: number) => void
  #bytes = 0
  #reserved = RESERVED_AT_ONCE

  /** @param reserve sets how much memory is reserved for the rendering, in bytes */
  constructor(work: Work, reserve: (bytes: number) => void) {
    this.#work = work
    this.#reserve = reserve
  }

  /** @throws TooExpensive */
  spend(steps: number, subject: string): void {
    this.#work.spend(steps, subject)
  }

  /**
   * Counts characters that are going to be written.
   *
   * @param before how many the text has already
   * @param steps for each character
   * @throws TemplateError if the text becomes too long, TooExpensive
   */
  write(length: number, before = 0, steps = STEPS_PER_COPIED): void {
    if (before + length > MAX_TEXT) {
      throw new TemplateError(`the response exceeds the limit of ${MAX_TEXT} characters for templates`)
    }
    this.#work.spend(length * steps, 'writing a response')
    this.reserve(BYTES_PER_CHARACTER * length)
  }

  /** Reserves more memory, in bytes. It is given back when the rendering ends. */
  reserve(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes <= this.#reserved) return
    this.#reserved = this.#bytes + RESERVED_AT_ONCE
    this.#reserve(this.#reserved)
  }
}
