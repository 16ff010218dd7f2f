import { JSONPathEnvironment, type JSONPathQuery } from 'json-p3'
import { CompileBudget, PatternTooLong } from './compile-budget.ts'
import { PatternError } from './java-pattern.ts'
import { CONTAINS } from './json-path-functions.ts'
import { toStandardPath } from './json-path-syntax.ts'
import { selectValues } from './json-path-values.ts'
import { isObject } from './read-scalars.ts'
import type { Work } from './work.ts'

/** In characters: each part of a document may be compared with the whole expression. */
export const MAX_PATH = 2000
/** How often the same part of a document may be selected: by an expression for one value, and by one for many. */
const MAX_SELECTIONS = { ofOne: 1000, ofMany: 10 }

/** Returns the value that an expression selects, or `undefined`; a list if it can select several values. @throws TooExpensive */
export type JsonPath = (json: unknown, work: Work) => unknown

/**
 * The functions of RFC 9535, and `contains`. Without `search`, because the regular expressions of json-p3 could block the server;
 * `toJaywayFilter` replaces `match`.
 */
class Environment extends JSONPathEnvironment {
  protected override setupFilterFunctions(): void {
    super.setupFilterFunctions()
    this.functionRegister.delete('search')
    this.functionRegister.set('contains', CONTAINS)
  }
}

/**
 * Compiles a JSONPath. The expression is interpreted, never evaluated as code.
 *
 * @param budget of the pattern that contains the expression
 * @throws PatternError for invalid syntax, functions and operators that only Jayway has, and expensive expressions
 */
export function compileJsonPath(expression: string, budget = new CompileBudget()): JsonPath {
  const rooted = expression.startsWith('$') ? expression : `$.${expression.replace(/^@\.?/, '')}`
  if (expression.length > MAX_PATH)
    throw new PatternError(
      `the JSONPath has ${expression.length} characters, more than the limit of ${MAX_PATH}: use a shorter one`
    )
  const [, queried = rooted, lengthFunction] = /^(.*)\.(length|size)\(\)$/s.exec(rooted) ?? []
  const path = toStandardPath(queried.trimEnd())
  rejectExpensive(path, expression)
  const query = parse(path, expression)
  const select = named(expression, () => selectValues(query, budget))
  const find: JsonPath = query.singularQuery() ? (json, work) => select(json, work)[0] : select
  if (lengthFunction === undefined) return find
  return (json, work) => {
    const found = find(json, work)
    if (Array.isArray(found)) return found.length
    return isObject(found) ? Object.keys(found).length : undefined
  }
}

const parse = (path: string, expression: string): JSONPathQuery =>
  named(expression, () => new Environment().compile(path))

/** Errors name the whole expression. */
function named<T>(expression: string, compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    throw error instanceof PatternTooLong ? error : notSupported(expression, (error as Error).message)
  }
}

const notSupported = (expression: string, reason: string): PatternError =>
  new PatternError(`JSONPath '${expression}' is not supported: ${reason}`)

/** Rejects expressions that can visit the same part of a document too often. */
function rejectExpensive(path: string, expression: string): void {
  const withoutStrings = path.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''")
  const maxSelections = MAX_SELECTIONS[/\.\.|[*?:]/.test(withoutStrings) ? 'ofMany' : 'ofOne']
  const expensive = [
    ['more than one ..', withoutStrings.split('..').length > 2],
    ['$ inside a filter', withoutStrings.lastIndexOf('$') > 0],
    ['a filter inside a filter', hasNestedFilter(withoutStrings)],
    ['too many selectors in brackets', selectionsOf(withoutStrings) > maxSelections]
  ] as const
  for (const [reason, isFound] of expensive) if (isFound) throw notSupported(expression, reason)
}

/** How often the same part of a document can be selected: four times by `[*,*][*,*]`. */
function selectionsOf(path: string): number {
  return [...withoutParentheses(path).matchAll(/\[[^[\]]*\]/g)].reduce(
    (count, [selectors]) => count * selectors.split(',').length,
    1
  )
}

/** Commas between parentheses separate arguments, not selectors. */
function withoutParentheses(path: string): string {
  const shorter = path.replaceAll(/\([^()]*\)/g, '')
  return shorter === path ? path : withoutParentheses(shorter)
}

function hasNestedFilter(path: string): boolean {
  const open: string[] = []
  for (const [token] of path.matchAll(/\[\s*\?|\[|\]/g)) {
    if (token === ']') open.pop()
    else if (token.endsWith('?') && open.some((outer) => outer.endsWith('?'))) return true
    else open.push(token)
  }
  return false
}
