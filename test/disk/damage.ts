import type { Test } from 'tap'
import { damagedCopies } from './damage/copies.ts'
import { imagesFor } from './damage/images.ts'
import { damagedLogs } from './damage/logs.ts'
import { repairs } from './damage/repairs.ts'
import { damagedStates } from './damage/states.ts'

export async function damage(t: Test): Promise<void> {
  const images = await imagesFor(t)
  t.test('logs', (t) => damagedLogs(t, images))
  t.test('states', (t) => damagedStates(t, images))
  t.test('copies of fixtures', (t) => damagedCopies(t, images))
  t.test('failed starts and repairs', (t) => repairs(t, images))
}
