import { isDeepStrictEqual } from 'node:util'
import { LENIENT } from '../../src/api/lenient.ts'
import { isObject, mapSubschemas, type Schema } from './map-schemas.ts'

type Named = Readonly<Record<string, Schema>>

/**
 * The schema in terms that generators of clients understand: without unions, `const`, several types, patterns that not every language has,
 * and what a client should not send. It accepts every value that a client should send.
 *
 * @param named the schemas that references name
 */
export function simpleSchema(schema: Schema, named: Named): Schema {
  const { const: only, anyOf, pattern, patternProperties, title, type, ...rest } = withoutLenient(schema)
  const simple: Schema = {
    ...(isOneType(type) && { type }),
    // Generators name classes by titles, and here a title is a sentence.
    ...(title !== undefined && { description: title }),
    ...mapSubschemas(rest, (inner) => simpleSchema(inner, named))
  }
  // Next to members, a union says which of them exclude each other.
  if (Array.isArray(anyOf) && rest['properties'] === undefined) return union(simple, anyOf, named)
  return {
    ...simple,
    ...(typeof only === 'string' && { enum: [only] }),
    ...(typeof pattern === 'string' && !pattern.includes('\\x') && { pattern }),
    ...(isObject(patternProperties) && {
      additionalProperties: union({}, Object.values(patternProperties) as Schema[], named)
    })
  }
}

const isOneType = (type: unknown): boolean =>
  typeof type === 'string' || (Array.isArray(type) && type.filter((name) => name !== 'null').length === 1)

/** The schema without members and variants that a client should not send. */
function withoutLenient(schema: Schema): Schema {
  const { [LENIENT]: _, properties, anyOf, ...rest } = schema
  const published = Object.entries(properties ?? {}).filter(([, member]) => !member[LENIENT])
  return {
    ...rest,
    ...(published.length > 0 && { properties: Object.fromEntries(published) }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.filter((variant) => !variant[LENIENT]) })
  }
}

/** One schema for all variants. @param around the keywords next to them, which take precedence */
function union(around: Schema, variants: readonly Schema[], named: Named): Schema {
  const simple = variants.map((variant) => simpleSchema(variant, named))
  const [first = {}, ...others] = simple.filter(({ type }) => type !== 'null')
  const isNullable = simple.length > others.length + 1
  if (others.length === 0 && '$ref' in first)
    return isNullable ? { ...around, anyOf: [first, { type: 'null' }] } : first
  const resolve = (variant: Schema): Schema => {
    const definition = named[String(variant['$ref'] ?? '').replace(/^.*\//, '')]
    return definition === undefined ? variant : simpleSchema(definition, named)
  }
  const merged = others.length === 0 ? first : [first, ...others].map(resolve).reduce(merge)
  const { type, enum: values } = merged
  return {
    ...merged,
    ...(isNullable && type !== undefined && { type: [type, 'null'].flat() }),
    ...(isNullable && Array.isArray(values) && { enum: [...values, null] }),
    ...around
  }
}

/** The keywords that two schemas share, and the members of both. */
function merge(one: Schema, other: Schema): Schema {
  if (!isDeepStrictEqual(one['type'], other['type'])) return {}
  const common = Object.entries(one).filter(([keyword, value]) => isDeepStrictEqual(value, other[keyword]))
  const shared = Object.fromEntries(common)
  if (one['type'] === 'object') return { ...shared, ...mergedMembers(one, other) }
  if (one['type'] === 'array') return { ...shared, items: merge(one['items'] as Schema, other['items'] as Schema) }
  const [some, more] = [one['enum'], other['enum']]
  return { ...shared, ...(Array.isArray(some) && Array.isArray(more) && { enum: [...new Set([...some, ...more])] }) }
}

function mergedMembers(one: Schema, other: Schema): Schema {
  const properties = { ...(one['properties'] as Record<string, Schema>) }
  for (const [name, member] of Object.entries({ ...(other['properties'] as Record<string, Schema>) })) {
    properties[name] = properties[name] === undefined ? member : merge(properties[name], member)
  }
  const [required, alsoRequired] = [one, other].map((schema) => new Set((schema['required'] ?? []) as string[]))
  const inBoth = [...(required ?? [])].filter((name) => alsoRequired?.has(name))
  return { properties, ...(inBoth.length > 0 && { required: inBoth }) }
}
