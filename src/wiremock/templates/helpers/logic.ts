import { STEPS_PER_COPIED } from '../render-work.ts'
import { TemplateError } from '../template-error.ts'
import { isTruthy, numberOf, plain, stepsToCompare } from '../values.ts'
import type { Helper, HelperCall, Helpers } from './helper.ts'

/** Comparisons: as a block, they choose a part; otherwise their value is `yes` or `no`, or true or false. */
export const logic: Helpers = {
  eq: choice((call) => isSame(call)),
  neq: choice((call) => !isSame(call)),
  gt: choice((call) => order(call) > 0),
  gte: choice((call) => order(call) >= 0),
  lt: choice((call) => order(call) < 0),
  lte: choice((call) => order(call) <= 0),
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
function isSame({ args: [a, b], work }: HelperCall): boolean {
  work.spend(stepsToCompare(a, b), COMPARING)
  return (plain(a) ?? undefined) === (plain(b) ?? undefined)
}

function order({ args: [a, b], work }: HelperCall): number {
  if (typeof a === 'string' && typeof b === 'string') {
    work.spend(2 * STEPS_PER_COPIED * Math.min(a.length, b.length), COMPARING)
    return Number(a > b) - Number(a < b)
  }
  const [left, right] = [a, b].map(numberToCompare) as [number, number]
  if (Number.isNaN(left - right)) throw new TemplateError('only two numbers or two texts can be compared')
  return left - right
}

const COMPARING = 'comparing two values'

const numberToCompare = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && !/^\s*$/.test(value.slice(0, 400)))
    ? numberOf(value)
    : Number.NaN
