import createClient from 'openapi-fetch'
import type { Test } from 'tap'
import { mockFor } from '../support/mock.ts'
import type { paths } from './atrium.generated.ts'

/** The main scenario of Atrium, with a client whose types come from the document. */
export async function atriumScenario(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const client = createClient<paths>({ baseUrl: mock.url, headers: { ...mock.credentials['atrium'] } })

  const body = { user: { identifier: 'partner-1', metadata: '{"a":1}' } }
  const created = await client.POST('/users', { body })
  const user_guid = created.data?.user.guid ?? ''
  t.strictSame(created.data, {
    user: { guid: user_guid, is_disabled: false, metadata: '{"a":1}', identifier: 'partner-1' }
  })
  const path = { user_guid }

  const page = await client.GET('/users', { params: { query: { page: 1, records_per_page: 100 } } })
  t.equal(page.data?.users.at(-1)?.guid, user_guid, 'the new user is the last of the list')
  t.equal(page.data?.pagination.total_entries, page.data?.users.length, 'the total of the list')

  const updated = await client.PUT('/users/{user_guid}', { params: { path }, body: { user: { is_disabled: true } } })
  t.equal(updated.data?.user.is_disabled, true, 'the updated user')
  const taken = await client.POST('/users', { body })
  t.equal(taken.error?.error.type, 'record_not_unique', 'a second user with the same identifier')

  t.equal((await client.DELETE('/users/{user_guid}', { params: { path } })).response.status, 204, 'a delete')
  const gone = await client.GET('/users/{user_guid}', { params: { path } })
  t.equal(gone.error?.error.status, 'not_found', 'a read after the delete')
}
