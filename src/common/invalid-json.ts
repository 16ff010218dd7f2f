import { visit } from 'jsonc-parser'
import { scanJson } from './exact-json.ts'

/** In characters: locating the error in a longer text would delay other requests. */
const LONGEST = 1024 * 1024
/** The search is recursive and could overflow the stack. */
const DEEPEST = 1000
/** The position that V8 appends to some messages, depending on its version. */
const POSITION = / in JSON at position \d+(?: \(line \d+ column \d+\))?$/

/** Describes why a text is not JSON: `invalid JSON in line 2, column 7: …`. @param error of the parser */
export function describeInvalidJson(text: string, { message }: Error): string {
  const offset = offsetOfError(text)
  if (offset === undefined) return `invalid JSON: ${message}`
  const before = text.slice(0, offset).split(/\r\n|\r|\n/)
  const column = (before.at(-1)?.length ?? 0) + 1
  return `invalid JSON in line ${before.length}, column ${column}: ${message.replace(POSITION, '')}`
}

/** `undefined` if the syntax is valid: then the text is too deep or has too many values. */
function offsetOfError(text: string): number | undefined {
  if (text.length > LONGEST || scanJson(text).depth > DEEPEST) return undefined
  let first: number | undefined
  const onError = (_code: unknown, offset: number): void => {
    first ??= offset
  }
  visit(text, { onError }, { disallowComments: true })
  return first
}
