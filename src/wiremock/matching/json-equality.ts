import { compileJavaPattern, PatternError } from './java-pattern.ts'

/** How `equalToJson` compares. */
export interface JsonComparison {
  readonly ignoreArrayOrder: boolean
  readonly ignoreExtraElements: boolean
}

type Expectation = (actual: unknown) => boolean

const PLACEHOLDER = /^[$#]\{json-unit\.([a-z-]+)\}(.*)$/s

/**
 * Prepares an expected JSON value, which may hold placeholders such as `${json-unit.any-string}`.
 *
 * @returns whether an actual value equals it
 * @throws PatternError for a placeholder that is not known, or the expression of one that is not valid
 */
export function compileExpectation(expected: unknown, comparison: JsonComparison): Expectation {
  if (Array.isArray(expected)) return ofArray(expected, comparison)
  if (typeof expected === 'object' && expected !== null) return ofObject(expected, comparison)
  const placeholder = typeof expected === 'string' ? PLACEHOLDER.exec(expected) : null
  if (placeholder === null) return (actual) => actual === expected
  const [, name = '', rest = ''] = placeholder
  switch (name) {
    case 'any-string':
      return (actual) => typeof actual === 'string'
    case 'any-number':
      return (actual) => typeof actual === 'number'
    case 'any-boolean':
      return (actual) => typeof actual === 'boolean'
    case 'ignore':
      return () => true
    case 'regex': {
      const matches = compileJavaPattern(rest)
      return (actual) => typeof actual === 'string' && matches(actual)
    }
    default:
      throw new PatternError(`\${json-unit.${name}} is not a placeholder that this server knows`)
  }
}

function ofObject(expected: object, comparison: JsonComparison): Expectation {
  const members = Object.entries(expected).map(
    ([name, value]) => [name, compileExpectation(value, comparison)] as const
  )
  return (actual) => {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false
    const values = actual as Record<string, unknown>
    if (!comparison.ignoreExtraElements && Object.keys(values).length !== members.length) return false
    return members.every(([name, equals]) => Object.hasOwn(values, name) && equals(values[name]))
  }
}

function ofArray(expected: readonly unknown[], comparison: JsonComparison): Expectation {
  const items = expected.map((value) => compileExpectation(value, comparison))
  return (actual) => {
    if (!Array.isArray(actual)) return false
    if (comparison.ignoreExtraElements ? actual.length < items.length : actual.length !== items.length) return false
    return comparison.ignoreArrayOrder ? pairsUp(items, actual) : items.every((equals, i) => equals(actual[i]))
  }
}

/** Whether each expectation has an element of its own: augmenting paths, since one element may suit several. */
function pairsUp(items: readonly Expectation[], actual: readonly unknown[]): boolean {
  const takenBy = new Map<number, number>()
  const place = (item: number, tried: Set<number>): boolean => {
    for (let i = 0; i < actual.length; i++) {
      if (tried.has(i) || !items[item]?.(actual[i])) continue
      tried.add(i)
      const holder = takenBy.get(i)
      if (holder !== undefined && !place(holder, tried)) continue
      takenBy.set(i, item)
      return true
    }
    return false
  }
  return items.every((_, item) => place(item, new Set()))
}
