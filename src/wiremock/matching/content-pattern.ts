import type { Static } from '@sinclair/typebox'
import { Errors } from '@sinclair/typebox/errors'
import { distance as edits } from 'fastest-levenshtein'
import type { Problems } from '../../common/problems.ts'
import { schemaProblems } from '../../common/schema-problems.ts'
import { type ContentOperator, ContentOperators } from './content-schemas.ts'
import { compileJavaPattern } from './java-pattern.ts'
import { compileExpectation } from './json-equality.ts'
import { compileJsonPath } from './json-path.ts'
import { parseNestedJson } from './nested-json.ts'
import { NOT_JSON, Subject } from './subject.ts'

/** A compiled pattern for one text. */
export interface Matcher {
  matches(subject: Subject): boolean
  /** How far a text is from a match: 0 is one, 1 has nothing in common. */
  distance(subject: Subject): number
}

type Operands = { [O in ContentOperator]: Static<(typeof ContentOperators)[O]> }
type Compile<O extends ContentOperator> = (operand: Operands[O], pointer: string, problems: Problems) => Matcher

/** In characters: the time goes with the square. */
const MOST_COMPARED = 200

/** Whether a text is there and holds. A text that is not there fails what is asked of it. */
const ifPresent = (holds: (text: string, subject: Subject) => boolean): Matcher =>
  allOrNothing((subject) => subject.text !== undefined && holds(subject.text, subject))

function allOrNothing(matches: (subject: Subject) => boolean): Matcher {
  return { matches, distance: (subject) => (matches(subject) ? 0 : 1) }
}

const negated = (matcher: Matcher): Matcher => allOrNothing((subject) => !matcher.matches(subject))

/** The share of a text that has to be edited to become another: 0 to 1. */
export function textDistance(expected: string, actual: string | undefined): number {
  if (actual === undefined) return 1
  const [a, b] = [expected.slice(0, MOST_COMPARED), actual.slice(0, MOST_COMPARED)]
  return expected === actual ? 0 : Math.max(edits(a, b) / Math.max(a.length, b.length), Number.EPSILON)
}

function equality(expected: string, caseInsensitive: boolean): Matcher {
  const wanted = expected.toLowerCase()
  return {
    matches: caseInsensitive
      ? ({ text }) => text === expected || text?.toLowerCase() === wanted
      : ({ text }) => text === expected,
    distance: ({ text }) => (caseInsensitive ? textDistance(wanted, text?.toLowerCase()) : textDistance(expected, text))
  }
}

function jsonEquality(operand: Operands['equalToJson']): Matcher {
  const { equalToJson: given, ignoreArrayOrder = false, ignoreExtraElements = false } = operand
  const expected = typeof given === 'string' ? parseNestedJson(given) : given
  const equals = compileExpectation(expected, { ignoreArrayOrder, ignoreExtraElements })
  return ifPresent((_text, { json }) => json !== NOT_JSON && equals(json))
}

function jsonPath(operand: Operands['matchesJsonPath'], pointer: string, problems: Problems): Matcher {
  const { matchesJsonPath: given } = operand
  if (typeof given === 'string') {
    const find = compileJsonPath(given)
    return ifPresent((_text, { json }) => json !== NOT_JSON && !isNothing(find(json)))
  }
  const { expression, ...inner } = given
  const find = compileJsonPath(expression)
  const matcher = compileContent(inner, `${pointer}/matchesJsonPath`, problems)
  const takesNothing = 'absent' in inner
  const takesWhole = 'equalToJson' in inner
  return ifPresent((_text, { json }) => {
    if (json === NOT_JSON) return false
    const found = find(json)
    // As in WireMock: nothing found is absent, and fails whatever else is asked; of a list one element is enough.
    if (isNothing(found)) return takesNothing
    const texts = Array.isArray(found) && !takesWhole ? found.map(asText) : [asText(found)]
    return texts.some((text) => matcher.matches(new Subject(text)))
  })
}

/** Jayway finds nothing in null, and WireMock nothing in an empty list or object. */
const isNothing = (found: unknown): boolean =>
  found === undefined || found === null || (typeof found === 'object' && Object.keys(found).length === 0)

const asText = (found: unknown): string => (typeof found === 'string' ? found : JSON.stringify(found))

const COMPILERS: { readonly [O in ContentOperator]: Compile<O> } = {
  equalTo: ({ equalTo, caseInsensitive = false }) => equality(equalTo, caseInsensitive),
  contains: ({ contains }) => ifPresent((text) => text.includes(contains)),
  doesNotContain: ({ doesNotContain }) => negated(ifPresent((text) => text.includes(doesNotContain))),
  matches: ({ matches }) => ifPresent(compileJavaPattern(matches)),
  doesNotMatch: ({ doesNotMatch }) => negated(ifPresent(compileJavaPattern(doesNotMatch))),
  absent: () => allOrNothing(({ text }) => text === undefined),
  equalToJson: jsonEquality,
  matchesJsonPath: jsonPath,
  and: ({ and }, pointer, problems) => {
    const matchers = and.map((inner, i) => compileContent(inner, `${pointer}/and/${i}`, problems))
    return {
      matches: (subject) => matchers.every((matcher) => matcher.matches(subject)),
      distance: (subject) => Math.max(...matchers.map((matcher) => matcher.distance(subject)))
    }
  },
  or: ({ or }, pointer, problems) => {
    const matchers = or.map((inner, i) => compileContent(inner, `${pointer}/or/${i}`, problems))
    return {
      matches: (subject) => matchers.some((matcher) => matcher.matches(subject)),
      distance: (subject) => Math.min(...matchers.map((matcher) => matcher.distance(subject)))
    }
  },
  not: ({ not }, pointer, problems) => negated(compileContent(not, `${pointer}/not`, problems))
}

const NEVER = allOrNothing(() => false)
const KNOWN = Object.keys(COMPILERS)

/**
 * Compiles a pattern for one text.
 *
 * @param pattern as it came from outside
 * @param pointer where it stands in its document
 * @param problems gets what is wrong with it
 * @returns a matcher of no meaning where something is wrong
 */
export function compileContent(pattern: unknown, pointer: string, problems: Problems): Matcher {
  const operators = typeof pattern === 'object' && pattern !== null ? KNOWN.filter((name) => name in pattern) : []
  const [operator] = operators as ContentOperator[]
  if (operator === undefined || operators.length > 1) {
    problems.add(pointer, `expected one of ${KNOWN.join(', ')}, and found ${operators.join(', ') || 'none'}`)
    return NEVER
  }
  const wrong = schemaProblems(Errors(ContentOperators[operator], pattern), pointer)
  for (const problem of wrong) problems.add(problem.pointer, problem.expected)
  return wrong.length > 0 ? NEVER : compileOperator(operator, pattern as Operands[typeof operator], pointer, problems)
}

function compileOperator<O extends ContentOperator>(
  operator: O,
  pattern: Operands[O],
  pointer: string,
  problems: Problems
): Matcher {
  try {
    return COMPILERS[operator](pattern, pointer, problems)
  } catch (error) {
    problems.add(`${pointer}/${operator}`, (error as Error).message)
    return NEVER
  }
}
