import assert from 'node:assert/strict'
import * as atms from './atms'
import * as atrium from './atrium'

const [baseUrl = ''] = process.argv.slice(2)
const send = globalThis.fetch
globalThis.fetch = (path, options) => send(new URL(String(path), baseUrl), options)

const credentials = { headers: { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id' } }
const page = await atrium.atriumListUsers({ page: 2, records_per_page: 10 }, credentials)
assert(page.status === 200)
assert.equal(page.data.pagination.current_page, 2)
assert.equal(page.data.users.length, 10)
const body = { user: { identifier: 'generated' } }
const created = await atrium.atriumCreateUser(body, credentials)
assert(created.status === 200)
const { guid } = created.data.user
const taken = await atrium.atriumCreateUser(body, credentials)
assert(taken.status === 409)
assert.equal(taken.data.error.status, 'conflict')
const updated = await atrium.atriumUpdateUser(guid, { user: { is_disabled: true } }, credentials)
assert(updated.status === 200)
assert.equal(updated.data.user.is_disabled, true)
assert.equal((await atrium.atriumDeleteUser(guid, credentials)).status, 204)
const gone = await atrium.atriumReadUser(guid, credentials)
assert(gone.status === 404)
assert.equal(gone.data.error.status, 'not_found')

const token = { headers: { token: 'test-token' } }
const list = await atms.atmsListUsers(token)
assert(list.status === 200)
assert.equal(list.data.length, 260)
const definition = { Username: 'generated', DisplayName: 'New', UserGroupName: 'Operators' }
assert.equal((await atms.atmsCreateUser(definition, token)).status, 204)
const again = await atms.atmsCreateUser(definition, token)
assert(again.status === 409)
assert.match(again.data.Message, /already exists/)
await atms.atmsUpdateUser('generated', { ...definition, DisplayName: 'Newer' }, token)
await atms.atmsDisableUser('generated', token)
const read = await atms.atmsReadUser('generated', token)
assert(read.status === 200)
assert.equal(read.data.DisplayName, 'Newer')
assert.equal(read.data.IsAccountDisabled, true)
assert.equal((await atms.atmsDeleteUser('generated', token)).status, 204)
const missing = await atms.atmsReadUser('generated', token)
assert(missing.status === 404)
assert.match(missing.data.Message, /was not found/)
