import { KindGuard, type TSchema } from '@sinclair/typebox'
import { ExactNumber } from '../../common/exact-number.ts'

const NUMBER = /^\s*-?\d+(?:\.\d+)?\s*$/

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)

/** Whether a JSON value is an object or a list without members. */
export const hasNoMembers = (value: unknown): boolean =>
  (isObject(value) || Array.isArray(value)) && Object.keys(value).length === 0

/**
 * Converts texts that contain a number or a boolean, if the schema expects one: `"status": "200"`. Leaves out optional members that are null.
 * WireMock's JSON library does so, and its clients and existing stubs rely on it.
 */
export function readScalars(value: unknown, schema: TSchema): unknown {
  if (typeof value === 'string') return readText(value, schema)
  if (value instanceof ExactNumber) return typesOf(schema).some(isNumeric) ? value.toJSON() : value
  if (!isObject(value)) return value
  const object = KindGuard.IsUnion(schema) ? variantOf(value, typesOf(schema)) : schema
  if (!KindGuard.IsObject(object)) return value
  // Reads only the members that the schema has, and keeps their order.
  const known = Object.entries(object.properties).filter(([name]) => Object.hasOwn(value, name))
  const missing = known
    .filter(([name, type]) => value[name] === null && KindGuard.IsOptional(type))
    .map(([name]) => name)
  const changed = known
    .map(([name, type]) => [name, readScalars(value[name], type)] as const)
    .filter(([name, member]) => member !== value[name])
  const present = missing.length === 0 ? value : without(value, missing)
  return changed.length === 0 ? present : { ...present, ...Object.fromEntries(changed) }
}

/** A copy of an object without some members. */
export const without = (object: object, names: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))

/** The types of a union, and of the unions in it. */
const typesOf = (schema: TSchema): readonly TSchema[] =>
  KindGuard.IsUnion(schema) ? schema.anyOf.flatMap(typesOf) : [schema]
const isNumeric = (schema: TSchema): boolean => KindGuard.IsInteger(schema) || KindGuard.IsNumber(schema)

function readText(text: string, schema: TSchema): unknown {
  const types = typesOf(schema)
  if (types.some(isNumeric) && NUMBER.test(text)) return Number(text)
  if (types.some(KindGuard.IsBoolean) && /^(?:true|false)$/.test(text)) return text === 'true'
  return text
}

/** The member of a union of objects that has the same `type`. */
const variantOf = (value: Readonly<Record<string, unknown>>, variants: readonly TSchema[]): TSchema | undefined =>
  variants.find((variant) => KindGuard.IsObject(variant) && variant.properties['type']?.['const'] === value['type'])
