import { FixtureBuilder } from '../store/fixture-builder.ts'
import { type FixtureResult, finishFixture } from '../store/fixture-document.ts'
import { FixtureRecords, type Section } from '../store/fixture-schema.ts'

const OPENING = /^"([^"\\]+)" ?: ?([{[])$/
const BLANK = new Set([' ', '\t', '\r', '\n'])
const BOM = '\ufeff'
/** What a decoder puts in the place of bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd'
const MEMBER = /^"([^"\\]+)" ?: ?(.+?)(,?)$/
const BLANKS = /^[ \t\r\n]*$/
/** How many characters of records are parsed at once: that takes half the time. */
const BLOCK = 64 * 1024
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
  #depth = 0
  #index = 0
  /** Whether the last line ended with a comma: a next record must follow one, an end must not. */
  #comma = false
  #first = true
  #isAtStart = true

  /** Takes the next lines, each as a whole. @returns false where the document is not written one record a line */
  take(text: string): boolean {
    if (text.includes(REPLACEMENT)) return false
    let start = this.#isAtStart && text.startsWith(BOM) ? BOM.length : 0
    this.#isAtStart = false
    while (start < text.length) {
      const end = afterLine(text, start + BLOCK)
      const block = text.slice(start, end)
      if (!this.#takeRecords(block) && !this.#takeEach(block)) return false
      start = end
    }
    return true
  }

  #takeEach(block: string): boolean {
    for (let start = 0; start < block.length; ) {
      const end = afterLine(block, start)
      if (!this.#takeLine(withoutBlanks(block.slice(start, end)))) return false
      start = end
    }
    return true
  }

  #takeLine(text: string): boolean {
    if (text === '') return true
    if (this.#depth === 0) return text === '{' && this.#first && this.#opened()
    const [, bracket, comma] = CLOSING.exec(text) ?? []
    if (bracket !== undefined) return this.#closed(bracket, comma === ',')
    if (!this.#mayFollow()) return false
    if (this.#open.length === 2) return this.#takeRecord(text)
    const [, opened, opening] = OPENING.exec(text) ?? []
    if (opened !== undefined) return this.#openMember(opened, opening === '{')
    return this.#takeMember(text)
  }

  /** @returns what the document holds; `undefined` where it ended too early */
  finish(): FixtureResult | undefined {
    return this.#depth === 0 && !this.#first ? finishFixture(this.#outline, this.#builder) : undefined
  }

  #takeRecord(text: string): boolean {
    const comma = text.endsWith(',')
    const record = parsed(comma ? text.slice(0, -1) : text)
    return record !== undefined && this.#add([record], comma)
  }

  /** Takes a block of nothing but records, one a line, with more to come. The commas between the lines are those of JSON. */
  #takeRecords(block: string): boolean {
    if (this.#open.length < 2 || !this.#mayFollow()) return false
    const last = block.lastIndexOf(',')
    if (!BLANKS.test(block.slice(last + 1))) return false
    const records = parsed(`[${block.slice(0, last)}]`)
    return Array.isArray(records) && records.length === linesIn(block) && this.#add(records, true)
  }

  #add(records: readonly unknown[], comma: boolean): boolean {
    const section = `/${this.#open.join('/')}`
    if (!(section in FixtureRecords)) return false
    for (const record of records) this.#builder.add(section as Section, this.#index++, record)
    this.#wrote(comma)
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

/** Where the line ends that this place is in: behind its line feed, or at the end of the text. */
const afterLine = (text: string, place: number): number => text.indexOf('\n', place) + 1 || text.length

function linesIn(text: string): number {
  let count = 0
  for (let start = 0; start < text.length; start = afterLine(text, start)) count++
  return count
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
