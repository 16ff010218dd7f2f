import type { Test } from 'tap'
import { inProgress } from './taken-away/in-progress.ts'
import { leaves } from './taken-away/leaves.ts'
import { otherServer } from './taken-away/other-server.ts'
import { returns } from './taken-away/returns.ts'

export async function takenAway(t: Test): Promise<void> {
  // Looking at the directory does not keep a process alive.
  const alive = setInterval(() => {}, 1000)
  t.teardown(() => clearInterval(alive))

  await t.test('another server uses it', otherServer)
  await t.test('it is gone', leaves)
  await t.test('something is in progress', inProgress)
  await t.test('it comes back', returns)
}
