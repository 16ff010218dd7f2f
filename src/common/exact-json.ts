import { visit } from 'jsonc-parser'
import { ExactNumber } from './exact-number.ts'

/** WireMock's parser has the same limit. Recursion over deeper JSON would overflow the stack. */
const MAX_DEPTH = 1000
/** JavaScript sorts members with such names by number, before all others. */
const INDEX = /^(?:0|[1-9]\d{0,9})$/
const ORDER = Symbol('order of members')

/** Properties of a JSON text that are needed before it is parsed. */
export interface JsonScan {
  readonly depth: number
  /** The number of brackets and commas. */
  readonly parts: number
  /** Whether JavaScript would change a number, or the order of members. */
  readonly isInexact: boolean
}

/**
 * Parses JSON of limited depth. Numbers that JavaScript would change become an `ExactNumber`; `toJson` also keeps the order of members.
 *
 * @param maxParts the maximum number of lists, objects, elements and members: they take more time than plain text
 * @param spend called with the number of characters if exact parsing is necessary, which takes longer
 * @throws SyntaxError for invalid JSON, and for JSON that is nested too deeply or has too many parts
 */
export function parseNestedJson(
  text: string,
  maxParts = Number.POSITIVE_INFINITY,
  spend?: (characters: number) => void
): unknown {
  const { depth, parts, isInexact } = scanJson(text, maxParts)
  if (depth > MAX_DEPTH) throw new SyntaxError(`nested deeper than ${MAX_DEPTH} levels`)
  if (parts > maxParts)
    throw new SyntaxError(`more than ${maxParts} values: send fewer, or send a long jsonBody as a string in body`)
  const value: unknown = JSON.parse(text)
  if (!isInexact) return value
  spend?.(text.length)
  return parseExactly(text)
}

/** Measures a JSON text, which need not be valid, in one pass. @param maxParts the pass ends when the text has more */
export function scanJson(text: string, maxParts = Number.POSITIVE_INFINITY): JsonScan {
  let depth = 0
  let maxDepth = 0
  let parts = 0
  let isInexact = false
  for (let i = 0; i < text.length && parts <= maxParts; i++) {
    const character = text.charCodeAt(i)
    if (character === 0x22) {
      const end = endOfString(text, i)
      isInexact ||= isDigit(text.charCodeAt(i + 1)) && isIndex(text, i + 1, end)
      i = end
    } else if (character === 0x2c) parts++
    else if (character === 0x5b || character === 0x7b) {
      parts++
      maxDepth = Math.max(maxDepth, ++depth)
    } else if (character === 0x5d || character === 0x7d) depth--
    else if (isDigit(character) || character === 0x2d) {
      const start = i
      while (isInNumber(text.charCodeAt(i + 1))) i++
      isInexact ||= !isExact(text, start, i + 1)
    }
  }
  return { depth: maxDepth, parts, isInexact }
}

const isDigit = (character: number): boolean => character >= 0x30 && character <= 0x39
/** A digit, or one of `+-.eE`. */
const isInNumber = (character: number): boolean =>
  isDigit(character) ||
  character === 0x2e ||
  character === 0x65 ||
  character === 0x45 ||
  character === 0x2b ||
  character === 0x2d

