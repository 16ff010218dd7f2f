import assert from 'node:assert/strict'
import * as atms from './atms'
import * as atrium from './atrium'

const [basePath = ''] = process.argv.slice(2)
const credentials: Record<string, string> = {
  'MX-API-Key': 'test-api-key',
  'MX-Client-ID': 'test-client-id',
  token: 'test-token'
}
const apiKey = (name: string) => credentials[name] ?? ''

/** The status and the body of an error response. */
async function failure<T>(call: Promise<unknown>, read: (json: unknown) => T): Promise<[number, T]> {
  try {
    await call
  } catch (error) {
    assert(error instanceof atrium.ResponseError || error instanceof atms.ResponseError)
    return [error.response.status, read(await error.response.json())]
  }
  throw new Error('expected an error')
}

const users = new atrium.AtriumUsersApi(new atrium.Configuration({ basePath, apiKey }))
const page = await users.atriumListUsers({ page: 2, recordsPerPage: 10 })
assert.equal(page.pagination.currentPage, 2)
assert.equal(page.users.length, 10)
const atriumUserRequestBody = { user: { identifier: 'generated' } }
const { guid: userGuid } = (await users.atriumCreateUser({ atriumUserRequestBody })).user
const taken = await failure(users.atriumCreateUser({ atriumUserRequestBody }), atrium.AtriumErrorBodyFromJSON)
assert.equal(taken[1].error.status, 'conflict')
const updated = await users.atriumUpdateUser({ userGuid, atriumUserRequestBody: { user: { isDisabled: true } } })
assert.equal(updated.user.isDisabled, true)
await users.atriumDeleteUser({ userGuid })
const gone = await failure(users.atriumReadUser({ userGuid }), atrium.AtriumErrorBodyFromJSON)
assert.equal(gone[1].error.status, 'not_found')

const accounts = new atms.AtmsUsersApi(new atms.Configuration({ basePath, apiKey }))
assert.equal((await accounts.atmsListUsers()).length, 260)
const atmsUserDefinition = { username: 'generated', displayName: 'New', userGroupName: 'Operators' }
await accounts.atmsCreateUser({ atmsUserDefinition })
const again = await failure(accounts.atmsCreateUser({ atmsUserDefinition }), atms.AtmsErrorBodyFromJSON)
assert.match(again[1].message, /already exists/)
const username = 'generated'
await accounts.atmsUpdateUser({ username, atmsUserDefinition: { ...atmsUserDefinition, displayName: 'Newer' } })
await accounts.atmsDisableUser({ username })
const read = await accounts.atmsReadUser({ username })
assert.equal(read.displayName, 'Newer')
assert.equal(read.isAccountDisabled, true)
await accounts.atmsDeleteUser({ username })
const missing = await failure(accounts.atmsReadUser({ username }), atms.AtmsErrorBodyFromJSON)
assert.match(missing[1].message, /was not found/)
