import { comparable, ExactNumber } from '../../../common/exact-number.ts'
import { stepsToReadMembers } from '../json-steps.ts'
import { isObject } from '../read-scalars.ts'

const STEPS_PER_VALUE = 10
const STEPS_PER_EXACT_NUMBER = 50

/** A text that is the same for equal JSON values: the order of members and the notation of numbers make no difference. */
export function canonical(value: unknown, spend: (steps: number) => void): string {
  spend(STEPS_PER_VALUE)
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, spend)).join()}]`
  if (isObject(value)) {
    const names = Object.keys(value).sort()
    spend(STEPS_PER_VALUE * names.length + stepsToReadMembers(names.length))
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name], spend)}`).join()}}`
  }
  if (typeof value === 'string') spend(value.length / 4)
  if (value instanceof ExactNumber) spend(STEPS_PER_EXACT_NUMBER + 4 * value.text.length)
  const scalar = comparable(value)
  return scalar instanceof ExactNumber ? scalar.text : JSON.stringify(scalar)
}
