import { TemplateError } from '../template-error.ts'
import type { Helpers } from './helper.ts'

/** Longer numbers are rejected. */
const NUMBER = /^-?\d{1,100}(?:\.\d{1,100})?$/

const STEPS = 100

/** A decimal number without rounding, like Java's `BigDecimal`: `digits` divided by ten to the power of `scale`. */
interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

/** Arithmetic. */
export const numbers: Helpers = {
  math({ args: [left, operator, right], text, work }) {
    work.spend(STEPS, 'arithmetic')
    const [a, b] = [decimalOf(text(left)), decimalOf(text(right))]
    switch (operator) {
      case '+':
        return numberFrom(aligned(a, b, (a, b) => a + b))
      case '-':
        return numberFrom(aligned(a, b, (a, b) => a - b))
      case '*':
      case 'x':
        return numberFrom({ digits: a.digits * b.digits, scale: a.scale + b.scale })
      case '/':
        return numberFrom({ digits: quotient(a, b), scale: a.scale })
      case '%':
        if (b.digits === 0n) throw new TemplateError('division by zero')
        return numberFrom(aligned(a, b, (a, b) => a % b))
      default:
        return `[ERROR: ${text(operator)} is not a valid mathematical operator]`
    }
  }
}

/** As in WireMock, anything that is no number counts as zero. */
function decimalOf(text: string): Decimal {
  if (!NUMBER.test(text)) {
    if (/^-?\d/.test(text) && !Number.isNaN(Number(text))) {
      throw new TemplateError(`expected a number of up to 100 digits, not ${text.slice(0, 110)}`)
    }
    return { digits: 0n, scale: 0 }
  }
  const [whole = '', fraction = ''] = text.split('.')
  return { digits: BigInt(whole + fraction), scale: fraction.length }
}

function aligned(a: Decimal, b: Decimal, act: (a: bigint, b: bigint) => bigint): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { digits: act(scaled(a, scale), scaled(b, scale)), scale }
}

const scaled = ({ digits, scale }: Decimal, to: number): bigint => digits * 10n ** BigInt(to - scale)

/** With as many decimals as the dividend, rounded half up. */
function quotient(a: Decimal, b: Decimal): bigint {
  if (b.digits === 0n) throw new TemplateError('division by zero')
  const [top, bottom] = [a.digits * 10n ** BigInt(b.scale), b.digits]
  const [size, by] = [absolute(top), absolute(bottom)]
  const rounded = (2n * size + by) / (2n * by)
  return top < 0n === bottom < 0n ? rounded : -rounded
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value)

/** A number, or its text if that says more: `3.0`. */
function numberFrom({ digits, scale }: Decimal): number | string {
  const padded = absolute(digits)
    .toString()
    .padStart(scale + 1, '0')
  const end = padded.length - scale
  const text = `${digits < 0n ? '-' : ''}${padded.slice(0, end)}${scale > 0 ? `.${padded.slice(end)}` : ''}`
  return String(Number(text)) === text ? Number(text) : text
}
