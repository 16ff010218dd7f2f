import type { Test } from 'tap'
import { calls } from './commands/calls.ts'
import { check } from './commands/check.ts'
import { completion } from './commands/completion.ts'
import { follow } from './commands/follow.ts'
import { requests } from './commands/requests.ts'
import { unreachable } from './commands/unreachable.ts'

/** The commands of the program, except serve. */
export async function commands(t: Test): Promise<void> {
  t.test('check', check)
  t.test('calls of a running server', calls)
  t.test('no mock at the URL', unreachable)
  t.test('requests', requests)
  t.test('requests --follow', follow)
  t.test('completion', completion)
}
