import { MalformedJson } from './malformed-json.ts'

const INTEGER = /^(?:0|-?[1-9]\d*)$/
const NEGATIVE_WITH_ZERO = /^-0\d*$/
const FRACTION = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i
/** A leading zero, unless a fraction or an exponent follows. */
const OTHER_BASE = /^0[^.e]/i
const HEXADECIMAL = /^0x[\da-f]+$/i
const OCTAL = /^0[0-7]+$/

/**
 * The text that Json.NET makes of a number for a text field. An integer keeps all its digits.
 *
 * @throws MalformedJson if Json.NET does not accept the number
 */
export function numberText(number: string): string {
  if (INTEGER.test(number)) return number
  if (OTHER_BASE.test(number)) return otherBaseText(number)
  if (NEGATIVE_WITH_ZERO.test(number)) return number.replace(/^-0+(?=[1-9])/, '-').replace(/^-0+$/, '0')
  if (!FRACTION.test(number)) throw new MalformedJson()
  return doubleText(Number(number))
}

/** Hexadecimal and octal numbers have up to 64 bits, the first of which is the sign. */
function otherBaseText(number: string): string {
  const literal = OCTAL.test(number) ? `0o${number.slice(1)}` : number
  if (literal === number && !HEXADECIMAL.test(number)) throw new MalformedJson()
  const digits = literal.slice(2).replace(/^0+/, '')
  if (digits.length > 22) throw new MalformedJson()
  const value = BigInt(literal)
  if (value !== BigInt.asUintN(64, value)) throw new MalformedJson()
  return String(BigInt.asIntN(64, value))
}

/** .NET Framework writes a double with 15 significant digits, and with an exponent of at least two. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) throw new MalformedJson()
  if (value === 0) return '0'
  const [mantissa = '', power = ''] = value.toExponential(14).split('e')
  const exponent = Number(power)
  if (exponent > -5 && exponent < 15) return String(Number(value.toPrecision(15)))
  const sign = exponent < 0 ? '-' : '+'
  return `${Number(mantissa)}E${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}
