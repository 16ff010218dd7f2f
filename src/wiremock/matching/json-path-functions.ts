import { jsonpath } from 'json-p3'
import { ExactNumber, isNumber } from '../../common/exact-number.ts'
import type { CompileBudget } from './compile-budget.ts'
import { compileJavaPattern, PatternError } from './java-pattern.ts'
import type { Work } from './work.ts'

const { FunctionExpressionType } = jsonpath
const { FunctionExtension, StringLiteral } = jsonpath.expressions

type Call = InstanceType<typeof FunctionExtension>

/** What json-p3 passes to the parts of a filter, with the counter of its steps. */
type Context = Parameters<Call['evaluate']>[0] & { readonly work: Work }

/** Jayway's operator `contains`: tests for an element of a list, or for a part of a text. */
export const CONTAINS: jsonpath.functions.FilterFunction = {
  argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
  returnType: FunctionExpressionType.LogicalType,
  call(whole, part) {
    if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part)
    return Array.isArray(whole) && whole.some((element) => jsonpath.expressions.compare(element, '==', part))
  }
}

/** Whether a regular expression matches the entire text of a value, or of an element of a list, as in Jayway JsonPath. */
export class JavaMatch extends FunctionExtension {
  readonly #matches: (text: string, work: Work) => boolean

  /** @throws PatternError */
  constructor({ token, name, args }: Call, budget: CompileBudget) {
    super(token, name, args)
    const [, pattern] = args
    if (!(pattern instanceof StringLiteral)) throw new PatternError('the pattern of match() must be a string')
    this.#matches = compileJavaPattern(pattern.value, budget)
  }

  override evaluate(context: Context): boolean {
    const selected = this.args[0]?.evaluate(context)
    const value = selected instanceof jsonpath.JSONPathNodeList ? selected.nodes[0]?.value : selected
    const values = [value].flat()
    return values.some((value) => this.#matches(textOf(value), context.work))
  }
}

/** In regular expressions, Jayway JsonPath treats a missing value, null and an object as an empty text. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (!isNumber(value)) return ''
  return value instanceof ExactNumber ? value.text : String(value)
}
