import type { Test } from 'tap'
import { acceptedDefinitions } from './definitions/accepted.ts'
import { checks } from './definitions/checks.ts'
import { mediaTypes } from './definitions/media-types.ts'
import { shape } from './definitions/shape.ts'

/** Bodies of creates and updates. */
export async function definitions(t: Test): Promise<void> {
  t.test('definitions of the wrong shape', shape)
  t.test('media types', mediaTypes)
  t.test('checks of definitions with the right shape', checks)
  t.test('accepted definitions', acceptedDefinitions)
}
