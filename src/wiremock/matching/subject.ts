import { parseNestedJson } from '../../common/exact-json.ts'
import { TooExpensive, type Work } from './work.ts'

/** The `json` of a text that is not JSON. It equals no JSON value. */
export const NOT_JSON = Symbol('not JSON')

/** A text to match: a header, a parameter, a body. Its JSON is parsed once for all patterns. */
export class Subject {
  /** `undefined` if the request has no such header, parameter or body. */
  readonly text: string | undefined
  /** Counts the steps of matching it. */
  readonly work: Work
  /** When the request arrived, in milliseconds since 1970: `now` in patterns for dates. */
  readonly time: number
  #json: unknown
  #jsonError: string | undefined
  #lowerCase: string | undefined

  constructor(text: string | undefined, work: Work, time: number) {
    this.text = text
    this.work = work
    this.time = time
  }

  /** The parsed text; `NOT_JSON` if it is not JSON. @throws TooExpensive */
  get json(): unknown {
    if (this.#json === undefined) {
      const text = String(this.text)
      this.work.spend(text.length, `reading ${text.length} characters as JSON`)
      this.#json = this.#parse(text)
    }
    return this.#json
  }

  /** Why the text is not JSON; `undefined` if it is, or if no pattern has read it as JSON. */
  get jsonError(): string | undefined {
    return this.#jsonError
  }

  #parse(text: string): unknown {
    try {
      return parseNestedJson(text, undefined, (length) =>
        this.work.spend(STEPS_PER_EXACT_CHARACTER * length, `reading ${length} characters as JSON`)
      )
    } catch (error) {
      if (error instanceof TooExpensive) throw error
      this.#jsonError = (error as SyntaxError).message
      return NOT_JSON
    }
  }

  /** The text in lower case. @throws TooExpensive */
  get lowerCase(): string | undefined {
    if (this.#lowerCase === undefined && this.text !== undefined) {
      const { length } = this.text
      this.work.spend(length / CHARACTERS_PER_STEP, `converting ${length} characters to lower case`)
      this.#lowerCase = this.text.toLowerCase()
    }
    return this.#lowerCase
  }
}

/** How many more steps it takes to read a character if numbers keep their text. */
const STEPS_PER_EXACT_CHARACTER = 1.5

/** How many characters of a text can be compared or copied in one step. */
export const CHARACTERS_PER_STEP = 8
