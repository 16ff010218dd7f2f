import { JSONPathEnvironment, type JSONPathQuery } from 'json-p3'
import { PatternError } from './java-pattern.ts'
import { selectValues } from './json-path-values.ts'
import { isObject } from './read-scalars.ts'
import type { Work } from './work.ts'

/** In characters: each part of a document may be compared with the whole expression. */
const MAX_LENGTH = 2000
/** How often the same part of a document may be selected: by an expression for one value, and by one for many. */
const MAX_SELECTIONS = { ofOne: 1000, ofMany: 10 }

/** Returns what an expression selects in a JSON value; `undefined` if nothing. @throws TooExpensive */
export type JsonPath = (json: unknown, work: Work) => unknown

/** JSONPath as in RFC 9535, without `match` and `search`: their regular expressions could block the server. */
class Environment extends JSONPathEnvironment {
  protected override setupFilterFunctions(): void {
    super.setupFilterFunctions()
    this.functionRegister.delete('match')
    this.functionRegister.delete('search')
  }
}

/**
 * Compiles a JSONPath. The expression is interpreted, never evaluated as code.
 *
 * @returns selects a value, or a list of values if the expression can select several
 * @throws PatternError for invalid syntax, functions and operators that only Jayway has, and expensive expressions
 */
export function compileJsonPath(expression: string): JsonPath {
  const rooted = expression.startsWith('$') ? expression : `$.${expression.replace(/^@\.?/, '')}`
  const [, path = rooted, lengthFunction] = /^(.*)\.(length|size)\(\)$/s.exec(rooted) ?? []
  if (expression.length > MAX_LENGTH) throw new PatternError(`JSONPath is longer than ${MAX_LENGTH} characters`)
  rejectExpensive(path, expression)
  const query = parse(path, expression)
  const select = selectValues(query)
  const find: JsonPath = query.singularQuery() ? (json, work) => select(json, work)[0] : select
  if (lengthFunction === undefined) return find
  return (json, work) => {
    const found = find(json, work)
    if (Array.isArray(found)) return found.length
    return isObject(found) ? Object.keys(found).length : undefined
  }
}
function parse(path: string, expression: string): JSONPathQuery {
  try {
    return new Environment().compile(path)
  } catch (error) {
    throw notSupported(expression, (error as Error).message)
  }
}

const notSupported = (expression: string, reason: string): PatternError =>
  new PatternError(`JSONPath '${expression}' is not supported: ${reason}`)

/** Rejects expressions that search the whole document again for each of its parts. */
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
  return [...path.matchAll(/\[[^[\]]*\]/g)].reduce((count, [selectors]) => count * selectors.split(',').length, 1)
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
