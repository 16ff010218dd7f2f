// Every spelling of a request to a sandbox must reach the same replica.
import assert from 'node:assert/strict'
import { send } from './processes.mjs'
import { calls, invalid, lists, rejected } from './spellings.mjs'

const ATRIUM = { 'MX-API-Key': 'key', 'MX-Client-ID': 'client' }
const PARALLEL = 24

/** Calls a function for each item, several at a time. */
export async function forEach(items, action) {
  const queue = [...items]
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await action(item)
  }
  await Promise.all(Array.from({ length: PARALLEL }, work))
}

/** The replica that a response shows; `undefined` for errors. */
export const replicaIn = ({ status, text }) => (status === 200 ? /mock-\d/.exec(text)?.[0] : undefined)

export const listUsers = (balancer, name) => send(balancer, { target: `/sandboxes/${name}/users`, headers: ATRIUM })

/**
 * Creates sandboxes through a balancer, and sends all spellings to each.
 *
 * @returns the replica of each sandbox, and the number of requests
 */
export async function checkAffinity(balancer, names) {
  const homes = new Map()
  let requests = 0
  const sendCounted = (request) => {
    requests++
    return send(balancer, request)
  }
  await forEach(names, async (name) => {
    await create(sendCounted, name)
    const home = replicaIn(await listUsers(balancer, name))
    homes.set(name, home)
    const fail = (request, response) =>
      `${name} of ${home}: ${JSON.stringify(request)} responded ${response.status} ${response.text.slice(0, 300)}`
    for (const request of [...lists(name), ...calls(name)]) {
      const response = await sendCounted(request)
      assert.equal(replicaIn(response), home, fail(request, response))
      assert.ok(holds(request, response, name), fail(request, response))
    }
    for (const target of rejected(name)) {
      const response = await sendCounted({ target, headers: ATRIUM })
      assert.equal(response.status, 400, fail(target, response))
      assert.match(response.text, /load balancer cannot read the path/, fail(target, response))
    }
    for (const request of invalid(name)) {
      const response = await sendCounted(request)
      assert.equal(response.status, 400, fail(request, response))
    }
  })
  return { homes, requests }
}

async function create(sendCounted, name) {
  const user = { body: JSON.stringify({ user: { identifier: name } }), headers: ATRIUM }
  const created = await sendCounted({ method: 'POST', target: `/sandboxes/${name}/users`, ...user })
  assert.equal(created.status, 200, created.text)
  const account = { Username: name, DisplayName: name, UserGroupName: 'G' }
  const added = await sendCounted({
    method: 'POST',
    target: `/sandboxes/${name}/api/Users`,
    headers: { Token: 'token' },
    body: JSON.stringify(account)
  })
  assert.equal(added.status, 204, added.text)
}

/** Whether a response contains what was created in the sandbox. A summary shows how many users there are. */
const holds = ({ target }, { text }, name) =>
  /__admin\/+sandboxes\/+/.test(target) ? JSON.parse(text).counts.atriumUsers === 2 : text.includes(`"${name}"`)
