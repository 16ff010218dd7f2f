import { parseNestedJson } from './nested-json.ts'

/** The `json` of a text that is not JSON. It equals no JSON value. */
export const NOT_JSON = Symbol('not JSON')

/** A text to match: a header, a parameter, a body. Its JSON is parsed once for all patterns. */
export class Subject {
  /** `undefined` if the request has no such header, parameter or body. */
  readonly text: string | undefined
  #json: unknown

  constructor(text: string | undefined) {
    this.text = text
  }

  /** The parsed text; `NOT_JSON` if it is not JSON. */
  get json(): unknown {
    this.#json ??= parse(this.text)
    return this.#json
  }
}

function parse(text: string | undefined): unknown {
  try {
    return parseNestedJson(String(text))
  } catch {
    return NOT_JSON
  }
}
