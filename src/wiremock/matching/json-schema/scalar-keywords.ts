import { compareDecimals, type Decimal, isMultipleOf } from '../../../common/decimal.ts'
import { isNumber } from '../../../common/exact-number.ts'
import { compileJavaFind, PatternError } from '../java-pattern.ts'
import { isObject } from '../read-scalars.ts'
import type { Work } from '../work.ts'
import { canonical } from './canonical.ts'
import type { Compile, Keyword, KeywordCheck, Place, Run } from './keyword.ts'
import { boolean, count, decimal, list, preview, text, textOf, texts, toDecimal } from './operands.ts'
import type { Version } from './versions.ts'

const TYPES: Readonly<Record<string, (value: unknown, version: Version) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: isNumber,
  // In version 4, 1.0 is no integer.
  integer: (value, version) =>
    isNumber(value) && (version === 4 ? /^-?\d+$/.test(textOf(value)) : toDecimal(value).exponent >= 0),
  array: Array.isArray,
  object: isObject
}

const type: Compile = (operand, place) => {
  const names = Array.isArray(operand) ? texts(operand, place) : [text(operand, place)]
  const isOfType = names.map((name, i) => {
    if (Object.hasOwn(TYPES, name)) return TYPES[name] as (typeof TYPES)[string]
    return place.fail(
      `unknown type '${name}' (available: ${Object.keys(TYPES).join(', ')})`,
      ...(Array.isArray(operand) ? [i] : [])
    )
  })
  const { version } = place
  return assertion((value) => isNullable(place, value) || isOfType.some((is) => is(value, version)))
}

/** A keyword of OpenAPI that WireMock's library knows, too. */
const isNullable = ({ schema }: Place, value: unknown): boolean => value === null && schema['nullable'] === true

/** One error if a value does not have a property. */
const assertion =
  (holds: (value: unknown, run: Run) => boolean): KeywordCheck =>
  (value, outcome, run) => {
    if (!holds(value, run)) outcome.errors++
  }

const equalsOneOf = (values: readonly unknown[], place: Place): KeywordCheck => {
  const allowed = new Set(values.map((value) => canonical(value, (steps) => place.budget.spend(steps / 2))))
  return assertion(
    (value, run) => isNullable(place, value) || allowed.has(canonical(value, (steps) => run.spend(steps)))
  )
}

const STEPS_PER_NUMBER = 25

const limit =
  (holds: (comparison: number, isExclusive: boolean) => boolean, exclusive: string): Compile =>
  (operand, place) => {
    const bound = decimal(operand, place)
    const isExclusive = place.version === 4 && place.schema[exclusive] === true
    return ifNumber((number) => holds(compareDecimals(number, bound), isExclusive))
  }

const ifNumber = (holds: (number: Decimal, run: Run) => boolean): KeywordCheck =>
  assertion((value, run) => {
    if (!isNumber(value)) return true
    run.spend(STEPS_PER_NUMBER + textOf(value).length)
    return holds(toDecimal(value), run)
  })

/** In version 4, it is an option of the limit. */
const exclusiveLimit =
  (holds: (comparison: number) => boolean): Compile =>
  (operand, place) => {
    if (place.version !== 4) return limit(holds, '')(operand, place)
    boolean(operand, place)
    return undefined
  }

/** How many pairs of digits a division takes in one step. */
const DIGITS_PER_STEP = 8

const multipleOf: Compile = (operand, place) => {
  const divisor = decimal(operand, place)
  if (divisor.digits === '' || divisor.isNegative) place.fail(`expected more than 0, not ${preview(operand)}`)
  return ifNumber((number, run) => {
    run.spend((number.digits.length * divisor.digits.length) / DIGITS_PER_STEP + divisor.digits.length ** 2)
    return isMultipleOf(number, divisor)
  })
}

const length =
  (holds: (length: number, limit: number) => boolean): Compile =>
  (operand, place) => {
    const limit = count(operand, place)
    return assertion((value, run) => {
      if (typeof value !== 'string') return true
      run.spend(value.length)
      return holds(charactersIn(value), limit)
    })
  }

/** Those beyond 16 bits count as one. */
function charactersIn(value: string): number {
  let characters = 0
  for (const _ of value) characters++
  return characters
}

/** Compiles a regular expression, to search for it. */
export function expression(
  operand: unknown,
  place: Place,
  ...path: readonly string[]
): (text: string, work: Work) => boolean {
  try {
    return compileJavaFind(text(operand, place), place.budget)
  } catch (error) {
    if (error instanceof PatternError) place.fail(error.message, ...path)
    throw error
  }
}

const pattern: Compile = (operand, place) => {
  const isFound = expression(operand, place)
  return assertion((value, { work }) => typeof value !== 'string' || isFound(value, work))
}

export const SCALAR_KEYWORDS: Readonly<Record<string, Keyword>> = {
  type: { compile: type },
  enum: { compile: (operand, place) => equalsOneOf(list(operand, place), place) },
  const: { compile: (operand, place) => equalsOneOf([operand], place), from: 6 },
  maximum: {
    compile: limit((comparison, isExclusive) => (isExclusive ? comparison < 0 : comparison <= 0), 'exclusiveMaximum')
  },
  minimum: {
    compile: limit((comparison, isExclusive) => (isExclusive ? comparison > 0 : comparison >= 0), 'exclusiveMinimum')
  },
  exclusiveMaximum: { compile: exclusiveLimit((comparison) => comparison < 0) },
  exclusiveMinimum: { compile: exclusiveLimit((comparison) => comparison > 0) },
  multipleOf: { compile: multipleOf },
  maxLength: { compile: length((length, limit) => length <= limit) },
  minLength: { compile: length((length, limit) => length >= limit) },
  pattern: { compile: pattern }
}
