// What --reads local guarantees.
import assert from 'node:assert/strict'
import { until } from '../processes.mjs'

/** In milliseconds: how long another replica may serve an older state. */
const STALE = 1000
/** In milliseconds: how long a replica may serve reads after it lost the store. */
const NOTICED = 6000

const create = (sandbox, replica, identifier) => sandbox.call(replica, 'POST', '/users', { user: { identifier } })
const totalOf = async (sandbox, replica) => (await sandbox.call(replica, 'GET', '/users')).users.length

export const localReads = {
  'with --reads local, a replica reads its own changes at once, and those of others soon': async (
    sandbox,
    [a, b, c]
  ) => {
    for (let n = 1; n <= 20; n++) {
      await create(sandbox, a, `user-${n}`)
      assert.equal(await totalOf(sandbox, a), n)
    }
    for (const replica of [b, c])
      await until('the changes arrive', async () => (await totalOf(sandbox, replica)) === 20, STALE)
  },

  'with --reads local, changes are still checked against those of all replicas': async (sandbox, replicas) => {
    const responses = await Promise.all(
      Array.from({ length: 15 }, (_, i) =>
        sandbox.send(replicas[i % replicas.length], 'POST', '/users', { user: { identifier: 'one' } })
      )
    )
    assert.deepEqual(responses.map(({ status }) => status).sort(), [200, ...Array(14).fill(409)])
  },

  'with --reads local, reads are a 503 soon after the store is gone, and work again when it is back': async (
    sandbox,
    replicas,
    cluster
  ) => {
    await create(sandbox, replicas[0], 'one')
    for (const node of cluster.nodes) node.freeze()
    for (const replica of replicas) {
      const isRefused = async () => (await sandbox.send(replica, 'GET', '/users')).status === 503
      await until(`${replica.name} notices`, isRefused, NOTICED)
    }
    await cluster.heal()
    for (const replica of replicas) {
      await until(`${replica.name} serves again`, async () => (await totalOf(sandbox, replica)) === 1, NOTICED)
    }
  }
}
