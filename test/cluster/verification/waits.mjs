// Waiting for requests.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

const LISTS = { method: 'GET', urlPath: '/users' }
/** A wait ends this soon after the request, in milliseconds. */
const SOON = 3000

export const waits = {
  'a wait through any replica ends with a request through any other': async (sandbox, replicas) => {
    for (const sender of replicas) {
      const waiting = replicas.map((replica) => sandbox.count(replica, LISTS, '?atLeast=1&timeoutMs=20000'))
      await sleep(300)
      const sentAt = performance.now()
      await sandbox.call(sender, 'GET', '/users')
      assert.deepEqual(
        await Promise.all(waiting),
        replicas.map(() => 1)
      )
      assert.ok(performance.now() - sentAt < SOON, `${performance.now() - sentAt} ms`)
      await sandbox.call(sender, 'DELETE', '/__admin/requests')
    }
  },

  'a wait counts the requests through all replicas': async (sandbox, replicas) => {
    const waiting = sandbox.count(replicas[0], LISTS, '?atLeast=6&timeoutMs=20000')
    for (const replica of [...replicas, ...replicas]) await sandbox.call(replica, 'GET', '/users')
    assert.equal(await waiting, 6)
  },

  'a wait that is not fulfilled ends with the exact number': async (sandbox, [a, b, c]) => {
    const waiting = sandbox.count(a, LISTS, '?atLeast=3&timeoutMs=1000')
    await sandbox.call(b, 'GET', '/users')
    await sandbox.call(c, 'GET', '/users')
    assert.equal(await waiting, 2)
  },

  'a wait goes on when another replica clears the journal': async (sandbox, [a, b, c]) => {
    await sandbox.call(a, 'GET', '/users')
    const waiting = sandbox.count(a, LISTS, '?atLeast=2&timeoutMs=20000')
    await sleep(200)
    await sandbox.call(b, 'DELETE', '/__admin/requests')
    await sandbox.call(c, 'GET', '/users')
    await sandbox.call(c, 'GET', '/users')
    assert.equal(await waiting, 2)
  },

  'a wait ends with a 409 when another replica drops the sandbox': async (sandbox, [a, b]) => {
    await sandbox.call(a, 'GET', '/users')
    const waiting = sandbox.send(a, 'POST', '/__admin/requests/count?atLeast=9&timeoutMs=20000', LISTS)
    await sleep(300)
    await sandbox.call(b, 'DELETE', `/__admin/sandboxes/${sandbox.name}`)
    assert.equal((await waiting).status, 409)
  }
}
