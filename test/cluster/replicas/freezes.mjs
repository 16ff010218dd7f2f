// A replica that was frozen does no harm.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { call, send } from '../http.mjs'
import { until } from '../processes.mjs'
import { isReady, startReplica } from '../replicas.mjs'

const create = (sandbox, replica, identifier) => sandbox.send(replica, 'POST', '/users', { user: { identifier } })

const MANY = 100
/** In milliseconds: Docker ends a container that takes longer than 10 s to stop. */
const LONGEST_STOP = 5000
/** In milliseconds: for each of its parts, a reset of many sandboxes waits until NATS has been silent for long, and then only shortly. */
const LONGEST_RESET = 15_000

export const freezes = {
  'a replica that was frozen serves nothing stale and overwrites nothing': async (sandbox, [a, b, c]) => {
    assert.equal((await create(sandbox, a, 'before')).status, 200)
    a.freeze()
    const pending = [create(sandbox, a, 'contested'), sandbox.call(a, 'GET', '/users')]
    assert.equal((await create(sandbox, b, 'contested')).status, 200)
    await sleep(4000)
    a.resume()
    const [contested, list] = await Promise.all(pending)
    assert.equal(contested.status, 409)
    assert.deepEqual(
      list.users.map(({ identifier }) => identifier),
      ['before', 'contested']
    )
    for (const replica of [a, b, c]) assert.equal((await sandbox.call(replica, 'GET', '/users')).users.length, 2)
  },

  'a reset of many sandboxes fails soon if NATS is frozen meanwhile': async (sandbox, [replica], { nodes }) => {
    const paths = Array.from({ length: MANY }, (_, i) => `/__admin/sandboxes/${sandbox.name}-${i}`)
    for (const path of paths) await call(replica, 'PUT', path)
    const begun = performance.now()
    const reset = send(replica, 'POST', '/__admin/sandboxes/reset', { timeout: 60_000 })
    await sleep(60)
    for (const node of nodes) node.freeze()
    const { status } = await reset
    const milliseconds = performance.now() - begun
    for (const node of nodes) node.resume()
    assert.equal(status, 503)
    assert.ok(milliseconds < LONGEST_RESET, `${Math.round(milliseconds)} ms`)
    for (const path of paths)
      await until('a sandbox is dropped', async () => [204, 404].includes((await send(replica, 'DELETE', path)).status))
  },

  'a replica stops soon while NATS is frozen': async (_sandbox, [replica], { nodes }) => {
    for (const node of nodes) node.freeze()
    await until('the replica has noticed', async () => !(await isReady(replica)))
    const begun = performance.now()
    const code = await replica.stop()
    const milliseconds = performance.now() - begun
    for (const node of nodes) node.resume()
    assert.equal(code, 0)
    assert.ok(milliseconds < LONGEST_STOP, `${Math.round(milliseconds)} ms`)
    await startReplica(replica)
  },

  'a replica that starts later has everything': async (sandbox, [a, b]) => {
    await sandbox.call(a, 'POST', '/users', { user: { identifier: 'one' } })
    await b.kill()
    await sandbox.call(a, 'POST', '/users', { user: { identifier: 'two' } })
    await startReplica(b)
    assert.equal((await sandbox.call(b, 'GET', '/users')).users.length, 2)
  },

  'an orderly stop completes the requests in progress': async (sandbox, [a, b]) => {
    const names = Array.from({ length: 20 }, (_, n) => `user-${n}`)
    const requests = Promise.allSettled(names.map((name) => create(sandbox, a, name)))
    const usersOf = async () => (await sandbox.call(b, 'GET', '/users')).users.map(({ identifier }) => identifier)
    await until('a request has arrived', async () => (await usersOf()).length > 0)
    assert.equal(await a.stop(), 0)
    // A connection that the server has not accepted yet is closed.
    const responses = (await requests).map(({ value }) => value?.status)
    assert.ok(
      responses.every((status) => status === 200 || status === undefined),
      `${responses}`
    )
    const present = await usersOf()
    assert.deepEqual(
      names.filter((name, n) => responses[n] === 200 && !present.includes(name)),
      []
    )
    await startReplica(a)
  }
}
