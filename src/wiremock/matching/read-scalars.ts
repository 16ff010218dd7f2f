import { type TSchema, TypeGuard } from '@sinclair/typebox'

const NUMBER = /^\s*-?\d+(?:\.\d+)?\s*$/

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Converts texts that contain a number or a boolean, if the schema expects one: `"status": "200"`. WireMock's JSON library does so, and
 * stubs in the field rely on it.
 */
export function readScalars(value: unknown, schema: TSchema): unknown {
  if (typeof value === 'string') return readText(value, schema)
  if (!isObject(value)) return value
  const object = TypeGuard.IsUnion(schema) ? variantOf(value, schema.anyOf) : schema
  if (!TypeGuard.IsObject(object)) return value
  const members = Object.entries(value).map(([name, member]) => {
    const known = Object.hasOwn(object.properties, name) ? object.properties[name] : undefined
    return [name, known === undefined ? member : readScalars(member, known)]
  })
  return Object.fromEntries(members)
}

function readText(text: string, schema: TSchema): unknown {
  const types = TypeGuard.IsUnion(schema) ? schema.anyOf : [schema]
  const isNumber = types.some((type) => TypeGuard.IsInteger(type) || TypeGuard.IsNumber(type))
  if (isNumber && NUMBER.test(text)) return Number(text)
  if (types.some(TypeGuard.IsBoolean) && /^(?:true|false)$/.test(text)) return text === 'true'
  return text
}

/** The member of a union of objects that has the same `type`. */
const variantOf = (value: Readonly<Record<string, unknown>>, variants: readonly TSchema[]): TSchema | undefined =>
  variants.find((variant) => TypeGuard.IsObject(variant) && variant.properties['type']?.['const'] === value['type'])
