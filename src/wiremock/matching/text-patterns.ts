import { distance as editDistance } from 'fastest-levenshtein'
import { findText, stepsToFind } from '../../common/find-text.ts'
import type { CompileBudget } from './compile-budget.ts'
import { compileJavaPattern } from './java-pattern.ts'
import type { Subject } from './subject.ts'
import type { Work } from './work.ts'

/** A compiled pattern for one text. Its functions throw TooExpensive. */
export interface Matcher {
  matches(subject: Subject): boolean
  /** 0 for a match, up to 1 for a text that has nothing in common with the pattern. */
  distance(subject: Subject): number
}

/** In characters. Computing a distance takes quadratic time, so only the beginning of longer texts counts. */
const MAX_COMPARED_LENGTH = 200
const STEPS_PER_DISTANCE = 40
/** How many pairs of characters can be compared in one step. */
const PAIRS_PER_STEP = 128

/** A pattern whose distance is either 0 or 1. */
export function booleanMatcher(matches: (subject: Subject) => boolean): Matcher {
  return { matches, distance: (subject) => (matches(subject) ? 0 : 1) }
}

/** An absent text never matches. */
export const ifPresent = (matches: (text: string, subject: Subject) => boolean): Matcher =>
  booleanMatcher((subject) => subject.text !== undefined && matches(subject.text, subject))

/** A text that contains another one. */
export const contains = (part: string): Matcher =>
  ifPresent((text, { work }) => {
    work.spend(stepsToFind(text, part), `searching ${text.length} characters`)
    return findText(text, part) >= 0
  })

/** A regular expression. @throws PatternError */
export const matches = (expression: string, budget: CompileBudget): Matcher => {
  const matchesText = compileJavaPattern(expression, budget)
  return ifPresent((text, { work }) => matchesText(text, work))
}

/** The opposite of a pattern. */
export const negate = (matcher: Matcher): Matcher => booleanMatcher((subject) => !matcher.matches(subject))

/** The share of a text that must be edited to get the other one: 0 to 1. @throws TooExpensive */
export function textDistance(expected: string, actual: string | undefined, work: Work): number {
  if (actual === undefined) return 1
  if (expected === actual) return 0
  const [a, b] = [expected.slice(0, MAX_COMPARED_LENGTH), actual.slice(0, MAX_COMPARED_LENGTH)]
  work.spend(STEPS_PER_DISTANCE + (a.length * b.length) / PAIRS_PER_STEP, 'computing the distance of two texts')
  return Math.max(editDistance(a, b) / Math.max(a.length, b.length), Number.EPSILON)
}

/** The same text. */
export function equality(expected: string, caseInsensitive: boolean): Matcher {
  const lowerCase = expected.toLowerCase()
  return {
    matches: caseInsensitive
      ? (subject) => subject.text === expected || subject.lowerCase === lowerCase
      : ({ text }) => text === expected,
    distance: (subject) =>
      caseInsensitive
        ? textDistance(lowerCase, subject.lowerCase, subject.work)
        : textDistance(expected, subject.text, subject.work)
  }
}
