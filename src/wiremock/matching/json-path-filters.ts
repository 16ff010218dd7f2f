import { jsonpath } from 'json-p3'
import { ExactNumber, isNumber, isSameScalar } from '../../common/exact-number.ts'
import type { CompileBudget } from './compile-budget.ts'
import { JavaMatch } from './json-path-functions.ts'

const { FunctionExtension, InfixExpression, LogicalExpression, PrefixExpression } = jsonpath.expressions

type Expression = InstanceType<typeof LogicalExpression>['expression']
type Context = Parameters<Expression['evaluate']>[0]

/** A comparison of two values as in Jayway JsonPath, which WireMock uses: a number equals a text that represents it. */
class Comparison extends InfixExpression {
  override evaluate(context: Context): boolean {
    const [left, right] = [selectedBy(this.left, context), selectedBy(this.right, context)]
    if (!isText(left) && !isNumber(left)) return super.evaluate(context)
    if (!isText(right) && !isNumber(right)) return super.evaluate(context)
    switch (this.operator) {
      case '==':
        return equals(left, right)
      case '!=':
        return !equals(left, right)
      case '<':
        return isLess(left, right)
      case '>':
        return isLess(right, left)
      case '<=':
        return isLess(left, right) || (isText(left) === isText(right) && equals(left, right))
      default:
        return isLess(right, left) || (isText(left) === isText(right) && equals(left, right))
    }
  }
}

type Scalar = string | number | ExactNumber

const isText = (value: unknown): value is string => typeof value === 'string'

function selectedBy(expression: Expression, context: Context): unknown {
  const value = expression.evaluate(context)
  const nodes = value instanceof jsonpath.JSONPathNodeList ? value.nodes : []
  return nodes.length === 1 ? nodes[0]?.value : value
}

function equals(left: Scalar, right: Scalar): boolean {
  if (isText(left)) return left === (isText(right) ? right : textOf(right))
  // A text that is not a number equals no number.
  return isSameScalar(left, isText(right) ? new ExactNumber(right) : right)
}

const textOf = (value: number | ExactNumber): string => (value instanceof ExactNumber ? value.text : String(value))

function isLess(left: Scalar, right: Scalar): boolean {
  if (isText(left) || isText(right)) return isText(left) && isText(right) && left < right
  return Number(textOf(left)) < Number(textOf(right))
}

/** Replaces comparisons and `match` in a filter: they behave as in Jayway JsonPath. @throws PatternError */
export function toJaywayFilter(expression: Expression, budget: CompileBudget): Expression {
  const { token } = expression
  const inside = (part: Expression): Expression => toJaywayFilter(part, budget)
  if (expression instanceof LogicalExpression) return new LogicalExpression(token, inside(expression.expression))
  if (expression instanceof PrefixExpression) {
    return new PrefixExpression(token, expression.operator, inside(expression.right))
  }
  if (expression instanceof FunctionExtension && expression.name === 'match') return new JavaMatch(expression, budget)
  if (!(expression instanceof InfixExpression)) return expression
  const { left, operator, right, logical } = expression
  return logical
    ? new InfixExpression(token, inside(left), operator, inside(right))
    : new Comparison(token, left, operator, right)
}
