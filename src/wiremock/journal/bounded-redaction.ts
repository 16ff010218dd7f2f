import type { Redaction } from './redaction.ts'

/** In characters: searching more text for credentials would delay other requests. */
const MAX_TEXT = 64 * 1024
const TOO_LONG = '(too long to show here)'

/** Redacts the texts of one pattern, request or response. Hides texts beyond a total length, to limit the time. */
export class BoundedRedaction {
  readonly #redaction: Redaction
  #left = MAX_TEXT

  constructor(redaction: Redaction) {
    this.#redaction = redaction
  }

  url(url: string): string {
    return this.#take(url) ? this.#redaction.url(url) : TOO_LONG
  }

  text(text: string): string {
    return this.#take(text) ? this.#redaction.text(text) : TOO_LONG
  }

  header(name: string, value: string | string[]): string | string[] {
    return [name, value].flat().every((text) => this.#take(text)) ? this.#redaction.show(name, value) : TOO_LONG
  }

  isSecret(name: string): boolean {
    return !this.#take(name) || this.#redaction.isSecret(name)
  }

  #take({ length }: string): boolean {
    if (length > this.#left) return false
    this.#left -= length
    return true
  }
}
