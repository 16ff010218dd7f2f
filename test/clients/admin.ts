import createClient from 'openapi-fetch'
import type { Test } from 'tap'
import { mockFor } from '../support/mock.ts'
import type { paths } from './admin.generated.ts'

/** The main scenario of the control API, with a client whose types come from the document. */
export async function adminScenario(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const client = createClient<paths>({ baseUrl: mock.url })

  const health = await client.GET('/__admin/health')
  t.equal(health.data?.status, 'healthy', 'the health')
  const state = await client.GET('/__admin/state')
  const users = state.data?.atrium?.users ?? []
  t.not(users.length, 0, 'the state contains users')

  const replaced = await client.PUT('/__admin/state', {
    body: { atrium: { credentials: [], users: users.slice(0, 1) } }
  })
  t.strictSame(replaced.data, {}, 'a replaced state')
  const path = { name: 'one-user' }
  const saved = await client.PUT('/__admin/fixtures/{name}', { params: { path } })
  t.equal(saved.data?.counts.atriumUsers, 1, 'the counts of a saved set')

  await client.POST('/__admin/reset', { body: { fixtures: 'default' } })
  const sandbox = await client.PUT('/__admin/sandboxes/{name}', {
    params: { path: { name: 'w1' } },
    body: { fixtures: 'one-user' }
  })
  t.equal(sandbox.data?.fixtures, 'one-user', 'a sandbox with the saved set')
  const back = await client.GET('/__admin/state')
  t.strictSame(back.data, state.data, 'the sandbox default is as it was')

  const unknown = await client.POST('/__admin/state/reset', { body: { fixtures: 'nothing' } })
  t.match(unknown.error?.errors[0]?.title, /unknown fixture set 'nothing'/, 'an unknown fixture set')
}
