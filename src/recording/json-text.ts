import { entriesOf, parseNestedJson, toJson } from '../common/exact-json.ts'
import { ExactNumber } from '../common/exact-number.ts'
import type { Notes } from './notes.ts'
import type { Pseudonyms } from './pseudonyms.ts'

const MAX_KEY_LENGTH = 64

/** Replaces the values in a JSON text. The structure stays, with keys, `true`, `false` and `null`; a text that is no JSON is replaced as a whole. */
export class JsonTexts {
  readonly #pseudonyms: Pseudonyms
  readonly #notes: Notes
  readonly #isKept: (path: readonly string[]) => boolean

  /** @param isKept which values stay as they are, by the keys on the way to them */
  constructor(pseudonyms: Pseudonyms, notes: Notes, isKept: (path: readonly string[]) => boolean) {
    this.#pseudonyms = pseudonyms
    this.#notes = notes
    this.#isKept = isKept
  }

  replace(text: string): string {
    const parsed = parse(text)
    return parsed === undefined ? this.#pseudonyms.ofText(text) : toJson(this.#value(parsed.value, []))
  }

  #value(value: unknown, path: readonly string[]): unknown {
    if (path.length > 0 && this.#isKept(path)) return value
    if (typeof value === 'string') return this.#pseudonyms.ofText(value)
    if (typeof value === 'number' || value instanceof ExactNumber) return this.#pseudonyms.ofNumber(toJson(value))
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((item) => this.#value(item, path))
    return Object.fromEntries(
      entriesOf(value).map(([key, item]) => [this.#key(key), this.#value(item, [...path, key])])
    )
  }

  #key(key: string): string {
    if (isName(key)) {
      this.#notes.add('keptKeys', key)
      return key
    }
    const pseudonym = this.#pseudonyms.ofText(key)
    this.#notes.add('replacedKeys', pseudonym)
    return pseudonym
  }
}

/** Whether a key is the name of a field. An address or a number is data that somebody uses as a key. */
const isName = (key: string): boolean =>
  key.length <= MAX_KEY_LENGTH && !key.includes('@') && key.replace(/\D/g, '').length < 4

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseNestedJson(text) }
  } catch {
    return undefined
  }
}
