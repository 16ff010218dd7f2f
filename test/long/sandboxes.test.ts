import t from 'tap'
import { isolatedSandboxes } from '../support/isolation.ts'
import { mockFor } from '../support/mock.ts'
import { resetUnderLoad } from '../support/resets-under-load.ts'

t.setTimeout(300_000)

t.test('200 parallel sandboxes each see only their own users, through 30,000 requests', async (t) => {
  await isolatedSandboxes(t, await mockFor(t, { fixtures: 'empty' }), 200, 30_000)
})

t.test('200 resets with 32 connections: no request fails, and no response mixes two states', async (t) => {
  await resetUnderLoad(t, await mockFor(t), 32, 200)
})
