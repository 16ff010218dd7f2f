// Runs scenarios, each in a new sandbox.
import { call, send } from './http.mjs'
import { isReady } from './replicas.mjs'

/** No scenario takes longer than this, in milliseconds. */
const LIMIT = 90_000

/**
 * Runs scenarios one after the other, and counts each as an assertion.
 *
 * @param scenarios functions by their names
 */
export async function runScenarios(scenarios, cluster, counts) {
  let number = 0
  for (const [name, scenario] of Object.entries(scenarios)) {
    const sandbox = new Sandbox(`scenario-${++number}`)
    const start = performance.now()
    const error = await failureOf(() => scenario(sandbox, cluster.replicas, cluster))
    counts.record(error === undefined, `${name} (${Math.round(performance.now() - start)} ms)`)
    if (error !== undefined) console.log(`${error.stack}`.replaceAll(/^/gm, '     '))
    if (error !== undefined || !(await areReady(cluster))) await cluster.heal()
  }
}

const areReady = async ({ processes, replicas }) =>
  processes.every(({ isRunning, isFrozen }) => isRunning && !isFrozen) &&
  (await Promise.all(replicas.map(isReady))).every(Boolean)

async function failureOf(scenario) {
  let timer
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not done after ${LIMIT / 1000} s`)), LIMIT)
  })
  try {
    await Promise.race([scenario(), late])
    return undefined
  } catch (error) {
    return error
  } finally {
    clearTimeout(timer)
  }
}

/** A sandbox that requests reach through any replica. */
export class Sandbox {
  constructor(name) {
    this.name = name
  }

  path(path) {
    return `/sandboxes/${this.name}${path}`
  }

  /** Sends a request that must succeed. @returns the body */
  async call(replica, method, path, body) {
    return (await call(replica, method, this.path(path), body)).body
  }

  /** Sends a request. @returns the whole response */
  send(replica, method, path, body, options) {
    return send(replica, method, this.path(path), { body, ...options })
  }

  /** How many requests the journal contains, as a replica says. @throws if it is not certain */
  async count(replica, pattern, query = '') {
    const { status, headers, body, text } = await this.send(replica, 'POST', `/__admin/requests/count${query}`, pattern)
    if (status !== 200) throw new Error(`count through ${replica.name}: ${status} ${text}`)
    const dropped = Number(headers['mock-journal-dropped'])
    if (dropped > 0) throw new Error(`count through ${replica.name}: ${dropped} requests were evicted`)
    return body.count
  }
}

/** Every pair of these, also each with itself. */
export const pairsOf = (all) => all.flatMap((one) => all.map((other) => [one, other]))
