import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'

/** Limits on the use of a stub. */
export async function usage(t: Test): Promise<void> {
  t.test('times: n uses a stub n times, and after: n skips the first n requests', async (t) => {
    const { send, stub, admin } = await controlFor(t)
    const failing = { request: { urlPath: '/users' }, response: { status: 503 } }
    const statuses = async () => {
      const seen: number[] = []
      for (let i = 0; i < 4; i++) seen.push((await send('GET', '/users')).status)
      return seen
    }
    const id = await stub({ ...failing, metadata: { mock: { times: 2 } } })
    t.same(await statuses(), [503, 503, 200, 200], 'times: 2 fails twice, then works')
    await admin('PUT', `mappings/${id}`, { ...failing, metadata: { mock: { times: 1, after: 2 } } })
    t.same(await statuses(), [200, 200, 503, 200], 'after: 2 skips two requests')
  })

  t.test('probability applies a stub randomly but reproducibly', async (t) => {
    const statuses = async () => {
      const { send, stub } = await controlFor(t)
      const metadata = { mock: { probability: 0.5 } }
      await stub({ request: { urlPath: '/users' }, response: { status: 503 }, metadata })
      const seen: number[] = []
      for (let i = 0; i < 24; i++) seen.push((await send('GET', '/users')).status)
      return seen
    }
    const first = await statuses()
    t.ok(first.includes(503) && first.includes(200), 'the stub responds to some requests')
    t.same(await statuses(), first, 'the same ones in every run')
  })
}
