import type { Test } from 'tap'
import { acceptedDefinitions } from './definitions/accepted.ts'
import { checks } from './definitions/checks.ts'
import { mediaTypes } from './definitions/media-types.ts'
import { shape } from './definitions/shape.ts'

/** Bodies of creates and updates. */
export async function definitions(t: Test): Promise<void> {
  t.test('shape', shape)
  t.test('media types', mediaTypes)
  t.test('checks', checks)
  t.test('what is accepted', acceptedDefinitions)
}
