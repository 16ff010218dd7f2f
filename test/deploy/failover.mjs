// What clients see if a replica is drained, stops, or dies.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { forEach, listUsers, replicaIn } from './affinity.mjs'
import { send } from './processes.mjs'

const RESUMED_WITHIN = 2000
const ATRIUM = { 'MX-API-Key': 'key', 'MX-Client-ID': 'client' }

/** Lists the users of all sandboxes again and again until it is stopped. `failures` tells which requests failed, and when. */
function startLoad(balancer, names) {
  const load = { failures: [], requests: 0, isOver: false }
  const done = Promise.all(
    [0, 1, 2, 3].map(async (first) => {
      for (let i = first; !load.isOver; i += 4) {
        const name = names[i % names.length]
        const response = await listUsers(balancer, name)
        load.requests++
        if (response.status !== 200) load.failures.push({ name, at: performance.now(), ...response })
      }
    })
  )
  return Object.assign(load, {
    async stop() {
      load.isOver = true
      await done
      return load
    }
  })
}

/** Where each sandbox is now. */
export async function homesOf(balancer, names) {
  const homes = new Map()
  await forEach(names, async (name) => {
    const response = await listUsers(balancer, name)
    assert.equal(response.status, 200, `${name}: ${response.text}`)
    homes.set(name, replicaIn(response))
  })
  return homes
}

/** The sandboxes of other replicas must stay where they are. */
function assertOthersStay(before, after, replica) {
  for (const [name, home] of before) {
    if (home === replica.name) assert.notEqual(after.get(name), home, `${name} moved away from ${home}`)
    else assert.equal(after.get(name), home, `${name} stays`)
  }
}

/** A fault of a stub is not a failure of its replica: it neither moves the sandbox nor reaches another replica. */
export async function faultsStay({ balancer, replicas, homes }) {
  const [name, home] = [...homes][0]
  const stub = { request: { urlPath: '/users' }, response: { fault: 'CONNECTION_RESET_BY_PEER' } }
  const target = `/sandboxes/${name}/__admin`
  await send(balancer, { method: 'POST', target: `${target}/mappings`, body: JSON.stringify(stub) })
  for (let i = 0; i < 5; i++) {
    const { status } = await listUsers(balancer, name)
    assert.ok(status === 0 || status >= 502, `the fault is a broken connection or a 502, and not ${status}`)
  }
  await send(balancer, { method: 'DELETE', target: `${target}/mappings` })
  assert.equal(replicaIn(await listUsers(balancer, name)), home, 'its replica')
  for (const { port, name: other } of replicas.all) {
    if (other === home) continue
    const { text } = await send({ port }, { target: '/__admin/sandboxes' })
    assert.ok(!text.includes(`"${name}"`), `${other} got no request`)
  }
}

/** A drained replica gets no further requests, and no request fails. */
export async function drained({ kind, balancer, folder, replicas, homes }) {
  const names = [...homes.keys()]
  const [replica] = replicas.all
  const load = startLoad(balancer, names)
  await kind.drain(folder, replica.name)
  await sleep(300)
  const { failures } = await load.stop()
  assert.deepEqual(failures, [], 'failed requests')
  assertOthersStay(homes, await homesOf(balancer, names), replica)
  await kind.undrain(folder, replica.name)
}

/** A replica that stops in order ends the requests in progress. */
export async function stopped({ balancer, replicas, homes }) {
  return ended({ balancer, replicas, homes, replica: replicas.all[1], signal: 'SIGTERM' })
}

/** If a replica is killed, no request to another fails, and service resumes within two seconds. */
export async function killed({ balancer, replicas, homes }) {
  return ended({ balancer, replicas, homes, replica: replicas.all[2], signal: 'SIGKILL' })
}

async function ended({ balancer, replicas, homes, replica, signal }) {
  const names = [...homes.keys()]
  const load = startLoad(balancer, names)
  await sleep(200)
  const begin = performance.now()
  await replicas.stop(replica, signal)
  await sleep(RESUMED_WITHIN)
  const { failures, requests } = await load.stop()
  const ofOthers = failures.filter(({ name }) => homes.get(name) !== replica.name)
  assert.deepEqual(ofOthers, [], 'failed requests to other replicas')
  const resumed = Math.round(Math.max(0, ...failures.map(({ at }) => at - begin)))
  assert.ok(resumed < RESUMED_WITHIN - 200, `requests failed until ${resumed} ms after the end of the replica`)
  assertOthersStay(homes, await homesOf(balancer, names), replica)
  await restarted({ balancer, replicas, homes, replica })
  return `${failures.length} of ${requests} requests failed, the last one after ${resumed} ms`
}

/** Restarts a replica, and waits until its sandboxes are back. */
async function restarted({ balancer, replicas, homes, replica }) {
  await replicas.restart(replica)
  const own = [...homes].filter(([, home]) => home === replica.name).map(([name]) => name)
  for (let tries = 0; tries < 100; tries++) {
    const now = await homesOf(balancer, own)
    if (own.every((name) => now.get(name) === replica.name)) return
    await sleep(100)
  }
  assert.fail(`the sandboxes of ${replica.name} are not back after ten seconds`)
}

/** A replica that dies while nobody sends requests is noticed before the next one. */
export async function idle({ balancer, replicas, homes }) {
  const [replica] = replicas.all
  await replicas.stop(replica, 'SIGKILL')
  await sleep(RESUMED_WITHIN)
  const after = await homesOf(balancer, [...homes.keys()])
  assertOthersStay(homes, after, replica)
  const created = await send(balancer, {
    method: 'POST',
    target: '/users',
    headers: { ...ATRIUM, 'Mock-Sandbox': [...homes].find(([, home]) => home === replica.name)[0] },
    body: '{"user":{"identifier":"after"}}'
  })
  assert.equal(created.status, 200, created.text)
  await restarted({ balancer, replicas, homes, replica })
}
