// Counts, searches and removals.
import assert from 'node:assert/strict'
import { pairsOf } from '../scenarios.mjs'

const LISTS = { method: 'GET', urlPath: '/users' }
const REQUESTS_EACH = 20
const CLIENTS = 12

export const journal = {
  'a request through any replica is counted through any other, as soon as its response arrived': async (
    sandbox,
    replicas
  ) => {
    let expected = 0
    for (const [sender, verifier] of pairsOf(replicas)) {
      await sandbox.call(sender, 'GET', '/users')
      assert.equal(await sandbox.count(verifier, LISTS), ++expected, `${sender.name} to ${verifier.name}`)
    }
  },

  'requests of parallel clients through all replicas are counted exactly': async (sandbox, replicas) => {
    const client = async (i) => {
      for (let n = 0; n < REQUESTS_EACH; n++) await sandbox.call(replicas[(i + n) % replicas.length], 'GET', '/users')
    }
    await Promise.all(Array.from({ length: CLIENTS }, (_, i) => client(i)))
    for (const replica of replicas)
      assert.equal(await sandbox.count(replica, LISTS), CLIENTS * REQUESTS_EACH, replica.name)
  },

  'all replicas show the same requests, in order, with their responses': async (sandbox, replicas) => {
    for (let n = 0; n < 9; n++) {
      await sandbox.call(replicas[n % replicas.length], 'POST', '/users', { user: { identifier: `user-${n}` } })
    }
    await sandbox.send(replicas[0], 'GET', '/users/none')
    const shown = await Promise.all(replicas.map((replica) => sandbox.call(replica, 'GET', '/__admin/requests')))
    assert.equal(shown[0].requests.length, 10)
    assert.deepEqual(
      shown[0].requests.map(({ response }) => response.status),
      [404, ...Array(9).fill(200)]
    )
    for (const other of shown.slice(1)) assert.deepEqual(other, shown[0])
    const pattern = { method: 'POST' }
    for (const replica of replicas) {
      const { requests } = await sandbox.call(replica, 'POST', '/__admin/requests/find', pattern)
      assert.deepEqual(
        requests.map(({ body }) => JSON.parse(body).user.identifier),
        Array.from({ length: 9 }, (_, n) => `user-${n}`)
      )
    }
    const { id } = shown[0].requests[0]
    for (const replica of replicas) {
      assert.equal((await sandbox.call(replica, 'GET', `/__admin/requests/${id}`)).response.status, 404)
    }
  },

  'a request that one replica removed is gone for all': async (sandbox, [a, b, c]) => {
    for (const replica of [a, b, c]) await sandbox.call(replica, 'GET', '/users')
    const [{ id }] = (await sandbox.call(c, 'GET', '/__admin/requests')).requests
    await sandbox.call(b, 'DELETE', `/__admin/requests/${id}`)
    for (const replica of [a, b, c]) {
      assert.equal(await sandbox.count(replica, LISTS), 2)
      assert.equal((await sandbox.send(replica, 'GET', `/__admin/requests/${id}`)).status, 404)
    }
    await sandbox.call(a, 'POST', '/users', { user: { metadata: '' } })
    await sandbox.call(b, 'POST', '/__admin/requests/remove', LISTS)
    for (const replica of [a, b, c]) assert.equal(await sandbox.count(replica, {}), 1)
  },

  'a journal that one replica cleared is empty for all': async (sandbox, [a, b, c]) => {
    for (const clear of [
      ['DELETE', '/__admin/requests'],
      ['POST', '/__admin/mappings/reset'],
      ['POST', '/__admin/reset']
    ]) {
      for (const replica of [a, b, c]) await sandbox.call(replica, 'GET', '/users')
      await sandbox.call(b, ...clear)
      for (const replica of [a, b, c]) assert.equal(await sandbox.count(replica, {}), 0, clear.join(' '))
      await sandbox.call(c, 'GET', '/users')
      assert.equal(await sandbox.count(a, {}), 1)
      await sandbox.call(a, 'DELETE', '/__admin/requests')
    }
  },

  'unmatched requests and near misses': async (sandbox, [a, b, c]) => {
    await sandbox.call(a, 'POST', '/__admin/mappings', {
      name: 'close',
      request: { urlPath: '/elsewhere' },
      response: {}
    })
    await sandbox.send(b, 'GET', '/elsewhere-2')
    const { requests } = await sandbox.call(c, 'GET', '/__admin/requests/unmatched')
    assert.deepEqual(
      requests.map(({ url }) => url),
      ['/elsewhere-2']
    )
    const { nearMisses } = await sandbox.call(c, 'GET', '/__admin/requests/unmatched/near-misses')
    assert.equal(nearMisses[0].stubMapping.name, 'close')
    const pattern = { urlPath: '/elsewhere-3', method: 'GET' }
    const similar = await sandbox.call(a, 'POST', '/__admin/near-misses/request-pattern', pattern)
    assert.equal(similar.nearMisses[0].request.url, '/elsewhere-2')
  },

  'the stub that responded': async (sandbox, [a, b, c]) => {
    const { id } = await sandbox.call(a, 'POST', '/__admin/mappings', {
      request: { urlPath: '/stubbed' },
      response: { body: 'x' }
    })
    assert.equal((await sandbox.send(b, 'GET', '/stubbed')).text, 'x')
    const { requests } = await sandbox.call(c, 'GET', `/__admin/requests?matchingStub=${id}`)
    assert.equal(requests.length, 1)
    assert.equal(requests[0].stubMapping.id, id)
  },

  'sandboxes have separate journals': async (sandbox, [a, b, c]) => {
    await sandbox.call(a, 'GET', '/users')
    const other = Object.assign(Object.create(Object.getPrototypeOf(sandbox)), { name: `${sandbox.name}-other` })
    await other.call(b, 'GET', '/users')
    await other.call(b, 'GET', '/users')
    assert.equal(await sandbox.count(c, {}), 1)
    assert.equal(await other.count(c, {}), 2)
  }
}
