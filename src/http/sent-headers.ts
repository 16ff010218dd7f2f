import type { IncomingHttpHeaders } from 'node:http'

/** Between the names and values of headers: no header can hold it. */
const DIVIDER = '\n'

/** The headers of a request, in the forms that are asked for. */
export class SentHeaders {
  readonly #raw: readonly string[]
  /** By their names in lower case. They are not to be changed: the next request may have the same. */
  readonly byName: Readonly<IncomingHttpHeaders>
  #text: string | undefined

  /** @param raw names and values in turn, as they came */
  constructor(raw: readonly string[], byName: IncomingHttpHeaders) {
    this.#raw = raw
    this.byName = Object.freeze(byName)
  }

  /** All in one text, from which `rawHeadersIn` takes them again. */
  get text(): string {
    this.#text ??= this.#raw.join(DIVIDER)
    return this.#text
  }

  /** Whether these are the same, to the letter. */
  are(raw: readonly string[]): boolean {
    const own = this.#raw
    if (own.length !== raw.length) return false
    for (let i = 0; i < raw.length; i++) if (own[i] !== raw[i]) return false
    return true
  }
}

/** Names and values in turn, as they came. */
export const rawHeadersIn = (text: string): string[] => (text === '' ? [] : text.split(DIVIDER))
