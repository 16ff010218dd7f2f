// Sandboxes are created, listed and dropped for all replicas.
import assert from 'node:assert/strict'
import { call, send } from '../http.mjs'

const namesOf = async (replica) =>
  (await call(replica, 'GET', '/__admin/sandboxes')).body.sandboxes.map(({ name }) => name)

export const sandboxes = {
  'a sandbox that one replica created or dropped exists, or does not, for all': async (sandbox, replicas) => {
    const [a, b, c] = replicas
    await sandbox.call(a, 'POST', '/users', { user: { identifier: 'one' } })
    for (const replica of replicas) assert.ok((await namesOf(replica)).includes(sandbox.name), replica.name)
    await call(b, 'DELETE', `/__admin/sandboxes/${sandbox.name}`)
    for (const replica of replicas) assert.ok(!(await namesOf(replica)).includes(sandbox.name), replica.name)
    assert.deepEqual((await sandbox.call(c, 'GET', '/users')).users, [])
    const { user } = await sandbox.call(a, 'POST', '/users', { user: { identifier: 'one' } })
    assert.deepEqual((await sandbox.call(b, 'GET', '/users')).users, [user])
  },

  'the options of a sandbox apply to all replicas': async (sandbox, replicas) => {
    await call(replicas[0], 'PUT', `/__admin/sandboxes/${sandbox.name}`, {
      fixtures: 'paging',
      auth: 'any',
      guidSeed: 'own'
    })
    for (const replica of replicas) {
      const anyKey = { headers: { 'mx-api-key': 'anything', 'mx-client-id': 'anybody' } }
      const { status, body } = await send(replica, 'GET', sandbox.path('/users'), anyKey)
      assert.equal(status, 200, replica.name)
      assert.ok(body.users.length > 0)
    }
    const guids = []
    for (const replica of replicas)
      guids.push((await sandbox.call(replica, 'POST', '/users', { user: { metadata: '' } })).user.guid)
    assert.equal(new Set(guids).size, replicas.length)
  },

  'a sandbox that all replicas create at once is one sandbox': async (sandbox, replicas) => {
    const creations = replicas.flatMap((replica) =>
      Array.from({ length: 4 }, () => sandbox.call(replica, 'POST', '/users', { user: { metadata: replica.name } }))
    )
    const created = await Promise.all(creations)
    for (const replica of replicas) {
      const { users } = await sandbox.call(replica, 'GET', '/users')
      assert.deepEqual(users.map(({ guid }) => guid).sort(), created.map(({ user }) => user.guid).sort())
    }
  },

  'the sandbox default is shared': async (_, replicas) => {
    const created = []
    for (const replica of replicas)
      created.push((await call(replica, 'POST', '/users', { user: { metadata: '' } })).body.user.guid)
    for (const replica of replicas) {
      const { users } = (await call(replica, 'GET', '/users')).body
      assert.deepEqual(
        users.map(({ guid }) => guid),
        created
      )
    }
    await call(replicas[0], 'POST', '/__admin/reset')
    for (const replica of replicas) assert.equal((await call(replica, 'GET', '/users')).body.users.length, 0)
  },

  'a call for all sandboxes resets those of all replicas': async (sandbox, [a, b, c]) => {
    await sandbox.call(a, 'POST', '/users', { user: { metadata: '' } })
    await call(b, 'POST', '/__admin/sandboxes/reset')
    assert.deepEqual((await sandbox.call(c, 'GET', '/users')).users, [])
  }
}
