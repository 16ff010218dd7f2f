import type { Test } from 'tap'
import { bodies } from './users/bodies.ts'
import { changes } from './users/changes.ts'
import { creates } from './users/creates.ts'

/** Creates, updates and deletes of users. */
export async function users(t: Test): Promise<void> {
  t.test('rejected bodies', bodies)
  t.test('updates and deletes', changes)
  t.test('creates', creates)
}
