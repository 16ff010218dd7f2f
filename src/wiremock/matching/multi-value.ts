import type { Problems } from '../../common/problems.ts'
import { errorsIn, schemaProblems } from '../../common/schema-problems.ts'
import type { CompileBudget } from './compile-budget.ts'
import { compileContent, NEVER_MATCHES } from './content-pattern.ts'
import { BinaryOperator, type ValuesOperator, ValuesOperators } from './content-schemas.ts'
import { leastOf } from './least-of.ts'
import { isObject } from './read-scalars.ts'
import type { Subject } from './subject.ts'
import type { Matcher } from './text-patterns.ts'

/** A compiled pattern for all values of a header or parameter; a missing one has one absent value. Its functions throw TooExpensive. */
export interface ValuesMatcher {
  matches(subjects: readonly Subject[]): boolean
  distance(subjects: readonly Subject[]): number
}

/** As in WireMock, one matching value of several is enough. */
export const anyValue = (matcher: Matcher): ValuesMatcher => ({
  matches: (subjects) => subjects.some((subject) => matcher.matches(subject)),
  distance: (subjects) => leastOf(subjects, (subject) => matcher.distance(subject))
})

/** Compiles a pattern for a header or parameter that may have several values. @throws PatternTooLong */
export function compileValues(
  pattern: unknown,
  pointer: string,
  problems: Problems,
  budget: CompileBudget
): ValuesMatcher {
  const operator = isObject(pattern)
    ? (Object.keys(ValuesOperators) as ValuesOperator[]).find((name) => name in pattern)
    : undefined
  if (operator === undefined) return anyValue(compileContent(pattern, pointer, problems, budget))
  const invalid = schemaProblems(errorsIn(ValuesOperators[operator], pattern), pointer)
  for (const problem of invalid) problems.add(problem.pointer, problem.expected)
  if (invalid.length > 0) return anyValue(NEVER_MATCHES)
  const inner = (pattern as { readonly [O in ValuesOperator]: readonly unknown[] })[operator]
  const matchers = inner.map((each, i) => compileContent(each, `${pointer}/${operator}/${i}`, problems, budget))
  const isPresent = (subjects: readonly Subject[]): boolean => subjects.some(({ text }) => text !== undefined)
  const matches = (subjects: readonly Subject[]): boolean =>
    isPresent(subjects) &&
    (operator === 'includes' || subjects.length === matchers.length) &&
    matchers.every((matcher) => subjects.some((subject) => matcher.matches(subject)))
  return {
    matches,
    distance(subjects) {
      if (matches(subjects)) return 0
      const distances = matchers.map((matcher) => leastOf(subjects, (subject) => matcher.distance(subject)))
      const total = distances.reduce((sum, each) => sum + each, 0)
      return distances.length === 0 ? 1 : Math.max(total / distances.length, Number.EPSILON)
    }
  }
}

/** The bytes that a pattern expects of a body; `undefined` for another kind of pattern. */
export function compileBytes(pattern: unknown, pointer: string, problems: Problems): Buffer | undefined {
  if (!isObject(pattern) || !('binaryEqualTo' in pattern)) return undefined
  const invalid = schemaProblems(errorsIn(BinaryOperator, pattern), pointer)
  for (const problem of invalid) problems.add(problem.pointer, problem.expected)
  return Buffer.from(String(pattern['binaryEqualTo']), 'base64')
}
