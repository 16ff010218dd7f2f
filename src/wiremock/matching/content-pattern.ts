import type { Static } from '@sinclair/typebox'
import { bytesOf } from '../../common/bytes.ts'
import { parseLenientJson } from '../../common/lenient-json.ts'
import type { Problems } from '../../common/problems.ts'
import { errorsIn, preview, schemaProblems } from '../../common/schema-problems.ts'
import { CHARACTERS_PER_OPERATOR, CompileBudget, PatternTooLong } from './compile-budget.ts'
import { type ContentOperator, ContentOperators } from './content-schemas.ts'
import { compileDate } from './date-pattern.ts'
import { javaJson } from './java-json.ts'
import { compileExpectation } from './json-equality.ts'
import { compileJsonPath } from './json-path.ts'
import { stepsToVisit } from './json-steps.ts'
import { leastOf } from './least-of.ts'
import { dateFormatBytes, jsonPathBytes, OPERATOR_BYTES } from './pattern-bytes.ts'
import { readContent } from './read-content.ts'
import { hasNoMembers, isObject } from './read-scalars.ts'
import { compileSchemaPattern } from './schema-pattern.ts'
import { NOT_JSON, Subject } from './subject.ts'
import { booleanMatcher, contains, equality, ifPresent, type Matcher, matches, negate } from './text-patterns.ts'
import type { Work } from './work.ts'

type Operands = { [O in ContentOperator]: Static<(typeof ContentOperators)[O]> }
type Compile<O extends ContentOperator> = (
  operand: Operands[O],
  pointer: string,
  problems: Problems,
  budget: CompileBudget
) => Matcher

function jsonEquality(operand: Operands['equalToJson'], budget: CompileBudget): Matcher {
  const { equalToJson, ignoreArrayOrder = false, ignoreExtraElements = false } = operand
  const expected = typeof equalToJson === 'string' ? parseLenientJson(equalToJson) : equalToJson
  if (expected !== equalToJson) budget.bytes += bytesOf(expected)
  const equals = compileExpectation(expected, { ignoreArrayOrder, ignoreExtraElements }, budget)
  return ifPresent((_text, { json, work }) => json !== NOT_JSON && equals(json, work))
}

function date(budget: CompileBudget, ...parameters: Parameters<typeof compileDate>): Matcher {
  const [, { actualFormat }] = parameters
  if (actualFormat !== undefined) budget.bytes += dateFormatBytes(actualFormat)
  const matches = compileDate(...parameters)
  return ifPresent((text, { time, work }) => matches(text, time, work))
}

function jsonPath(
  { matchesJsonPath }: Operands['matchesJsonPath'],
  pointer: string,
  problems: Problems,
  budget: CompileBudget
): Matcher {
  budget.bytes += jsonPathBytes(typeof matchesJsonPath === 'string' ? matchesJsonPath : matchesJsonPath.expression)
  if (typeof matchesJsonPath === 'string') {
    const find = compileJsonPath(matchesJsonPath, budget)
    return ifPresent((_text, { json, work }) => json !== NOT_JSON && !isEmptyResult(find(json, work)))
  }
  const { expression, ...inner } = matchesJsonPath
  const find = compileJsonPath(expression, budget)
  const matcher = compileContent(inner, `${pointer}/matchesJsonPath`, problems, budget)
  const matchesAbsence = 'absent' in inner
  const comparesWholeList = 'equalToJson' in inner
  return ifPresent((_text, { json, time, work }) => {
    if (json === NOT_JSON) return false
    const found = find(json, work)
    // As in WireMock: an empty result only matches `absent`, and one matching element of a list is enough.
    if (isEmptyResult(found)) return matchesAbsence
    const values = Array.isArray(found) && !comparesWholeList ? found : [found]
    return values.some((value) => matcher.matches(new Subject(toText(value, work), work, time)))
  })
}

/** Jayway JsonPath treats null as empty, and WireMock an empty list or object. */
const isEmptyResult = (found: unknown): boolean => found === undefined || found === null || hasNoMembers(found)

function toText(found: unknown, work: Work): string {
  work.spend(stepsToVisit(found, work), 'writing a part of a document as JSON')
  return typeof found === 'string' ? found : javaJson(found, work)
}

