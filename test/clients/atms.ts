import createClient from 'openapi-fetch'
import type { Test } from 'tap'
import { mockFor } from '../support/mock.ts'
import type { paths } from './atms.generated.ts'

/** The main scenario of the ATMS, with a client whose types come from the document. */
export async function atmsScenario(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const client = createClient<paths>({ baseUrl: mock.url, headers: { ...mock.credentials['atms'] } })

  const groups = await client.GET('/api/UserGroups')
  const [group] = groups.data ?? []
  t.equal(group?.GroupName, 'Administrators', 'the first group')

  const body = { Username: 'DOT\\new.user', DisplayName: 'New', UserGroupName: group?.GroupName ?? '' }
  t.equal((await client.POST('/api/Users', { body })).response.status, 204, 'a create')
  const path = { username: body.Username }
  await client.PUT('/api/Users/{username}/disable', { params: { path } })
  const read = await client.GET('/api/Users/{username}', { params: { path } })
  t.strictSame(read.data, { ...body, Email: null, Phone: null, IsAccountDisabled: true }, 'the disabled account')

  const renamed = await client.PUT('/api/Users/{username}', { params: { path }, body: { ...body, Username: 'other' } })
  t.match(renamed.error?.ModelState?.['userDefinition.Username'], [/not editable/], 'a rename is rejected')
  await client.PUT('/api/Users/{username}/enable', { params: { path } })
  const listed = await client.GET('/api/Users')
  t.equal(listed.data?.at(-1)?.IsAccountDisabled, false, 'the enabled account')

  t.equal((await client.DELETE('/api/Users/{username}', { params: { path } })).response.status, 204, 'a delete')
  const gone = await client.GET('/api/Users/{username}', { params: { path } })
  t.equal(gone.error?.Message, "User 'DOT\\new.user' was not found.", 'a read after the delete')
}
