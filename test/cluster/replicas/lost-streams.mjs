// NATS has lost what it stored, for example with its disk.
import assert from 'node:assert/strict'
import { jetstreamManager } from '@nats-io/jetstream'
import { call, send } from '../http.mjs'
import { withClient } from '../nats.mjs'
import { until } from '../processes.mjs'
import { replicasOf, startReplica } from '../replicas.mjs'

const PREFIX = 'lost'
/** More changes than before the loss: the numbers of the new messages exceed those of the old ones. */
const CHANGES = 40

const create = (replica, identifier) => call(replica, 'POST', '/users', { user: { identifier } })
const identifiers = async (replica) =>
  (await call(replica, 'GET', '/__admin/state')).body.atrium.users.map((user) => user.identifier)

/** Waits until health and reads get a 503 with a message. */
const untilRefused = (replica, message) =>
  until(`${replica.name} says: ${message}`, async () => {
    const responses = await Promise.all(['/__admin/health', '/api/Users'].map((path) => send(replica, 'GET', path)))
    return responses.every(({ status, text }) => status === 503 && message.test(text))
  })

export const lostStreams = {
  'a replica whose streams are gone, or were created again, says so until it restarts': async (
    _sandbox,
    _replicas,
    { nodes }
  ) => {
    const [old, other] = await replicasOf(nodes, { count: 2, options: ['--store-prefix', PREFIX] })
    try {
      await startReplica(old)
      await create(old, 'before')
      await withClient(nodes[0], async (client) => {
        const { streams } = await jetstreamManager(client)
        for (const name of ['changes', 'journal']) await streams.delete(`${PREFIX}-${name}`)
      })
      await untilRefused(
        old,
        /NATS has lost the stream lost-changes: what it contained is gone, so restart this server/
      )
      await startReplica(other)
      for (let i = 0; i < CHANGES; i++) await create(other, `after-${i}`)
      await untilRefused(old, /the stream lost-changes was created again/)
      assert.equal((await send(old, 'POST', '/users', { body: { user: { identifier: 'late' } } })).status, 503)
      await old.stop()
      await startReplica(old)
      assert.deepEqual(await identifiers(old), await identifiers(other))
      assert.equal((await identifiers(old)).length, CHANGES)
    } finally {
      await Promise.all([old.kill(), other.kill()])
    }
  }
}
