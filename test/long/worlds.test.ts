import t from 'tap'
import { isolatedSandboxes } from '../support/isolation.ts'
import { mockFor } from '../support/mock.ts'
import { resetUnderFire } from '../support/under-fire.ts'

t.setTimeout(300_000)

t.test('64 sandboxes in parallel each see their own users only, through ten thousand requests', async (t) => {
  await isolatedSandboxes(t, await mockFor(t, { fixtures: 'empty' }), 64, 10_000)
})

t.test('200 resets under 32 connections: no failure, no mixture, no list that contradicts itself', async (t) => {
  await resetUnderFire(t, await mockFor(t), 32, 200)
})
