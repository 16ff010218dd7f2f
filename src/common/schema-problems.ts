import { type TSchema, TypeGuard } from '@sinclair/typebox'
import { type ValueError, ValueErrorType } from '@sinclair/typebox/errors'
import type { Problem } from './problems.ts'

/**
 * What a schema finds wrong, in words for people: one problem for each place, the first that was found.
 *
 * @param pointer where the value stands that was checked
 */
export function schemaProblems(errors: Iterable<ValueError>, pointer: string): Problem[] {
  const places = new Map<string, Problem>()
  for (const error of errors) {
    const place = pointer + error.path
    if (!places.has(place)) places.set(place, { pointer: place, expected: expectation(error) })
  }
  return [...places.values()]
}

function expectation({ type, schema, value, message }: ValueError): string {
  if (type === ValueErrorType.ObjectAdditionalProperties) return 'no such member is known: is it misspelt?'
  if (type === ValueErrorType.ObjectRequiredProperty) return `expected ${kindOf(schema)}: the member is missing`
  if (type === ValueErrorType.StringPattern) return `expected text like ${schema['pattern']}, not ${shown(value)}`
  if (isOfKind(value, schema)) return `${message.charAt(0).toLowerCase()}${message.slice(1)}, not ${shown(value)}`
  return `expected ${kindOf(schema)}, not ${shown(value)}`
}

/** Whether the JSON type is right, so that something else is wrong: a bound. */
function isOfKind(value: unknown, schema: TSchema): boolean {
  if (TypeGuard.IsInteger(schema)) return Number.isInteger(value)
  return TypeGuard.IsArray(schema) ? Array.isArray(value) : typeof value === schema['type']
}

/** The JSON type or types that a schema asks for. */
function kindOf(schema: TSchema): string {
  if (TypeGuard.IsUnion(schema)) return schema.title ?? [...new Set(schema.anyOf.map(kindOf))].join(' or ')
  if (TypeGuard.IsLiteral(schema)) return JSON.stringify(schema.const)
  return schema['type']
}

/** The value as JSON, cut short. */
function shown(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? 'nothing'
    return text.length > 60 ? `${text.slice(0, 60)}…` : text
  } catch {
    // The stack ran out.
    return 'what is nested so deeply'
  }
}
