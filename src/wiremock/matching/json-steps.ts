import { CHARACTERS_PER_STEP } from './subject.ts'
import type { Work } from './work.ts'

/** How many steps it takes to visit one value. */
export const STEPS_PER_VALUE = 5

/** Objects with more members are hash tables, which take longer to read. */
const MANY = 1000

/** How many steps it takes to read the members of an object. */
export const stepsToReadMembers = (count: number): number => (count > MANY ? 40 : 2) * count

/** How many steps it takes to visit a value and everything in it. Counting them takes steps, too. @throws TooExpensive */
export function stepsToVisit(json: unknown, work: Work): number {
  const open = [json]
  let steps = 0
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const size = typeof value === 'string' ? value.length / CHARACTERS_PER_STEP : STEPS_PER_VALUE
    work.spend(size, 'visiting a document')
    steps += size
    for (const part of partsOf(value, work)) open.push(part)
  }
  return steps
}

/** The elements of an array or the values of an object; none for another value. @throws TooExpensive */
export function partsOf(value: unknown, work: Work): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return []
  const parts = Object.values(value)
  work.spend(stepsToReadMembers(parts.length), 'visiting a document')
  return parts
}
