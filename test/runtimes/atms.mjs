import assert from 'node:assert/strict'

const DEFINITION = { Username: 'domain1\\näme', DisplayName: 'Näme', UserGroupName: 'Operators' }
const PATH = `/api/Users/${encodeURIComponent(DEFINITION.Username)}`

async function statusOf(server, method, path, body) {
  const { status, text } = await server.atms(method, path, body)
  return status === 204 && text !== '' ? `204 with a body: ${text}` : status
}

export const atms = {
  async 'ATMS: create, read, update, delete'({ server }) {
    assert.equal(await statusOf(server, 'POST', '/api/Users', DEFINITION), 204, 'create')
    const user = { ...DEFINITION, Email: null, Phone: null, IsAccountDisabled: false }
    assert.deepEqual((await server.atms('GET', PATH)).json(), user, 'read')
    const change = { ...DEFINITION, Phone: '+1 555 0100' }
    assert.equal(await statusOf(server, 'PUT', PATH, change), 204, 'update')
    assert.deepEqual((await server.atms('GET', PATH)).json(), { ...user, ...change }, 'read after update')
    assert.equal(await statusOf(server, 'DELETE', PATH), 204, 'delete')
    assert.equal(await statusOf(server, 'GET', PATH), 404, 'read after delete')
  },

  async 'ATMS: enable and disable'({ server }) {
    for (const [action, isDisabled] of [
      ['disable', true],
      ['enable', false]
    ]) {
      assert.equal(await statusOf(server, 'PUT', `/api/Users/asmith/${action}`), 204, action)
      const { IsAccountDisabled } = (await server.atms('GET', '/api/Users/asmith')).json()
      assert.equal(IsAccountDisabled, isDisabled, `read after ${action}`)
    }
  },

  async 'ATMS: lists'({ server: { atms } }) {
    const users = (await atms('GET', '/api/Users')).json()
    assert.ok(
      users.some(({ Username }) => Username === 'asmith'),
      'the list of users'
    )
    const groups = (await atms('GET', '/api/UserGroups')).json()
    assert.deepEqual((await atms('GET', '/api/UserGroups/Operators')).json(), groups.find(isOperators), 'one group')
    assert.equal((await atms('GET', '/API//users/')).text, JSON.stringify(users), 'another spelling of the path')
  },

  async 'ATMS: errors'({ server: { atms, control } }) {
    const rows = [
      ['no token', 401, await control('GET', '/api/Users')],
      ['a wrong token', 401, await control('POST', '/api/Users', DEFINITION, { token: 'wrong' })],
      ['an unknown user', 404, await atms('GET', '/api/Users/nobody')],
      ['a wrong verb', 405, await atms('DELETE', '/api/UserGroups')],
      ['another type', 415, await atms('POST', '/api/Users', '<a/>', { 'content-type': 'text/css' })],
      ['missing fields', 400, await atms('POST', '/api/Users', {})],
      ['bad encoding', 400, await atms('GET', '/api/Users/%ff')]
    ]
    for (const [name, status, received] of rows) {
      assert.equal(received.status, status, name)
      assert.equal(typeof received.json().Message, 'string', `the message for ${name}`)
    }
  }
}

const isOperators = ({ GroupName }) => GroupName === 'Operators'
