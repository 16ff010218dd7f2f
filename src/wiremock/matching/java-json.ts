import { COMPACT, type JsonStyle, writeJson } from '../../common/exact-json.ts'
import { javaText } from '../../common/exact-number.ts'
import { CHARACTERS_PER_STEP } from './subject.ts'
import type { Work } from './work.ts'

/** The style in which Jackson, WireMock's JSON library, writes objects. */
const pretty = (work: Work): JsonStyle => ({
  number: javaText,
  newLine(depth) {
    work.spend((2 * depth) / CHARACTERS_PER_STEP, 'writing a part of a document as JSON')
    return `\n${'  '.repeat(depth)}`
  },
  colon: ' : ',
  array: ['[ ', ', ', ' ]'],
  empty: { object: '{ }', array: '[ ]' }
})

/** A part of a document as the text that WireMock compares with a pattern: it indents objects, but not lists. @throws TooExpensive */
export const javaJson = (value: unknown, work: Work): string =>
  writeJson(value, Array.isArray(value) ? { ...COMPACT, number: javaText } : pretty(work))