function endOfString(text: string, start: number): number {
  let i = start + 1
  for (; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++
  return i
}

/** Whether a string is the name of a member that JavaScript would reorder. */
function isIndex(text: string, start: number, end: number): boolean {
  return end - start <= 10 && INDEX.test(text.slice(start, end)) && /^\s*:/.test(text.slice(end + 1, end + 20))
}

function isExact(text: string, start: number, end: number): boolean {
  const number = text.slice(start, end)
  return String(Number(number)) === number
}

interface OpenContainer {
  readonly isArray: boolean
  readonly items: unknown[]
  readonly names: string[]
}

/** Builds the value of valid JSON from its source. */
function parseExactly(text: string): unknown {
  const root: OpenContainer = { isArray: true, items: [], names: [] }
  const open = [root]
  const add = (value: unknown): unknown => open.at(-1)?.items.push(value)
  const begin = (isArray: boolean) => (): void => {
    open.push({ isArray, items: [], names: [] })
  }
  const end = (): void => {
    const { isArray, items, names } = open.pop() as OpenContainer
    add(isArray ? items : objectOf(names, items))
  }
  visit(text, {
    onObjectBegin: begin(false),
    onArrayBegin: begin(true),
    onObjectEnd: end,
    onArrayEnd: end,
    onObjectProperty: (name) => open.at(-1)?.names.push(name),
    onLiteralValue(value, offset, length) {
      const source = typeof value === 'number' ? text.slice(offset, offset + length) : ''
      add(typeof value === 'number' && String(value) !== source ? new ExactNumber(source) : value)
    }
  })
  return root.items[0]
}

function objectOf(names: readonly string[], values: readonly unknown[]): object {
  const object = Object.fromEntries(names.map((name, i) => [name, values[i]]))
  // Not enumerable, so that it does not count as a member and copies, which have their own order, do not inherit it.
  if (names.some((name) => INDEX.test(name))) Object.defineProperty(object, ORDER, { value: [...new Set(names)] })
  return object
}

const namesOf = (object: object): readonly string[] =>
  ORDER in object ? (object[ORDER] as readonly string[]) : Object.keys(object)

/** The members of an object of a JSON document, in its order. */
export const entriesOf = (object: object): [name: string, value: unknown][] =>
  namesOf(object).map((name) => [name, object[name as keyof typeof object]])

/** How to format JSON. */
export interface JsonStyle {
  number(value: number | ExactNumber): string
  /** The text before a member, and before the end of an object. @param depth how many levels to indent */
  newLine(depth: number): string
  readonly colon: string
  /** Before, between and after the elements of an array. */
  readonly array: readonly [start: string, separator: string, end: string]
  readonly empty: { readonly object: string; readonly array: string }
}

/** Writes a JSON value of limited depth. */
export function writeJson(value: unknown, style: JsonStyle): string {
  const parts: string[] = []
  write(value, style, 0, parts)
  return parts.join('')
}

function write(value: unknown, style: JsonStyle, depth: number, parts: string[]): void {
  if (typeof value === 'number' || value instanceof ExactNumber) parts.push(style.number(value))
  else if (Array.isArray(value)) writeArray(value, style, depth, parts)
  else if (typeof value === 'object' && value !== null) writeObject(value, style, depth, parts)
  else parts.push(JSON.stringify(value) ?? 'null')
}

/** Arrays do not indent what they contain. */
function writeArray(items: readonly unknown[], style: JsonStyle, depth: number, parts: string[]): void {
  const [start, separator, end] = style.array
  if (items.length === 0) parts.push(style.empty.array)
  for (const [i, item] of items.entries()) {
    parts.push(i === 0 ? start : separator)
    write(item, style, depth, parts)
  }
  if (items.length > 0) parts.push(end)
}

function writeObject(object: object, style: JsonStyle, depth: number, parts: string[]): void {
  let separator = '{'
  for (const name of namesOf(object)) {
    const value: unknown = Reflect.get(object, name)
    if (value === undefined) continue
    parts.push(separator, style.newLine(depth + 1), JSON.stringify(name), style.colon)
    write(value, style, depth + 1, parts)
    separator = ','
  }
  if (separator === '{') parts.push(style.empty.object)
  else parts.push(style.newLine(depth), '}')
}

/** Whether a value contains numbers or members that JSON.stringify would change. */
export function isInexact(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return value instanceof ExactNumber || ORDER in value || Object.values(value).some(isInexact)
}

export const COMPACT: JsonStyle = {
  number: (value) => (value instanceof ExactNumber ? value.text : JSON.stringify(value)),
  newLine: () => '',
  colon: ':',
  array: ['[', ',', ']'],
  empty: { object: '{}', array: '[]' }
}

/** Like JSON.stringify, but keeps the text of numbers and the order of members. */
export const toJson = (value: unknown): string => (isInexact(value) ? writeJson(value, COMPACT) : JSON.stringify(value))
