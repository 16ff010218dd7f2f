// Starts that fail, and messages of newer versions.
import assert from 'node:assert/strict'
import { jetstreamManager } from '@nats-io/jetstream'
import { send } from '../http.mjs'
import { withClient } from '../nats.mjs'
import { until } from '../processes.mjs'
import { replicasOf } from '../replicas.mjs'

/** How many clients are connected to a node. */
const connections = async ({ monitor }) => (await send(monitor, 'GET', '/connz')).body.num_connections

/** The output of a replica whose start fails. It must end, and close its connections to NATS. */
async function failedStart([node], options) {
  const before = await connections(node)
  const [replica] = await replicasOf([node], { count: 1, options })
  replica.start()
  try {
    await until('the replica has ended', () => !replica.isRunning)
    await until('its connections are closed', async () => (await connections(node)) <= before)
    return replica.output
  } finally {
    await replica.kill()
  }
}

export const starts = {
  'a start that fails after the store was opened ends the process': async (_sandbox, [replica], { nodes }) => {
    assert.match(await failedStart(nodes, ['--fixtures', 'nothing']), /nothing/)
    assert.match(await failedStart(nodes, ['--port', `${replica.port}`]), /in use/)
  },

  'a start refuses what a newer version has stored': async (_sandbox, _replicas, { nodes }) => {
    await withClient(nodes[0], async (client) => {
      const { streams } = await jetstreamManager(client)
      await streams.add({ name: 'newer-changes', subjects: ['newer.changes.*'], metadata: { format: '2' } })
    })
    const output = await failedStart(nodes, ['--store-prefix', 'newer'])
    assert.match(output, /a newer version of the server has written newer-changes in NATS, in format 2/)
  },

  'requests to a sandbox that a newer version has changed say so, and others succeed': async (
    sandbox,
    [replica],
    { nodes }
  ) => {
    await sandbox.call(replica, 'GET', '/users')
    await withClient(nodes[0], async (client) => {
      client.publish(`mock.changes.${sandbox.name}`, JSON.stringify({ kind: 'of the future' }))
      await client.flush()
    })
    for (const path of ['/users', '/api/Users', '/__admin/requests']) {
      const { status, text } = await sandbox.send(replica, 'GET', path)
      assert.equal(status, 503, `${path}: ${text}`)
      assert.match(text, /a newer version of the server has changed the sandbox 'scenario-\d+'/, path)
    }
    assert.equal((await send(replica, 'GET', '/api/Users')).status, 200)
  }
}
