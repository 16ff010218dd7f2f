// A replica whose connection to NATS was cut for longer than NATS keeps the message that dropped a sandbox.
import assert from 'node:assert/strict'
import { jetstreamManager } from '@nats-io/jetstream'
import { call, send } from '../http.mjs'
import { withClient } from '../nats.mjs'
import { freePorts, until } from '../processes.mjs'
import { isReady, replicasOf, startReplica } from '../replicas.mjs'
import { Routes } from '../routes.mjs'

export const cutOff = {
  'a replica that was cut off for long does not keep a dropped sandbox': async (sandbox, [other], { nodes }) => {
    const routes = new Routes()
    const [port] = await freePorts(1)
    routes.open('store', port, nodes[0].port)
    const [replica] = await replicasOf([{ url: `nats://127.0.0.1:${port}` }], { count: 1 })
    try {
      await startReplica(replica)
      await sandbox.call(replica, 'POST', '/users', { user: { identifier: 'one' } })
      routes.isolate('store')
      await until('the replica has noticed', async () => !(await isReady(replica)))
      await call(other, 'DELETE', `/__admin/sandboxes/${sandbox.name}`)
      // After an hour, NATS does so by itself.
      await withClient(nodes[0], async (client) => {
        const { streams } = await jetstreamManager(client)
        const { purged } = await streams.purge('mock-changes', { filter: `mock.changes.${sandbox.name}` })
        assert.equal(purged, 1)
      })
      routes.join('store')
      await until('the replica is connected again', () => isReady(replica))
      assert.equal((await send(replica, 'GET', `/__admin/sandboxes/${sandbox.name}`)).status, 404)
      for (const each of [replica, other]) assert.deepEqual((await sandbox.call(each, 'GET', '/users')).users, [])
    } finally {
      await replica.kill()
      routes.close()
    }
  }
}
