import { JSONPathEnvironment, JSONPathNode, type JSONPathQuery, type JSONValue, jsonpath } from 'json-p3'
import { PatternError } from './java-pattern.ts'

const { FilterSelector } = jsonpath.selectors

/** In characters: each part of a document may be compared with the whole expression. */
const MAX_LENGTH = 2000
/** How often the same part of a document may be selected: by an expression for one value, and by one for many. */
const MAX_SELECTIONS = { ofOne: 1000, ofMany: 10 }

/** Returns what an expression selects in a JSON value; `undefined` if nothing. */
export type JsonPath = (json: unknown) => unknown

/** JSONPath as in RFC 9535, without `match` and `search`: their regular expressions could block the server. */
class Environment extends JSONPathEnvironment {
  protected override setupFilterFunctions(): void {
    super.setupFilterFunctions()
    this.functionRegister.delete('match')
    this.functionRegister.delete('search')
  }
}

/** Applies a filter on an object to the object itself instead of its members, as Jayway JsonPath (used by WireMock) does. */
class Filter extends FilterSelector {
  override resolve(node: JSONPathNode): JSONPathNode[] {
    if (Array.isArray(node.value) || typeof node.value !== 'object' || node.value === null) return super.resolve(node)
    const { expression, environment } = this
    const context = { environment, currentValue: node.value, rootValue: node.root }
    return expression.evaluate(context) ? [new JSONPathNode(node.value, node.location, node.root)] : []
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
  for (const { selectors } of query.segments) {
    selectors.forEach((selector, i) => {
      if (!(selector instanceof FilterSelector)) return
      selectors[i] = new Filter(selector.environment, selector.token, selector.expression)
    })
  }
  const find = query.singularQuery() ? findOne : findAll
  if (lengthFunction === undefined) return (json) => find(query, json)
  return (json) => {
    const found = find(query, json)
    return Array.isArray(found) ? found.length : undefined
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

const findAll = (query: JSONPathQuery, json: unknown): unknown => valuesOf(query, json)
const findOne = (query: JSONPathQuery, json: unknown): unknown => valuesOf(query, json)[0]

function valuesOf(query: JSONPathQuery, json: unknown): unknown[] {
  try {
    return query.query(json as JSONValue).values()
  } catch {
    // json-p3 throws for a document that is nested too deeply.
    return []
  }
}