const COMPILERS: { readonly [O in ContentOperator]: Compile<O> } = {
  equalTo: ({ equalTo, caseInsensitive = false }) => equality(equalTo, caseInsensitive),
  contains: (operand) => contains(operand.contains),
  doesNotContain: ({ doesNotContain }) => negate(contains(doesNotContain)),
  matches: (operand, _pointer, _problems, budget) => matches(operand.matches, budget),
  doesNotMatch: ({ doesNotMatch }, _pointer, _problems, budget) => negate(matches(doesNotMatch, budget)),
  anything: () => booleanMatcher(() => true),
  absent: () => booleanMatcher(({ text }) => text === undefined),
  equalToJson: (operand, _pointer, _problems, budget) => jsonEquality(operand, budget),
  before: ({ before, ...options }, _pointer, _problems, budget) =>
    date(budget, before, options, (actual, expected) => actual < expected),
  after: ({ after, ...options }, _pointer, _problems, budget) =>
    date(budget, after, options, (actual, expected) => actual > expected),
  equalToDateTime: ({ equalToDateTime, ...options }, _pointer, _problems, budget) =>
    date(budget, equalToDateTime, options, (actual, expected) => actual === expected),
  matchesJsonPath: jsonPath,
  matchesJsonSchema: compileSchemaPattern,
  and: ({ and }, pointer, problems, budget) => {
    const matchers = and.map((inner, i) => compileContent(inner, `${pointer}/and/${i}`, problems, budget))
    return {
      matches: (subject) => matchers.every((matcher) => matcher.matches(subject)),
      distance: (subject) => -leastOf(matchers, (matcher) => -matcher.distance(subject))
    }
  },
  or: ({ or }, pointer, problems, budget) => {
    const matchers = or.map((inner, i) => compileContent(inner, `${pointer}/or/${i}`, problems, budget))
    return {
      matches: (subject) => matchers.some((matcher) => matcher.matches(subject)),
      distance: (subject) => leastOf(matchers, (matcher) => matcher.distance(subject))
    }
  },
  not: ({ not }, pointer, problems, budget) => negate(compileContent(not, `${pointer}/not`, problems, budget))
}

/** An invalid pattern is compiled to this. */
export const NEVER_MATCHES = booleanMatcher(() => false)
const OPERATORS = Object.keys(COMPILERS)

/**
 * Compiles a pattern for one text.
 *
 * @param pattern as `readContent` returns it, not validated yet
 * @param pointer its place in the document, as a JSON pointer
 * @param problems collects its errors
 * @param budget of the whole pattern, if this one is a part
 * @returns a matcher that never matches if the pattern is invalid
 * @throws PatternTooLong
 */
export function compileContent(pattern: unknown, pointer: string, problems: Problems, budget: CompileBudget): Matcher {
  budget.spend(CHARACTERS_PER_OPERATOR)
  budget.bytes += OPERATOR_BYTES
  const members = isObject(pattern) ? pattern : {}
  const operators = OPERATORS.filter((name) => name in members)
  const [operator] = operators as ContentOperator[]
  if (operator === undefined || operators.length > 1) {
    problems.add(pointer, isObject(pattern) ? operatorProblem(operators, Object.keys(members)) : noPattern(pattern))
    return NEVER_MATCHES
  }
  const invalid = schemaProblems(errorsIn(ContentOperators[operator], pattern), pointer)
  for (const problem of invalid) problems.add(problem.pointer, problem.expected)
  if (invalid.length > 0) return NEVER_MATCHES
  return counted(compileOperator(operator, pattern as Operands[typeof operator], pointer, problems, budget))
}

/** Counts each comparison: a pattern may have many operators, and a request many values. */
const counted = (matcher: Matcher): Matcher => ({
  matches(subject) {
    subject.work.spend(STEPS_PER_COMPARISON, COMPARISONS)
    return matcher.matches(subject)
  },
  distance(subject) {
    subject.work.spend(STEPS_PER_COMPARISON, COMPARISONS)
    return matcher.distance(subject)
  }
})

const STEPS_PER_COMPARISON = 2
const COMPARISONS = 'comparing many values with many operators'

/** Compiles a pattern that is not part of another one. */
export function compileWhole(pattern: unknown, problems: Problems): Matcher {
  try {
    return compileContent(readContent(pattern), '', problems, new CompileBudget())
  } catch (error) {
    problems.add('', (error as PatternTooLong).message)
    return NEVER_MATCHES
  }
}

const UNSUPPORTED: Readonly<Record<string, string>> = {
  equalToXml: 'this server does not read XML',
  matchesXPath: 'this server does not read XML',
  matchesPathTemplate: 'use matches',
  customMatcher: 'this server does not run extensions'
}

const noPattern = (value: unknown): string =>
  `expected an operator, such as {"equalTo":"…"}, not ${preview(value)} (available: ${OPERATORS.join(', ')})`

function operatorProblem(operators: readonly string[], names: readonly string[]): string {
  if (operators.length > 1) return `only one operator is allowed, found ${operators.join(', ')}`
  const [name] = names
  const unsupported = names.find((name) => Object.hasOwn(UNSUPPORTED, name))
  if (unsupported !== undefined) return `operator '${unsupported}' is not supported: ${UNSUPPORTED[unsupported]}`
  const problem = name === undefined ? 'missing operator' : `unknown operator '${name}'`
  return `${problem} (available: ${OPERATORS.join(', ')})`
}

function compileOperator<O extends ContentOperator>(
  operator: O,
  pattern: Operands[O],
  pointer: string,
  problems: Problems,
  budget: CompileBudget
): Matcher {
  try {
    return COMPILERS[operator](pattern, pointer, problems, budget)
  } catch (error) {
    if (error instanceof PatternTooLong) throw error
    problems.add(`${pointer}/${operator}`, (error as Error).message)
    return NEVER_MATCHES
  }
}
