import { ExactNumber } from '../../common/exact-number.ts'
import { type RenderWork, STEPS_PER_COPIED } from './render-work.ts'
import { TemplateError } from './template-error.ts'
import { FoundInJson, Instant, isMissing, isSingle, listOf, membersOf, TextAndItems } from './values.ts'

const STEPS_PER_VALUE = 10
const WRITING = 'writing a value'
/** Writing recurses. JSON may be nested 1000 levels deep. */
const MAX_DEPTH = 1100

/** The text of a value in the output. @throws TemplateError, TooExpensive */
export function textOf(value: unknown, work: RenderWork): string {
  if (typeof value === 'string') {
    // The text is not copied, but its reader goes through it.
    work.spend(1 + value.length * STEPS_PER_COPIED, WRITING)
    return value
  }
  const writer = new Writer(work)
  writer.display(value)
  return writer.text
}

/** JSON as WireMock writes it: `[ 1, 2 ]`, objects on several lines, and no members that are null. @throws TemplateError, TooExpensive */
export function prettyJson(value: unknown, work: RenderWork): string {
  const writer = new Writer(work)
  writer.pretty(value, '')
  return writer.text
}

/** Writes a text piece by piece. Each one counts before it is added. */
class Writer {
  readonly #work: RenderWork
  readonly #pieces: string[] = []
  #length = 0
  #depth = 0

  constructor(work: RenderWork) {
    this.#work = work
  }

  get text(): string {
    return this.#pieces.join('')
  }

  /** Writes objects and lists like those of Java, as in WireMock, and those that were found in JSON as JSON. */
  display(value: unknown): void {
    this.#work.spend(STEPS_PER_VALUE, WRITING)
    if (isMissing(value)) return
    if (value instanceof TextAndItems || isSingle(value)) this.#write(value.text)
    else if (value instanceof FoundInJson) {
      if (Array.isArray(value.value)) this.#compact(value)
      else this.pretty(value, '')
    } else if (Array.isArray(value)) this.#all(value, '[', ', ', ']', (item) => this.#displayPart(item))
    else {
      const members = this.#membersOf(value)
      if (members === undefined) this.#write(String(value))
      else {
        this.#all(members, '{', ', ', '}', ([name, member]) => {
          this.#write(`${name}=`)
          this.#displayPart(member)
        })
      }
    }
  }

  #displayPart(value: unknown): void {
    if (isMissing(value)) this.#write('null')
    else this.display(value)
  }

  #compact(value: unknown): void {
    this.#work.spend(STEPS_PER_VALUE, WRITING)
    const list = listOf(value)
    const members = this.#membersOf(value)
    if (list !== undefined) this.#all(list, '[', ',', ']', (item) => this.#compact(item))
    else if (members === undefined) this.#scalar(value)
    else {
      this.#all(members, '{', ',', '}', ([name, member]) => {
        this.#scalar(name)
        this.#write(':')
        this.#compact(member)
      })
    }
  }

  pretty(value: unknown, indent: string): void {
    this.#work.spend(STEPS_PER_VALUE, WRITING)
    const list = value instanceof TextAndItems && value.items.length === 1 ? undefined : listOf(value)
    const members = this.#membersOf(value)?.filter(([, member]) => !isMissing(member))
    if (list?.length === 0) this.#write('[ ]')
    else if (members?.length === 0) this.#write('{ }')
    else if (list !== undefined) this.#all(list, '[ ', ', ', ' ]', (item) => this.pretty(item, indent))
    else if (members === undefined) this.#scalar(value)
    else {
      const inner = `${indent}  `
      this.#all(members, `{\n${inner}`, `,\n${inner}`, `\n${indent}}`, ([name, member]) => {
        this.#scalar(name)
        this.#write(' : ')
        this.pretty(member, inner)
      })
    }
  }

  #all<T>(items: readonly T[], start: string, separator: string, end: string, write: (item: T) => void): void {
    if (++this.#depth > MAX_DEPTH) throw new TemplateError(`a value is nested deeper than ${MAX_DEPTH} levels`)
    this.#write(start)
    for (const [i, item] of items.entries()) {
      if (i > 0) this.#write(separator)
      write(item)
    }
    this.#write(end)
    this.#depth--
  }

  #membersOf(value: unknown): ReturnType<typeof membersOf> {
    return membersOf(value, (steps, subject) => this.#work.spend(steps, subject))
  }

  #scalar(value: unknown): void {
    if (typeof value === 'string') this.#work.write(value.length, this.#length)
    const text = value instanceof TextAndItems || value instanceof Instant ? value.text : value
    this.#write(text instanceof ExactNumber ? text.text : (JSON.stringify(text) ?? 'null'))
  }

  #write(text: string): void {
    this.#work.write(text.length, this.#length)
    this.#length += text.length
    this.#pieces.push(text)
  }
}
