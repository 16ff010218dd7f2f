import type { Test } from 'tap'
import { allowed } from './access-guard/allowed.ts'
import { areas } from './access-guard/areas.ts'
import { cors } from './access-guard/cors.ts'
import { rejections } from './access-guard/rejections.ts'

/** Which web pages and hosts may use the server's own areas. */
export async function accessGuard(t: Test): Promise<void> {
  t.test("which requests reach the server's own areas", areas)
  t.test('--admin-origin and --allow-host', allowed)
  t.test('the text of a rejection', rejections)
  t.test('--cors', cors)
}
