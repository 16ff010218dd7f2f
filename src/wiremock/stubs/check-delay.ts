import { MAX_DELAY } from '../../common/pauses.ts'
import type { Problems } from '../../common/problems.ts'
import type { DelayDistribution } from './delay-schemas.ts'
import type { Dribble } from './stub-mapping.ts'

/**
 * Checks the rules that the schemas of delays do not contain, because earlier versions accepted and stored delays that break them.
 *
 * @param delay a number of milliseconds, or an object that contains some
 */
export function checkDelay(
  delay: number | DelayDistribution | Dribble | null | undefined,
  pointer: string,
  problems: Problems
): void {
  const numbers = typeof delay === 'number' ? { [pointer]: delay } : membersOf(delay ?? {}, pointer)
  for (const [place, value] of Object.entries(numbers)) {
    if (value > MAX_DELAY) problems.add(place, `expected at most ${MAX_DELAY} milliseconds (24 days), not ${value}`)
  }
  if (typeof delay !== 'object' || delay === null || !('lower' in delay) || delay.lower <= delay.upper) return
  problems.add(`${pointer}/lower`, `expected at most ${delay.upper} (upper), not ${delay.lower}`)
}

const membersOf = (delay: object, pointer: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(delay)
      .filter(([, value]) => typeof value === 'number')
      .map(([name, value]) => [`${pointer}/${name}`, value])
  )
