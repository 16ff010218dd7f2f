import assert from 'node:assert/strict'
import * as atms from './atms'
import { client as atmsClient } from './atms/client.gen'
import * as atrium from './atrium'
import { client as atriumClient } from './atrium/client.gen'

const [baseUrl = ''] = process.argv.slice(2)
const credentials: Record<string, string> = {
  'MX-API-Key': 'test-api-key',
  'MX-Client-ID': 'test-client-id',
  token: 'test-token'
}
atriumClient.setConfig({ baseUrl, auth: ({ name = '' }) => credentials[name] })
atmsClient.setConfig({ baseUrl, auth: ({ name = '' }) => credentials[name] })

const page = await atrium.atriumListUsers({ query: { page: 2, records_per_page: 10 } })
assert.equal(page.data?.pagination.current_page, 2)
assert.equal(page.data?.users.length, 10)
const body = { user: { identifier: 'generated' } }
const created = await atrium.atriumCreateUser({ body })
const path = { user_guid: created.data?.user.guid ?? '' }
const taken = await atrium.atriumCreateUser({ body })
assert.equal(taken.error?.error.status, 'conflict')
const updated = await atrium.atriumUpdateUser({ path, body: { user: { is_disabled: true } } })
assert.equal(updated.data?.user.is_disabled, true)
await atrium.atriumDeleteUser({ path, throwOnError: true })
const gone = await atrium.atriumReadUser({ path })
assert.equal(gone.error?.error.status, 'not_found')

assert.equal((await atms.atmsListUsers()).data?.length, 260)
const definition = { Username: 'generated', DisplayName: 'New', UserGroupName: 'Operators' }
await atms.atmsCreateUser({ body: definition, throwOnError: true })
const again = await atms.atmsCreateUser({ body: definition })
assert.match(again.error?.Message ?? '', /already exists/)
const named = { username: 'generated' }
await atms.atmsUpdateUser({ path: named, body: { ...definition, DisplayName: 'Newer' }, throwOnError: true })
await atms.atmsDisableUser({ path: named, throwOnError: true })
const read = await atms.atmsReadUser({ path: named })
assert.equal(read.data?.DisplayName, 'Newer')
assert.equal(read.data?.IsAccountDisabled, true)
await atms.atmsDeleteUser({ path: named, throwOnError: true })
const missing = await atms.atmsReadUser({ path: named })
assert.match(missing.error?.Message ?? '', /was not found/)
