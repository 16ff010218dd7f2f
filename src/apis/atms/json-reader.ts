import { numberText } from './json-numbers.ts'
import { MalformedJson, TooMany } from './malformed-json.ts'

/** A value that a text field cannot have: an object, an array, `undefined`, a constructor. rule: atms.bodies.unreadable */
export const UNREADABLE = Symbol('unreadable')

/** A value as a text field reads it: numbers and booleans become text. rule: atms.bodies.text */
export type FieldValue = string | null | typeof UNREADABLE
export type Member = readonly [key: string, value: FieldValue]

// The white space of .NET, and NUL, which Json.NET skips as well.
const BLANK = '\\0\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const AT_END_OF_VALUE = `(?![^${BLANK}/,\\]})])`
const BLANKS = new RegExp(`[${BLANK}]+`, 'y')
const COMMENT = /\/(?:\*.*?\*\/|\/[^\r\n]*)/sy
const IDENTIFIER = /[\p{L}\p{Nd}_$]+/uy
const LITERAL = new RegExp(`(?:null|undefined|true|false|NaN|-?Infinity)${AT_END_OF_VALUE}`, 'y')
const NUMBER = new RegExp(`[-.\\d][-+.\\da-fx]*${AT_END_OF_VALUE}`, 'iy')
const CONSTRUCTOR = new RegExp(`new[${BLANK}]+[\\p{L}\\p{Nd}]+[${BLANK}]*\\(`, 'uy')

const LITERALS: ReadonlyMap<string, FieldValue> = new Map<string, FieldValue>([
  ['null', null],
  ['undefined', UNREADABLE],
  ['true', 'True'],
  ['false', 'False']
])

const ESCAPES: ReadonlyMap<string | undefined, string> = new Map(
  Object.entries({ b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '\\': '\\', '"': '"', "'": "'", '/': '/' })
)
/** .NET accepts blanks around the digits. */
const HEXADECIMAL = /^\s*[\da-f]+\s*$/i
const LONE_SURROGATE = /[\ud800-\udfff]/gu

/** The limit of ASP.NET Web API. */
const MAX_DEPTH = 256
/** Reading more values would delay other requests. */
const MAX_VALUES = 50_000
/** Reading more would delay other requests. No body of the default maximum size can contain more. */
const MAX_ESCAPES_AND_COMMENTS = 512 * 1024

/**
 * Reads a JSON text as Json.NET 6 does with the settings of ASP.NET Web API. It accepts more than JSON: single quotes, keys without quotes,
 * comments, a comma at the end, line ends in texts, `NaN`, hexadecimal and octal numbers. It ignores everything after the object. rule: atms.bodies.json-net
 *
 * @returns the members of the object, in order and including repeated keys; `null` if the text has no value
 * @throws MalformedJson, TooMany
 */
export function readMembers(text: string): Member[] | null {
  const reader = new JsonReader(text)
  const start = reader.next()
  if (start === '{') return reader.members(1)
  if (start === '' || reader.isNull()) return null
  throw new MalformedJson()
}

class JsonReader {
  readonly #text: string
  #at = 0
  #values = 0
  #escapesAndComments = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Skips blanks and comments. @returns the next character; `''` at the end */
  next(): string {
    for (;;) {
      const character = this.#text[this.#at] ?? ''
      // A fast path: without it, a long array takes twice as long (measured).
      if (character > ' ' && character < '\x7f' && character !== '/') return character
      if (this.#match(BLANKS)) continue
      if (this.#match(COMMENT)) {
        this.#countEscapeOrComment()
        continue
      }
      if (character === '/') throw new MalformedJson()
      return character
    }
  }

  isNull(): boolean {
    const literal = this.#match(LITERAL)
    return literal === 'null' || literal === 'undefined'
  }

  /** Reads an object. The next character is its opening brace. */
  members(depth: number): Member[] {
    const members: Member[] = []
    this.#readItems('}', depth, () => {
      const key = this.#key()
      this.#match(BLANKS)
      if (this.#text[this.#at++] !== ':') throw new MalformedJson()
      members.push([key, this.#value(depth)])
    })
    return members
  }

  /** Reads the items between two brackets. The next character is the opening one. A comma may follow the last item. */
  #readItems(closing: string, depth: number, readItem: () => void): void {
    if (depth > MAX_DEPTH) throw new MalformedJson()
    do {
      this.#at++
      if (this.next() === closing) break
      // rule: atms.bodies.values
      if (++this.#values > MAX_VALUES) throw new TooMany('values', MAX_VALUES)
      readItem()
    } while (this.next() === ',')
    if (this.#text[this.#at++] !== closing) throw new MalformedJson()
  }

  #key(): string {
    const quote = this.#text[this.#at]
    const key = quote === '"' || quote === "'" ? this.#string(quote) : this.#match(IDENTIFIER)
    if (key === undefined) throw new MalformedJson()
    return key
  }

  /** Reads a value that is nested in `depth` brackets. */
  #value(depth: number): FieldValue {
    const start = this.next()
    if (start === '"' || start === "'") return this.#string(start)
    // Json.NET reads a missing value as undefined.
    if (start === ',') return UNREADABLE
    if (start === '{') return this.#skip(() => this.members(depth + 1))
    if (start === '[') return this.#skip(() => this.#elements(']', depth + 1))
    const number = this.#match(NUMBER)
    if (number !== undefined) return numberText(number)
    const literal = this.#match(LITERAL)
    if (literal !== undefined) return LITERALS.has(literal) ? (LITERALS.get(literal) as FieldValue) : literal
    if (this.#match(CONSTRUCTOR) === undefined) throw new MalformedJson()
    this.#at--
    return this.#skip(() => this.#elements(')', depth + 1))
  }

  #elements(closing: string, depth: number): void {
    this.#readItems(closing, depth, () => this.#value(depth))
  }

  #skip(read: () => void): FieldValue {
    read()
    return UNREADABLE
  }

  /** Reads a string. The next character is its opening quotation mark. */
  #string(quote: string): string {
    let text = ''
    let start = ++this.#at
    let hasEscapes = false
    for (;;) {
      const character = this.#text[this.#at]
      if (character === quote) break
      if (character === undefined) throw new MalformedJson()
      if (character === '\\') {
        text += this.#text.slice(start, this.#at) + this.#escape()
        start = this.#at
        hasEscapes = true
      } else this.#at++
    }
    text += this.#text.slice(start, this.#at++)
    return hasEscapes ? text.replaceAll(LONE_SURROGATE, '\ufffd') : text
  }

  #escape(): string {
    this.#countEscapeOrComment()
    const letter = this.#text[this.#at + 1]
    const digits = letter === 'u' ? this.#text.slice(this.#at + 2, this.#at + 6) : ''
    this.#at += 2 + digits.length
    const character = HEXADECIMAL.test(digits) ? String.fromCharCode(Number.parseInt(digits, 16)) : ESCAPES.get(letter)
    if (character === undefined) throw new MalformedJson()
    return character
  }

  #countEscapeOrComment(): void {
    if (++this.#escapesAndComments > MAX_ESCAPES_AND_COMMENTS)
      throw new TooMany('escapes and comments', MAX_ESCAPES_AND_COMMENTS)
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    if (!pattern.test(this.#text)) return undefined
    const start = this.#at
    this.#at = pattern.lastIndex
    return this.#text.slice(start, this.#at)
  }
}
