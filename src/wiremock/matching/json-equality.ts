import { isNumber, isSameScalar } from '../../common/exact-number.ts'
import type { CompileBudget } from './compile-budget.ts'
import { compileJavaPattern, PatternError } from './java-pattern.ts'
import { stepsToReadMembers } from './json-steps.ts'
import { equalsUnordered, type Fits } from './json-unordered.ts'
import { isObject } from './read-scalars.ts'
import type { Work } from './work.ts'

/** The options of `equalToJson`. */
export interface JsonComparison {
  readonly ignoreArrayOrder: boolean
  readonly ignoreExtraElements: boolean
}

/** What the placeholders in an expected value accept. */
type Placeholders = ReadonlyMap<unknown, Fits>

const PLACEHOLDER = /^[$#]\{json-unit\.([a-z-]+)\}(.*)$/s
const PLACEHOLDER_NAMES = 'any-string, any-number, any-boolean, ignore, regex'

/**
 * Compiles an expected JSON value, which may contain JsonUnit placeholders, such as `${json-unit.any-string}`.
 *
 * @returns a function that tells whether an actual value equals it
 * @throws PatternError for an unknown placeholder or an invalid regular expression
 */
export function compileExpectation(expected: unknown, comparison: JsonComparison, budget: CompileBudget): Fits {
  const placeholders = new Map<string, Fits>()
  collectPlaceholders(expected, placeholders, budget)
  return (actual, work) => equals(expected, actual, comparison, placeholders, work)
}

function collectPlaceholders(expected: unknown, found: Map<string, Fits>, budget: CompileBudget): void {
  const placeholder = typeof expected === 'string' ? PLACEHOLDER.exec(expected) : null
  if (placeholder !== null) found.set(placeholder[0], compilePlaceholder(placeholder, budget))
  else if (typeof expected === 'object' && expected !== null) {
    for (const value of Object.values(expected)) collectPlaceholders(value, found, budget)
  }
}

function compilePlaceholder([, name = '', expression = '']: RegExpExecArray, budget: CompileBudget): Fits {
  switch (name) {
    case 'any-string':
    case 'any-boolean':
      return (actual) => `any-${typeof actual}` === name
    case 'any-number':
      return isNumber
    case 'ignore':
      return () => true
    case 'regex': {
      const matches = compileJavaPattern(expression, budget)
      return (actual, work) => typeof actual === 'string' && matches(actual, work)
    }
    default:
      throw new PatternError(`unknown placeholder \${json-unit.${name}} (available: ${PLACEHOLDER_NAMES})`)
  }
}

function equals(
  expected: unknown,
  actual: unknown,
  { ignoreArrayOrder, ignoreExtraElements }: JsonComparison,
  placeholders: Placeholders,
  work: Work
): boolean {
  const isSize = (size: number, expectedSize: number): boolean =>
    ignoreExtraElements ? size >= expectedSize : size === expectedSize
  const fits = (expected: unknown, actual: unknown): boolean => {
    work.spend(5, 'equalToJson')
    if (Array.isArray(expected)) {
      if (!Array.isArray(actual) || !isSize(actual.length, expected.length)) return false
      if (ignoreArrayOrder) return equalsUnordered(expected, actual, { ignoreExtraElements, placeholders }, work)
      return expected.every((item, i) => fits(item, actual[i]))
    }
    if (isObject(expected)) {
      if (!isObject(actual)) return false
      const members = Object.entries(expected)
      work.spend(stepsToReadMembers(members.length), 'equalToJson')
      if (!isSize(Object.keys(actual).length, members.length)) return false
      return members.every(([name, value]) => Object.hasOwn(actual, name) && fits(value, Reflect.get(actual, name)))
    }
    const placeholder = placeholders.get(expected)
    return placeholder === undefined ? isSameScalar(actual, expected) : placeholder(actual, work)
  }
  return fits(expected, actual)
}
