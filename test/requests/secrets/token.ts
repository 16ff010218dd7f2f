import type { Test } from 'tap'
import { clientOf } from '../../support/client.ts'
import { mockFor } from '../../support/mock.ts'
import { ADMIN } from './planted.ts'

export async function token(t: Test): Promise<void> {
  const mock = await mockFor(t, { adminToken: ADMIN })
  const client = clientOf(mock.url)
  const rows: [authorization: string | undefined, status: number][] = [
    [`Bearer ${ADMIN}`, 200],
    [`bearer ${ADMIN}`, 200],
    [`Bearer ${ADMIN}x`, 401],
    [`Bearer ${ADMIN.slice(0, -1)}`, 401],
    ['Bearer ', 401],
    [ADMIN, 401],
    [undefined, 401]
  ]
  for (const [authorization, expected] of rows) {
    const { status } = await client('GET /__admin/requests', { sends: { authorization } })
    t.equal(status, expected, `${authorization}`)
  }
}
