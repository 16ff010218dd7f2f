import type { Static } from '@sinclair/typebox'
import { Errors } from '@sinclair/typebox/errors'
import { distance as editDistance } from 'fastest-levenshtein'
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
  /** 0 for a match, up to 1 for a text that has nothing in common with the pattern. */
  distance(subject: Subject): number
}

type Operands = { [O in ContentOperator]: Static<(typeof ContentOperators)[O]> }
type Compile<O extends ContentOperator> = (operand: Operands[O], pointer: string, problems: Problems) => Matcher

/** In characters: the time to compute a distance is quadratic. */
const MAX_COMPARED_LENGTH = 200

function booleanMatcher(matches: (subject: Subject) => boolean): Matcher {
  return { matches, distance: (subject) => (matches(subject) ? 0 : 1) }
}

/** An absent text never matches. */
const ifPresent = (matches: (text: string, subject: Subject) => boolean): Matcher =>
  booleanMatcher((subject) => subject.text !== undefined && matches(subject.text, subject))

const negate = (matcher: Matcher): Matcher => booleanMatcher((subject) => !matcher.matches(subject))

/** The share of a text that must be edited to get the other one: 0 to 1. */
export function textDistance(expected: string, actual: string | undefined): number {
  if (actual === undefined) return 1
  if (expected === actual) return 0
  const [a, b] = [expected.slice(0, MAX_COMPARED_LENGTH), actual.slice(0, MAX_COMPARED_LENGTH)]
  return Math.max(editDistance(a, b) / Math.max(a.length, b.length), Number.EPSILON)
}

function equality(expected: string, caseInsensitive: boolean): Matcher {
  const lowerCase = expected.toLowerCase()
  return {
    matches: caseInsensitive
      ? ({ text }) => text === expected || text?.toLowerCase() === lowerCase
      : ({ text }) => text === expected,
    distance: ({ text }) =>
      caseInsensitive ? textDistance(lowerCase, text?.toLowerCase()) : textDistance(expected, text)
  }
}

function jsonEquality(operand: Operands['equalToJson']): Matcher {
  const { equalToJson, ignoreArrayOrder = false, ignoreExtraElements = false } = operand
  const expected = typeof equalToJson === 'string' ? parseNestedJson(equalToJson) : equalToJson
  const equals = compileExpectation(expected, { ignoreArrayOrder, ignoreExtraElements })
  return ifPresent((_text, { json }) => json !== NOT_JSON && equals(json))
}

function jsonPath({ matchesJsonPath }: Operands['matchesJsonPath'], pointer: string, problems: Problems): Matcher {
  if (typeof matchesJsonPath === 'string') {
    const find = compileJsonPath(matchesJsonPath)
    return ifPresent((_text, { json }) => json !== NOT_JSON && !isEmptyResult(find(json)))
  }
  const { expression, ...inner } = matchesJsonPath
  const find = compileJsonPath(expression)
  const matcher = compileContent(inner, `${pointer}/matchesJsonPath`, problems)
  const matchesAbsence = 'absent' in inner
  const comparesWholeList = 'equalToJson' in inner
  return ifPresent((_text, { json }) => {
    if (json === NOT_JSON) return false
    const found = find(json)
    // As in WireMock: an empty result only matches `absent`, and one matching element of a list is enough.
    if (isEmptyResult(found)) return matchesAbsence
    const texts = Array.isArray(found) && !comparesWholeList ? found.map(toText) : [toText(found)]
    return texts.some((text) => matcher.matches(new Subject(text)))
  })
}

/** Jayway JsonPath treats null as empty, and WireMock an empty list or object. */
const isEmptyResult = (found: unknown): boolean =>
  found === undefined || found === null || (typeof found === 'object' && Object.keys(found).length === 0)

const toText = (found: unknown): string => (typeof found === 'string' ? found : JSON.stringify(found))

const COMPILERS: { readonly [O in ContentOperator]: Compile<O> } = {
  equalTo: ({ equalTo, caseInsensitive = false }) => equality(equalTo, caseInsensitive),
  contains: ({ contains }) => ifPresent((text) => text.includes(contains)),
  doesNotContain: ({ doesNotContain }) => negate(ifPresent((text) => text.includes(doesNotContain))),
  matches: ({ matches }) => ifPresent(compileJavaPattern(matches)),
  doesNotMatch: ({ doesNotMatch }) => negate(ifPresent(compileJavaPattern(doesNotMatch))),
  absent: () => booleanMatcher(({ text }) => text === undefined),
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
  not: ({ not }, pointer, problems) => negate(compileContent(not, `${pointer}/not`, problems))
}

const NEVER_MATCHES = booleanMatcher(() => false)
const OPERATORS = Object.keys(COMPILERS)

/**
 * Compiles a pattern for one text.
 *
 * @param pattern unchecked input
 * @param pointer its place in the document, as a JSON pointer
 * @param problems collects what is wrong with it
 * @returns a matcher that never matches if the pattern is invalid
 */
export function compileContent(pattern: unknown, pointer: string, problems: Problems): Matcher {
  const members = typeof pattern === 'object' && pattern !== null ? pattern : {}
  const operators = OPERATORS.filter((name) => name in members)
  const [operator] = operators as ContentOperator[]
  if (operator === undefined || operators.length > 1) {
    problems.add(pointer, operatorProblem(operators, Object.keys(members)))
    return NEVER_MATCHES
  }
  const invalid = schemaProblems(Errors(ContentOperators[operator], pattern), pointer)
  for (const problem of invalid) problems.add(problem.pointer, problem.expected)
  if (invalid.length > 0) return NEVER_MATCHES
  return compileOperator(operator, pattern as Operands[typeof operator], pointer, problems)
}

function operatorProblem(operators: readonly string[], names: readonly string[]): string {
  if (operators.length > 1) return `only one operator is allowed, found ${operators.join(', ')}`
  const [name] = names
  const problem = name === undefined ? 'missing operator' : `unknown operator '${name}'`
  return `${problem} (available: ${OPERATORS.join(', ')})`
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
    return NEVER_MATCHES
  }
}
