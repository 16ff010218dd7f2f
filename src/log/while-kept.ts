import type { FixtureSet } from '../fixtures/fixture-set.ts'
import type { ChangeLog } from './change-log.ts'

/** Makes a change that refers to fixture sets, which the log keeps until the change is stored. @throws ChangeNotStored */
export async function whileKept(
  log: ChangeLog,
  [first, ...others]: readonly FixtureSet[],
  change: () => Promise<unknown>
): Promise<void> {
  if (first === undefined) {
    await change()
    return
  }
  const release = await log.keep(first)
  await whileKept(log, others, change).finally(release)
}
