import { type JSONPathEnvironment, JSONPathNode, type JSONPathQuery, type JSONValue, jsonpath } from 'json-p3'
import type { CompileBudget } from './compile-budget.ts'
import { toJaywayFilter } from './json-path-filters.ts'
import { partsOf, STEPS_PER_VALUE, stepsToVisit } from './json-steps.ts'
import { Interruption, TooExpensive, type Work } from './work.ts'

const { FilterSelector, NameSelector, SliceSelector, WildcardSelector } = jsonpath.selectors
const { FilterExpressionLiteral, FilterQuery, InfixExpression, LogicalExpression, PrefixExpression } =
  jsonpath.expressions

type Selector = JSONPathQuery['segments'][number]['selectors'][number]
type Expression = InstanceType<typeof LogicalExpression>['expression']
const JSON_PATH = 'a JSONPath'
const FILTER = 'a filter in a JSONPath'
const STEPS_PER_SLICED = 10
/** How many steps it takes to evaluate a filter, for each of its characters. */
const STEPS_PER_CHARACTER = 2
/** A filter can visit everything in a value once for each this many of its characters. */
const CHARACTERS_PER_VISIT = 10

/** Selects in a value, and appends the result to `found`. */
type Select = (value: unknown, root: unknown, found: unknown[], work: Work) => void

/**
 * Compiles a query. Replaces json-p3's evaluation, which recurses: this one counts its steps, and treats filters on objects like Jayway
 * JsonPath, which WireMock uses.
 */
export function selectValues(
  { segments, environment }: JSONPathQuery,
  budget: CompileBudget
): (json: unknown, work: Work) => unknown[] {
  const steps = segments.map((segment) => {
    const selects = segment.selectors.map((selector) => compileSelector(selector, environment, budget))
    return segment.toString().startsWith('..') ? descending(selects) : selecting(selects)
  })
  return (json, work) =>
    steps.reduce<unknown[]>(
      (values, step) => {
        const found: unknown[] = []
        for (const value of values) step(value, json, found, work)
        return found
      },
      [json]
    )
}

function selecting(selects: readonly Select[]): Select {
  return (value, root, found, work) => {
    work.spend(STEPS_PER_VALUE * selects.length, JSON_PATH)
    for (const select of selects) select(value, root, found, work)
  }
}

/** Selects in a value and everything below it. */
function descending(selects: readonly Select[]): Select {
  const select = selecting(selects)
  return (start, root, found, work) => {
    const open = [start]
    while (open.length > 0) {
      const value = open.pop()
      select(value, root, found, work)
      const parts = partsOf(value, work)
      for (let i = parts.length - 1; i >= 0; i--) open.push(parts[i])
    }
  }
}

function compileSelector(selector: Selector, environment: JSONPathEnvironment, budget: CompileBudget): Select {
  if (selector instanceof WildcardSelector) {
    return (value, _root, found, work) => {
      const parts = partsOf(value, work)
      work.spend(parts.length, JSON_PATH)
      for (const part of parts) found.push(part)
    }
  }
  if (selector instanceof NameSelector) {
    const { name } = selector
    return (value, _root, found) => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)) {
        found.push(Reflect.get(value, name))
      }
    }
  }
  if (selector instanceof FilterSelector) return filter(toJaywayFilter(selector.expression, budget), environment)
  return (value, root, found, work) => {
    if (Array.isArray(value) && selector instanceof SliceSelector)
      work.spend(STEPS_PER_SLICED * value.length, JSON_PATH)
    const node = new JSONPathNode(value as JSONValue, [], root as JSONValue)
    for (const selected of selector.resolve(node)) found.push(selected.value)
  }
}

/** Tests the elements of an array; a filter on an object tests the object itself, as in Jayway JsonPath. */
function filter(expression: Expression, environment: JSONPathEnvironment): Select {
  const { length } = expression.toString()
  const visits = mayVisitEverything(expression) ? length / CHARACTERS_PER_VISIT : 0
  return (value, root, found, work) => {
    if (typeof value !== 'object' || value === null) return
    for (const currentValue of Array.isArray(value) ? value : [value]) {
      work.spend(STEPS_PER_CHARACTER * length, FILTER)
      if (visits > 0) work.spend(visits * stepsToVisit(currentValue, work), FILTER)
      const context = { environment, currentValue, rootValue: root as JSONValue, work }
      if (isTrue(expression, context)) found.push(currentValue)
    }
  }
}

function isTrue(expression: Expression, context: Parameters<Expression['evaluate']>[0]): boolean {
  try {
    return expression.evaluate(context) === true
  } catch (error) {
    // An interruption is not a failure: the comparison is repeated in another turn.
    if (error instanceof TooExpensive || error instanceof Interruption) throw error
    // json-p3 has a limit for the depth, and overflows the stack for a long list.
    throw new TooExpensive(
      `a filter in a JSONPath cannot be evaluated: ${(error as Error).message}. Use a simpler filter`
    )
  }
}

/** Whether an expression may visit everything in a value: a function, a comparison of two values, or a search. */
function mayVisitEverything(expression: Expression): boolean {
  if (expression instanceof LogicalExpression) return mayVisitEverything(expression.expression)
  if (expression instanceof PrefixExpression) return mayVisitEverything(expression.right)
  if (expression instanceof FilterQuery) return !expression.path.singularQuery()
  if (expression instanceof FilterExpressionLiteral) return false
  if (!(expression instanceof InfixExpression)) return true
  const { left, right, logical } = expression
  const comparesValues = !logical && ![left, right].some((side) => side instanceof FilterExpressionLiteral)
  return comparesValues || mayVisitEverything(left) || mayVisitEverything(right)
}
