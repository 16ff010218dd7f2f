import { FixtureBuilder } from '../store/fixture-builder.ts'
import { type FixtureResult, finishFixture } from '../store/fixture-document.ts'
import { FixtureRecords, type Section } from '../store/fixture-schema.ts'

const OPENING = /^"([^"\\]+)" ?: ?([{[])$/
const BLANK = new Set([' ', '\t', '\r'])
/** What a decoder puts in the place of bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd'
const MEMBER = /^"([^"\\]+)" ?: ?(.+?)(,?)$/
const RECORDS_AT_ONCE = 1000
const CLOSING = /^([}\]])(,?)$/

/**
 * Reads a document in the fixture format line by line, where every record has a line of its own, as this program writes it.
 * The whole document never stands in memory.
 */
export class FixtureLines {
  readonly #builder = new FixtureBuilder()
  readonly #outline: Record<string, Record<string, unknown> | unknown> = {}
  /** The names of the members that are open: of the document's, and of the list in it. */
  readonly #open: string[] = []
  /** The lines of records that are not parsed yet. */
  #records: string[] = []
  #depth = 0
  #index = 0
  /** Whether the last line ended with a comma: a next record must follow one, an end must not. */
  #comma = false
  #first = true

  /** Takes the next line. @returns false where the document is not written one record a line */
  take(line: string): boolean {
    const text = withoutBlanks(line)
    if (text === '') return true
    if (text.includes(REPLACEMENT)) return false
    if (this.#depth === 0) return text === '{' && this.#first && this.#opened()
    if (this.#open.length === 2 && text !== ']' && text !== '],') return this.#takeRecord(text)
    const [, bracket, comma] = CLOSING.exec(text) ?? []
    if (bracket !== undefined) return this.#closed(bracket, comma === ',')
    if (!this.#mayFollow()) return false
    const [, opened, opening] = OPENING.exec(text) ?? []
    if (opened !== undefined) return this.#openMember(opened, opening === '{')
    return this.#takeMember(text)
  }

  /** @returns what the document holds; `undefined` where it ended too early */
  finish(): FixtureResult | undefined {
    return this.#depth === 0 && !this.#first ? finishFixture(this.#outline, this.#builder) : undefined
  }

  /** Parsing many records at once takes half the time. */
  #takeRecord(text: string): boolean {
    this.#records.push(text)
    return this.#records.length < RECORDS_AT_ONCE || !text.endsWith(',') || this.#parseRecords(false)
  }

  /** The commas between the lines are those of JSON; behind the last record of a list there must be none. */
  #parseRecords(isLast: boolean): boolean {
    const text = this.#records.join('\n')
    const records = parsed(`[${isLast ? text : text.slice(0, -1)}]`)
    const section = `/${this.#open.join('/')}`
    if (!Array.isArray(records) || records.length !== this.#records.length || !(section in FixtureRecords)) return false
    for (const record of records) this.#builder.add(section as Section, this.#index++, record)
    this.#records = []
    this.#wrote(!isLast)
    return true
  }

  #takeMember(text: string): boolean {
    const [, name, json = '', comma] = MEMBER.exec(text) ?? []
    const value = parsed(json)
    if (name === undefined || value === undefined || name in this.#place()) return false
    this.#place()[name] = value
    this.#wrote(comma === ',')
    return true
  }

  /** A member that is there already, or that every object has (`__proto__`), is left to `JSON.parse`. */
  #openMember(name: string, isObject: boolean): boolean {
    if (isObject !== (this.#open.length === 0) || name in this.#place()) return false
    this.#place()[name] = this.#open.length === 0 ? {} : []
    this.#open.push(name)
    this.#index = 0
    return this.#opened()
  }

  #opened(): boolean {
    this.#depth++
    this.#first = true
    this.#comma = false
    return true
  }

  #closed(bracket: string, comma: boolean): boolean {
    if (this.#records.length > 0 && !this.#parseRecords(true)) return false
    if (this.#comma || (bracket === ']') !== (this.#open.length === 2)) return false
    this.#depth--
    this.#open.pop()
    this.#wrote(comma)
    return this.#depth > 0 || !comma
  }

  #mayFollow(): boolean {
    return this.#first || this.#comma
  }

  #wrote(comma: boolean): void {
    this.#first = false
    this.#comma = comma
  }

  /** The object that the next member belongs to. */
  #place(): Record<string, unknown> {
    const [name] = this.#open
    return (name === undefined ? this.#outline : this.#outline[name]) as Record<string, unknown>
  }
}

/** Without the blanks of JSON at both ends: `trim` takes more than those. */
function withoutBlanks(line: string): string {
  let start = 0
  let end = line.length
  while (start < end && BLANK.has(line.charAt(start))) start++
  while (start < end && BLANK.has(line.charAt(end - 1))) end--
  return line.slice(start, end)
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
