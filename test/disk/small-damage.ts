import type { Test } from 'tap'
import { damageEverything, flips, smallDirectory, truncations } from '../support/small-damage.ts'

/** The complete round is one of the long tests. */
const STEP = 499

export async function smallDamage(t: Test): Promise<void> {
  t.test('a flipped bit is detected or does no harm', async (t) => {
    for (const end of ['killed', 'stopped'] as const) {
      const { tried, refused } = await damageEverything(t, await smallDirectory(t, end), flips, STEP)
      t.ok(refused > tried * 0.5 && tried > 40, `${end}: ${refused} of ${tried} are refused`)
    }
  })

  t.test('after an orderly stop, a missing end is detected or does no harm', async (t) => {
    const { tried, refused } = await damageEverything(t, await smallDirectory(t, 'stopped'), truncations, STEP)
    t.ok(refused > tried * 0.5 && tried > 6, `${refused} of ${tried} are refused`)
  })
}
