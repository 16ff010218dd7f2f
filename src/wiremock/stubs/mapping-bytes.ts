import { bytesOf } from '../../common/bytes.ts'
import { parseNestedJson } from '../../common/exact-json.ts'
import { isObject } from '../matching/read-scalars.ts'
import type { MappingDocument } from './mapping-schemas.ts'

/** About how much memory a compiled mapping takes besides its document, its patterns and its body, in bytes. */
const MAPPING_BYTES = 1000
/** A regular expression that a request was compared with: only then it is compiled. */
const EXPRESSION_BYTES = 8000
/** Each step of its program: a character, a class, or a repetition. */
const STEP_BYTES = 300
/** The tables of a Unicode class. */
const UNICODE_CLASS_BYTES = 50_000
/** A compiled JSONPath, and each character of it. */
const PATH_BYTES = 2500
const PATH_CHARACTER_BYTES = 60

/** A compiled JSON Schema, and how many times more than its document its parts take. */
const SCHEMA_BYTES = 2000
const SCHEMA_FACTOR = 20

const EXPRESSIONS: ReadonlySet<string> = new Set(['urlPattern', 'urlPathPattern', 'matches', 'doesNotMatch'])

/**
 * About how much memory a compiled mapping takes, in bytes. Patterns are compiled and take more than their text: measured with short,
 * long, repeated and Unicode expressions.
 */
export const mappingBytes = (mapping: MappingDocument, body: Buffer): number =>
  MAPPING_BYTES + bytesOf(mapping) + body.byteLength + patternBytes(mapping.request)

/** What all patterns in a part of a request pattern take. */
function patternBytes(part: unknown): number {
  if (typeof part !== 'object' || part === null) return 0
  let bytes = 0
  for (const [name, value] of Object.entries(part)) {
    if (name === 'matchesJsonSchema') bytes += schemaBytes(value)
    else if (typeof value !== 'string') bytes += patternBytes(value)
    else if (EXPRESSIONS.has(name)) bytes += expressionBytes(value)
    else if (name === 'matchesJsonPath' || name === 'expression')
      bytes += PATH_BYTES + PATH_CHARACTER_BYTES * value.length
    // Its text is parsed.
    else if (name === 'equalToJson') bytes += 2 * value.length
  }
  return bytes
}

function schemaBytes(operand: unknown): number {
  const schema = typeof operand === 'string' ? parseNestedJson(operand) : operand
  return SCHEMA_BYTES + SCHEMA_FACTOR * bytesOf(schema) + schemaExpressionBytes(schema)
}

/** What the regular expressions in a part of a schema take. */
function schemaExpressionBytes(part: unknown): number {
  if (typeof part !== 'object' || part === null) return 0
  let bytes = 0
  for (const [name, value] of Object.entries(part)) {
    if (name === 'pattern' && typeof value === 'string') bytes += expressionBytes(value)
    // The keyword additionalProperties has them, too.
    if (name === 'patternProperties' && isObject(value)) {
      for (const expression of Object.keys(value)) bytes += 2 * expressionBytes(expression)
    }
    bytes += schemaExpressionBytes(value)
  }
  return bytes
}

function expressionBytes(expression: string): number {
  const repetitions = [...expression.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, min, max]) => Number(max || min))
  const steps = repetitions.reduce((sum, times) => sum + times, expression.length)
  return EXPRESSION_BYTES + STEP_BYTES * steps + (/\\[pP]/.test(expression) ? UNICODE_CLASS_BYTES : 0)
}
