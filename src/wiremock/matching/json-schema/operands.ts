import { type Decimal, decimalOf } from '../../../common/decimal.ts'
import { ExactNumber, isNumber } from '../../../common/exact-number.ts'
import { isObject } from '../read-scalars.ts'
import type { Check, Place, Schema } from './keyword.ts'

const MAX_PREVIEW = 60

/** A wrong operand in a message. */
export function preview(value: unknown): string {
  const text = isNumber(value) ? textOf(value) : JSON.stringify(isObject(value) ? {} : value)
  return text.length > MAX_PREVIEW ? `${text.slice(0, MAX_PREVIEW)}…` : text
}

export const textOf = (number: number | ExactNumber): string =>
  number instanceof ExactNumber ? number.text : String(number)

export const toDecimal = (number: number | ExactNumber): Decimal => decimalOf(textOf(number)) as Decimal

export function decimal(operand: unknown, place: Place): Decimal {
  return isNumber(operand) ? toDecimal(operand) : place.fail(`expected number, not ${preview(operand)}`)
}

/** The operand of `minLength` and the like. */
export function count(operand: unknown, place: Place): number {
  const number = operand instanceof ExactNumber ? operand.toJSON() : operand
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number
  return place.fail(`expected integer of at least 0, not ${preview(operand)}`)
}

export function boolean(operand: unknown, place: Place): boolean {
  return typeof operand === 'boolean' ? operand : place.fail(`expected boolean, not ${preview(operand)}`)
}

export function text(operand: unknown, place: Place): string {
  return typeof operand === 'string' ? operand : place.fail(`expected string, not ${preview(operand)}`)
}

export function list(operand: unknown, place: Place): readonly unknown[] {
  return Array.isArray(operand) ? operand : place.fail(`expected array, not ${preview(operand)}`)
}

export function object(operand: unknown, place: Place): Schema {
  return isObject(operand) ? operand : place.fail(`expected object, not ${preview(operand)}`)
}

export function texts(operand: unknown, place: Place, ...path: readonly string[]): readonly string[] {
  if (!Array.isArray(operand)) return place.fail(`expected array of strings, not ${preview(operand)}`, ...path)
  for (const [i, item] of operand.entries()) {
    if (typeof item !== 'string') place.fail(`expected string, not ${preview(item)}`, ...path, i)
  }
  return operand
}

/** The operand of `allOf` and the like. */
export function subschemas(operand: unknown, place: Place): readonly Check[] {
  const schemas = list(operand, place)
  if (schemas.length === 0) place.fail('expected at least one schema')
  return schemas.map((schema, i) => place.subschema(schema, i))
}

/** The operand of `properties` and the like. */
export const subschemasByName = (operand: unknown, place: Place): readonly (readonly [name: string, check: Check])[] =>
  Object.entries(object(operand, place)).map(([name, schema]) => [name, place.subschema(schema, name)])
