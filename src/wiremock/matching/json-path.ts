import { JSONPathEnvironment, JSONPathNode, type JSONPathQuery, type JSONValue, jsonpath } from 'json-p3'
import { PatternError } from './java-pattern.ts'

const { FilterSelector } = jsonpath.selectors

/** In characters: each part of a document may be held against all of it. */
const LONGEST = 2000
/** In how many ways one part of a document may be found: where many parts are looked at, each is found so often. */
const MOST_WAYS = { ofOne: 1000, ofMany: 10 }

/** Takes a JSON value to what an expression finds in it; `undefined` for nothing. */
export type JsonPath = (json: unknown) => unknown

/** JSONPath as RFC 9535 has it, without the functions that take regular expressions: those could hang the server. */
class Environment extends JSONPathEnvironment {
  protected override setupFilterFunctions(): void {
    super.setupFilterFunctions()
    this.functionRegister.delete('match')
    this.functionRegister.delete('search')
  }
}

/** A filter on an object asks about the object itself, as in Jayway JsonPath, which WireMock uses, and not about its members. */
class Filter extends FilterSelector {
  override resolve(node: JSONPathNode): JSONPathNode[] {
    if (Array.isArray(node.value) || typeof node.value !== 'object' || node.value === null) return super.resolve(node)
    const { expression, environment } = this
    const context = { environment, currentValue: node.value, rootValue: node.root }
    return expression.evaluate(context) ? [new JSONPathNode(node.value, node.location, node.root)] : []
  }
}

/**
 * Compiles a JSONPath. The expression is data to an interpreter: no code is ever evaluated.
 *
 * @returns what it finds: the value, for an expression that can only find one; else the list of those found
 * @throws PatternError for what does not parse, Jayway's own functions and operators, and what could take very long
 */
export function compileJsonPath(expression: string): JsonPath {
  const rooted = expression.startsWith('$') ? expression : `$.${expression.replace(/^@\.?/, '')}`
  const [, path = rooted, length] = /^(.*)\.(length|size)\(\)$/s.exec(rooted) ?? []
  if (expression.length > LONGEST) throw new PatternError(`a JSONPath of more than ${LONGEST} characters is not taken`)
  refuseCostly(path, expression)
  const query = parse(path, expression)
  for (const { selectors } of query.segments) {
    selectors.forEach((selector, i) => {
      if (!(selector instanceof FilterSelector)) return
      selectors[i] = new Filter(selector.environment, selector.token, selector.expression)
    })
  }
  const find = query.singularQuery() ? single : several
  if (length === undefined) return (json) => find(query, json)
  return (json) => {
    const found = find(query, json)
    return Array.isArray(found) ? found.length : undefined
  }
}

function parse(path: string, expression: string): JSONPathQuery {
  try {
    return new Environment().compile(path)
  } catch (error) {
    throw new PatternError(`'${expression}' is not a JSONPath that this server takes: ${(error as Error).message}`)
  }
}

/** What looks at the whole document again for each of its parts. */
function refuseCostly(path: string, expression: string): void {
  const bare = path.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''")
  const costly = [
    ['more than one ..', bare.split('..').length > 2],
    ['$ inside a filter', bare.lastIndexOf('$') > 0],
    ['a filter inside a filter', hasNestedFilter(bare)],
    ['so many selectors in brackets', waysThrough(bare) > MOST_WAYS[/\.\.|[*?:]/.test(bare) ? 'ofMany' : 'ofOne']]
  ] as const
  for (const [what, isThere] of costly) {
    if (isThere) throw new PatternError(`'${expression}' is not a JSONPath that this server takes: ${what}`)
  }
}

/** In how many ways one part of a document can be found: `[*,*][*,*]` finds it in four. */
function waysThrough(bare: string): number {
  return [...bare.matchAll(/\[[^[\]]*\]/g)].reduce((ways, [selectors]) => ways * selectors.split(',').length, 1)
}

function hasNestedFilter(bare: string): boolean {
  const open: string[] = []
  for (const [token] of bare.matchAll(/\[\s*\?|\[|\]/g)) {
    if (token === ']') open.pop()
    else if (token.endsWith('?') && open.some((outer) => outer.endsWith('?'))) return true
    else open.push(token)
  }
  return false
}

const several = (query: JSONPathQuery, json: unknown): unknown => valuesOf(query, json)
const single = (query: JSONPathQuery, json: unknown): unknown => valuesOf(query, json)[0]

function valuesOf(query: JSONPathQuery, json: unknown): unknown[] {
  try {
    return query.query(json as JSONValue).values()
  } catch {
    // In a document that is nested too deeply there is nothing to be found.
    return []
  }
}
