import type { Test } from 'tap'
import { inProgress } from './taken-away/in-progress.ts'
import { leaves } from './taken-away/leaves.ts'
import { otherServer } from './taken-away/other-server.ts'
import { returns } from './taken-away/returns.ts'

export async function takenAway(t: Test): Promise<void> {
  // Looking at the directory does not keep a process alive.
  const alive = setInterval(() => {}, 1000)
  t.teardown(() => clearInterval(alive))

  await t.test('another server uses the directory', otherServer)
  await t.test('the directory is gone', leaves)
  await t.test('an upload or a reset is in progress', inProgress)
  await t.test('the directory comes back', returns)
}
