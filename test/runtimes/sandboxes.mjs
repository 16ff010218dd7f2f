import assert from 'node:assert/strict'
import { clientOf } from './client.mjs'
import { ATMS, ATRIUM } from './server.mjs'

/** The clients of both APIs for each way to name a sandbox. */
const WAYS = {
  path: ({ url }) => [clientOf(`${url}/sandboxes/w1`, ATRIUM), clientOf(`${url}/sandboxes/w1`, ATMS)],
  header({ url }) {
    const name = { 'mock-sandbox': 'w1' }
    return [clientOf(url, { ...ATRIUM, ...name }), clientOf(url, { ...ATMS, ...name })]
  },
  'credential suffix': ({ url }) => [
    clientOf(url, { ...ATRIUM, 'mx-api-key': 'test-api-key@w1' }),
    clientOf(url, { token: 'test-token@w1' })
  ]
}

async function isolates({ server }, way) {
  await server.control('DELETE', '/__admin/sandboxes/w1')
  const [atrium, atms] = WAYS[way](server)
  assert.equal((await atrium('POST', '/users', { user: { identifier: 'here' } })).status, 200, 'create')
  assert.equal((await atms('DELETE', '/api/Users/asmith')).status, 204, 'delete')
  const totals = [atrium, server.atrium].map(
    async (client) => (await client('GET', '/users')).json().pagination.total_entries
  )
  assert.deepEqual(await Promise.all(totals), [8, 7], 'users of the sandbox and of the default one')
  assert.equal((await atms('GET', '/api/Users/asmith')).status, 404, 'deleted in the sandbox')
  assert.equal((await server.atms('GET', '/api/Users/asmith')).status, 200, 'not deleted in the default one')
  const { requests } = (await server.control('GET', '/sandboxes/w1/__admin/requests')).json()
  assert.equal(requests.at(-1).request.url, '/users', 'the address in the journal of the sandbox')
  await server.control('POST', '/sandboxes/w1/__admin/reset')
  assert.equal((await atms('GET', '/api/Users/asmith')).status, 200, 'after a reset of the sandbox')
}

export const sandboxes = {
  ...Object.fromEntries(Object.keys(WAYS).map((way) => [`sandbox by ${way}`, (context) => isolates(context, way)])),

  async 'sandbox: a wrong credential with a suffix is a 401'({ server: { control } }) {
    const { status } = await control('GET', '/api/Users', undefined, { token: 'wrong@w1' })
    assert.equal(status, 401, 'status')
  }
}
