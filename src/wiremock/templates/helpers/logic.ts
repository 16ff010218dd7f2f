import { TemplateError } from '../template-error.ts'
import { isTruthy, plain } from '../values.ts'
import type { Helper, HelperCall, Helpers } from './helper.ts'

/** Comparisons: as a block, they choose a part; otherwise their value is `yes` or `no`, or true or false. */
export const logic: Helpers = {
  eq: choice(({ args: [a, b] }) => isSame(a, b)),
  neq: choice(({ args: [a, b] }) => !isSame(a, b)),
  gt: choice(({ args: [a, b] }) => order(a, b) > 0),
  gte: choice(({ args: [a, b] }) => order(a, b) >= 0),
  lt: choice(({ args: [a, b] }) => order(a, b) < 0),
  lte: choice(({ args: [a, b] }) => order(a, b) <= 0),
  and: choice(({ args }) => args.every(isTruthy)),
  or: choice(({ args }) => args.some(isTruthy)),
  not: choice(({ args: [value] }) => !isTruthy(value))
}

/** A helper that tests something. */
export function choice(test: (call: HelperCall) => boolean): Helper {
  return (call) => {
    const isMet = test(call)
    if (call.isBlock) return isMet ? call.body(call.current) : call.inverse()
    const { yes = true, no = false } = call.hash
    return isMet ? yes : no
  }
}

/** As in WireMock, a text never equals a number. */
const isSame = (a: unknown, b: unknown): boolean => (plain(a) ?? undefined) === (plain(b) ?? undefined)

function order(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return Number(a > b) - Number(a < b)
  const [left, right] = [numberOf(a), numberOf(b)]
  if (Number.isNaN(left - right)) throw new TemplateError('only two numbers or two texts can be compared')
  return left - right
}

const numberOf = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN
