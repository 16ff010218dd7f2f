// The journal is bounded across replicas. A verification that cannot see everything does not pass.
import assert from 'node:assert/strict'

/** The option of the replicas. */
export const MAX_REQUESTS = 300

export const bounds = {
  'the bound counts the requests of all replicas, and each of them reports that requests were evicted': async (
    sandbox,
    replicas
  ) => {
    const client = async (replica) => {
      for (let n = 0; n < MAX_REQUESTS / 2; n++) await sandbox.call(replica, 'GET', '/users')
    }
    await Promise.all(replicas.map(client))
    for (const replica of replicas) {
      const { headers, body } = await sandbox.send(replica, 'GET', `/__admin/requests?limit=1000&summary=true`)
      assert.ok(body.requests.length <= MAX_REQUESTS, `${body.requests.length} requests`)
      assert.ok(body.requests.length >= MAX_REQUESTS * 0.9, `${body.requests.length} requests`)
      assert.ok(Number(headers['mock-journal-dropped']) >= 1, replica.name)
      await assert.rejects(sandbox.count(replica, {}), /evicted/)
    }
    await sandbox.call(replicas[0], 'DELETE', '/__admin/requests')
    for (const replica of replicas) assert.equal(await sandbox.count(replica, {}), 0)
  },

  'a request that was evicted cannot be missed by a verification': async (sandbox, [a, b, c]) => {
    await sandbox.call(a, 'DELETE', '/users/first').catch(() => {})
    for (let n = 0; n < MAX_REQUESTS + 5; n++) await sandbox.call(b, 'GET', '/users')
    await assert.rejects(sandbox.count(c, { method: 'DELETE' }), /evicted/)
  }
}
