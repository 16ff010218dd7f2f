// Sandboxes are created, listed and dropped for all replicas.
import assert from 'node:assert/strict'
import { call, send } from '../http.mjs'

const MANY = 40

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

  'one of the calls that create a sandbox at once has created it, and one of those that drop it has dropped it': async (
    { name },
    replicas
  ) => {
    const statuses = async (method) => {
      const calls = [...replicas, ...replicas].map((replica) => send(replica, method, `/__admin/sandboxes/${name}`))
      return (await Promise.all(calls)).map(({ status }) => status).sort()
    }
    for (let round = 1; round <= 3; round++) {
      assert.deepEqual(await statuses('PUT'), [...Array(5).fill(200), 201], `creations of round ${round}`)
      assert.deepEqual(await statuses('DELETE'), [204, ...Array(5).fill(404)], `removals of round ${round}`)
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

  'a call for all sandboxes resets those of all replicas, also while others drop some of them': async (
    sandbox,
    [a, b, c]
  ) => {
    const names = Array.from({ length: MANY }, (_, n) => `${sandbox.name}-${n}`)
    const dropped = names.filter((_, n) => n % 2 === 0)
    const kept = names.filter((name) => !dropped.includes(name))
    const each = (some, act) => Promise.all(some.map(act))
    await each(names, (name) => call(a, 'POST', `/sandboxes/${name}/users`, { user: { metadata: '' } }))
    const removals = each(dropped, (name) => call(c, 'DELETE', `/__admin/sandboxes/${name}`))
    const { body } = await call(b, 'POST', '/__admin/sandboxes/reset')
    await removals
    assert.ok(body.sandboxes > kept.length, `${body.sandboxes} were reset`)
    await each(kept, async (name) => {
      assert.deepEqual((await call(c, 'GET', `/sandboxes/${name}/users`)).body.users, [], name)
    })
    const { body: again } = await call(b, 'POST', '/__admin/sandboxes/reset')
    assert.equal(again.sandboxes, (await namesOf(c)).length)
  }
}
