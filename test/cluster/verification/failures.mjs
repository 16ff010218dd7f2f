// Replicas and nodes that are killed or frozen.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../processes.mjs'
import { startReplica } from '../replicas.mjs'

const LISTS = { method: 'GET', urlPath: '/users' }
/** They do not need the store. */
const WITHOUT_STORE = ['/__admin/live', '/__admin/version', '/__admin/apis', '/console/', '/docs/', '/docs/api']
/** How long requests may wait before they fail, in milliseconds. */
const PATIENCE = 20_000

const list = (sandbox, replica) => sandbox.call(replica, 'GET', '/users')
const countsOf = (sandbox, replicas) => Promise.all(replicas.map((replica) => sandbox.count(replica, LISTS)))

export const failures = {
  'requests through a replica that was killed are verified through others, and through itself after a restart': async (
    sandbox,
    [a, b, c]
  ) => {
    for (const replica of [a, a, b]) await list(sandbox, replica)
    await a.kill()
    assert.deepEqual(await countsOf(sandbox, [b, c]), [3, 3])
    await startReplica(a)
    assert.equal(await sandbox.count(a, LISTS), 3)
  },

  'a replica that was frozen sees the requests that others got meanwhile': async (sandbox, [a, b, c]) => {
    await list(sandbox, a)
    assert.equal(await sandbox.count(a, LISTS), 1)
    a.freeze()
    for (const replica of [b, c]) await list(sandbox, replica)
    const counting = sandbox.count(a, LISTS)
    await sleep(1500)
    a.resume()
    assert.equal(await counting, 3)
    assert.deepEqual(await countsOf(sandbox, [a, b, c]), [3, 3, 3])
  },

  'a node that is killed loses no request': async (sandbox, replicas, { nodes }) => {
    for (const replica of replicas) await list(sandbox, replica)
    for (const node of nodes) {
      await node.kill()
      const counts = await Promise.all(
        replicas.map((replica) =>
          until(`a count through ${replica.name}`, () => sandbox.count(replica, LISTS), PATIENCE)
        )
      )
      assert.deepEqual(counts, [3, 3, 3], `without ${node.name}`)
      node.start()
      await sleep(2000)
    }
  },

  'without the store, each verification fails instead of passing, and works again when the store is back': async (
    sandbox,
    replicas,
    cluster
  ) => {
    for (const replica of replicas) await list(sandbox, replica)
    const streams = await Promise.all(replicas.map(({ url }) => fetch(url + sandbox.path('/__admin/events'))))
    const [first, second] = cluster.nodes
    first.freeze()
    second.freeze()
    // The server may not have noticed yet, but it cannot be certain either.
    const statuses = await Promise.all(
      replicas.flatMap((replica) => [
        statusOf(sandbox, replica, 'POST', '/__admin/requests/count', { urlPath: '/never' }),
        statusOf(sandbox, replica, 'POST', '/__admin/requests/find', {}),
        statusOf(sandbox, replica, 'GET', '/__admin/requests'),
        statusOf(sandbox, replica, 'POST', '/users', { user: { identifier: 'none' } }),
        statusOf(sandbox, replica, 'GET', '/users'),
        statusOf(sandbox, replica, 'GET', '/api/Users')
      ])
    )
    assert.deepEqual([...new Set(statuses)], [503])
    for (const replica of replicas) {
      for (const path of WITHOUT_STORE) assert.equal(await statusOf(sandbox, replica, 'GET', path), 200, path)
      assert.equal(await statusOf(sandbox, replica, 'GET', '/__admin/health'), 503)
    }
    first.resume()
    second.resume()
    await cluster.heal()
    for (const replica of replicas) {
      const { count } = await until('a count', () => countAtLeast(sandbox, replica), PATIENCE)
      // Requests that got a 503 may be in the journal.
      assert.ok(count >= 3 && count <= 6, `${count} requests`)
    }
    // When the store was gone, and when it was back.
    await Promise.all(streams.map(readResyncs))
  }
}

/** Reads events until the store was reported twice. */
async function readResyncs({ body }) {
  let text = ''
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part
    if (text.match(/event: resync\ndata: .*the store/g)?.length >= 2) return
  }
}

async function statusOf(sandbox, replica, method, path, body) {
  return (await sandbox.send(replica, method, path, body, { timeout: PATIENCE })).status
}

const countAtLeast = async (sandbox, replica) => ({ count: await sandbox.count(replica, LISTS) })
