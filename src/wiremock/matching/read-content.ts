import { type ContentOperator, ContentOperators } from './content-schemas.ts'
import { isObject, readScalars } from './read-scalars.ts'

/**
 * Reads a pattern for one text as leniently as WireMock does: options and other operators may be null, and options may be booleans or numbers
 * in text.
 *
 * @param pattern not validated yet
 */
export function readContent(pattern: unknown): unknown {
  if (!isObject(pattern)) return pattern
  const members = Object.entries(pattern)
  const present = members.filter(([name, value]) => value !== null || name === 'equalToJson')
  // If all members are null, the operand is null.
  const document = Object.fromEntries(present.length === 0 ? members : present)
  for (const operator of ['hasExactly', 'includes']) {
    const inner = document[operator]
    if (Array.isArray(inner)) return { ...document, [operator]: inner.map(readContent) }
  }
  const operator = Object.keys(ContentOperators).find((name) => name in document) as ContentOperator | undefined
  if (operator === undefined) return document
  const operand = document[operator]
  return readScalars({ ...document, [operator]: readOperand(operator, operand) }, ContentOperators[operator])
}

/** What earlier versions of WireMock wrote instead of true. */
const MEANS_ABSENT: readonly unknown[] = ['(absent)', 'true', null]

/** Reads the patterns in an operand, and the forms of `absent`. */
function readOperand(operator: ContentOperator, operand: unknown): unknown {
  switch (operator) {
    case 'and':
    case 'or':
      return Array.isArray(operand) ? operand.map(readContent) : operand
    case 'not':
    case 'matchesJsonPath':
      return readContent(operand)
    case 'absent':
      return MEANS_ABSENT.includes(operand) ? true : operand
    default:
      return operand
  }
}
