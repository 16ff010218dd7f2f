import { parseNestedJson } from './nested-json.ts'

/** What JSON text that does not parse is taken for: equal to nothing. */
export const NOT_JSON = Symbol('not JSON')

/** A text that patterns are held against: a header, a parameter, a body. It is parsed once, however many patterns ask. */
export class Subject {
  /** `undefined` where there is no such header or parameter, or no body. */
  readonly text: string | undefined
  #json: unknown

  constructor(text: string | undefined) {
    this.text = text
  }

  /** The text read as JSON; `NOT_JSON` where it is none. */
  get json(): unknown {
    this.#json ??= parsed(this.text)
    return this.#json
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return parseNestedJson(String(text))
  } catch {
    return NOT_JSON
  }
}
