import { compileJavaPattern, PatternError } from './java-pattern.ts'

/** The options of `equalToJson`. */
export interface JsonComparison {
  readonly ignoreArrayOrder: boolean
  readonly ignoreExtraElements: boolean
}

type Expectation = (actual: unknown) => boolean

const PLACEHOLDER = /^[$#]\{json-unit\.([a-z-]+)\}(.*)$/s
const PLACEHOLDER_NAMES = 'any-string, any-number, any-boolean, ignore, regex'

/**
 * Compiles an expected JSON value, which may contain JsonUnit placeholders such as `${json-unit.any-string}`.
 *
 * @returns a function that tells whether an actual value equals it
 * @throws PatternError for an unknown placeholder or an invalid regular expression
 */
export function compileExpectation(expected: unknown, comparison: JsonComparison): Expectation {
  if (Array.isArray(expected)) return expectArray(expected, comparison)
  if (typeof expected === 'object' && expected !== null) return expectObject(expected, comparison)
  const placeholder = typeof expected === 'string' ? PLACEHOLDER.exec(expected) : null
  if (placeholder === null) return (actual) => actual === expected
  const [, name = '', expression = ''] = placeholder
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
      const matches = compileJavaPattern(expression)
      return (actual) => typeof actual === 'string' && matches(actual)
    }
    default:
      throw new PatternError(`unknown placeholder \${json-unit.${name}} (available: ${PLACEHOLDER_NAMES})`)
  }
}

function expectObject(expected: object, comparison: JsonComparison): Expectation {
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

function expectArray(expected: readonly unknown[], comparison: JsonComparison): Expectation {
  const items = expected.map((value) => compileExpectation(value, comparison))
  return (actual) => {
    if (!Array.isArray(actual)) return false
    if (comparison.ignoreExtraElements ? actual.length < items.length : actual.length !== items.length) return false
    return comparison.ignoreArrayOrder ? canAssign(items, actual) : items.every((equals, i) => equals(actual[i]))
  }
}

/** Whether each expectation can be assigned a different element. One element may fit several, so this uses augmenting paths. */
function canAssign(items: readonly Expectation[], actual: readonly unknown[]): boolean {
  const assignedItem = new Map<number, number>()
  const assign = (item: number, visited: Set<number>): boolean => {
    for (let i = 0; i < actual.length; i++) {
      if (visited.has(i) || !items[item]?.(actual[i])) continue
      visited.add(i)
      const holder = assignedItem.get(i)
      if (holder !== undefined && !assign(holder, visited)) continue
      assignedItem.set(i, item)
      return true
    }
    return false
  }
  return items.every((_, item) => assign(item, new Set()))
}
