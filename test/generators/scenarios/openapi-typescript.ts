import assert from 'node:assert/strict'
import createClient from 'openapi-fetch'
import type { paths as AtmsPaths } from './atms'
import type { paths as AtriumPaths } from './atrium'

const [baseUrl] = process.argv.slice(2)

const atrium = createClient<AtriumPaths>({
  baseUrl,
  headers: { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' }
})
const page = await atrium.GET('/users', { params: { query: { page: 2, records_per_page: 10 } } })
assert.equal(page.data?.pagination.current_page, 2)
assert.equal(page.data?.users.length, 10)
const body = { user: { identifier: 'generated' } }
const created = await atrium.POST('/users', { body })
const params = { path: { user_guid: created.data?.user.guid ?? '' } }
const taken = await atrium.POST('/users', { body })
assert.equal(taken.error?.error.status, 'conflict')
const updated = await atrium.PUT('/users/{user_guid}', { params, body: { user: { is_disabled: true } } })
assert.equal(updated.data?.user.is_disabled, true)
assert.equal((await atrium.DELETE('/users/{user_guid}', { params })).response.status, 204)
const gone = await atrium.GET('/users/{user_guid}', { params })
assert.equal(gone.error?.error.status, 'not_found')

const atms = createClient<AtmsPaths>({ baseUrl, headers: { token: 'test-token' } })
assert.equal((await atms.GET('/api/Users')).data?.length, 260)
const definition = { Username: 'generated', DisplayName: 'New', UserGroupName: 'Operators' }
assert.equal((await atms.POST('/api/Users', { body: definition })).response.status, 204)
const again = await atms.POST('/api/Users', { body: definition })
assert.match(again.error?.Message ?? '', /already exists/)
const named = { path: { username: 'generated' } }
await atms.PUT('/api/Users/{username}', { params: named, body: { ...definition, DisplayName: 'Newer' } })
await atms.PUT('/api/Users/{username}/disable', { params: named })
const read = await atms.GET('/api/Users/{username}', { params: named })
assert.equal(read.data?.DisplayName, 'Newer')
assert.equal(read.data?.IsAccountDisabled, true)
assert.equal((await atms.DELETE('/api/Users/{username}', { params: named })).response.status, 204)
const missing = await atms.GET('/api/Users/{username}', { params: named })
assert.match(missing.error?.Message ?? '', /was not found/)
