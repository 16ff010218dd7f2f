import type { FixtureSet } from '../fixtures/fixture-set.ts'
import type { ChangeLog } from './change-log.ts'

/** Makes a change that refers to fixture sets, which the log keeps until the change is stored. @throws ChangeNotStored */
export async function whileKept<R>(
  log: ChangeLog,
  [first, ...others]: readonly FixtureSet[],
  change: () => Promise<R>
): Promise<R> {
  if (first === undefined) return change()
  const release = await log.keep(first)
  return whileKept(log, others, change).finally(release)
}
