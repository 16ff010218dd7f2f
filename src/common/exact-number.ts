import { decimalOf } from './decimal.ts'

const TEXT = Symbol('text')
/** WireMock's JSONPath library keeps the text of a number with a fraction if it has at least this length. */
const LONG = 19

/** A JSON number whose text a JavaScript number would change: `1.0`, `12345678901234567890`. */
export class ExactNumber {
  // Keyed by a symbol, so that it does not count as a member of an object.
  readonly [TEXT]: string

  constructor(text: string) {
    this[TEXT] = text
  }

  get text(): string {
    return this[TEXT]
  }

  /** For JSON.stringify: `toJson` keeps the text. */
  toJSON(): number {
    return Number(this[TEXT])
  }
}

/** A form in which equal numbers are equal: the JavaScript number if it has the same value (1 for `1.0`), otherwise a normalized text. */
export function comparable(value: unknown): unknown {
  if (!(value instanceof ExactNumber)) return value
  const number = Number(value.text)
  const normal = normalForm(value.text)
  return normal === normalForm(String(number)) ? number : new ExactNumber(normal)
}

/** Whether two JSON values other than arrays and objects are equal. */
export function isSameScalar(one: unknown, other: unknown): boolean {
  const [a, b] = [comparable(one), comparable(other)]
  return a instanceof ExactNumber && b instanceof ExactNumber ? a.text === b.text : a === b
}

export const isNumber = (value: unknown): value is number | ExactNumber =>
  typeof value === 'number' || value instanceof ExactNumber

/** The sign, digits and exponent. A text that is not a number is unchanged. */
function normalForm(text: string): string {
  const decimal = decimalOf(text)
  if (decimal === undefined) return text
  const { isNegative, digits, exponent } = decimal
  return digits === '' ? '0' : `${isNegative ? '-' : ''}${digits}e${exponent}`
}

/** A number as Java formats it: WireMock compares this with the text of a pattern. */
export function javaText(value: number | ExactNumber): string {
  const text = value instanceof ExactNumber ? value.text : String(value)
  if (/^-?\d+$/.test(text)) return text === '-0' ? '0' : text
  return text.length >= LONG ? text : javaDouble(Number(text))
}

function javaDouble(number: number): string {
  const size = Math.abs(number)
  if (!Number.isFinite(number)) return String(number)
  if (size === 0) return Object.is(number, -0) ? '-0.0' : '0.0'
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(number) ? `${number}.0` : String(number)
  const [digits = '', exponent] = number.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}
