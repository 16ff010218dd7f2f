// Replicas of the program as it is shipped.

import { send } from './http.mjs'
import { freePorts, Process, until } from './processes.mjs'

/** The seed of generated guids. */
export const GUID_SEED = 'cluster'
const MAIN = 'dist/main.cjs'
const WORDS = ['--json', '--ephemeral', '--guid-seed', GUID_SEED, '--max-sandboxes', '10000']

/** A server that is not part of a cluster. */
export const singleServer = async (...options) => (await programs({ count: 1, options }))[0]

/**
 * Replicas that share a store, not started yet. Each always has the same port.
 *
 * @param nodes the NATS nodes
 * @param settings how many, their fixtures, more options, the main file of the program, and a module for Node to load first
 */
export const replicasOf = (nodes, { options = [], ...settings }) =>
  programs({ options: ['--store', nodes.map(({ url }) => url).join(','), ...options], ...settings })

async function programs({ count, fixtures = 'empty', options = [], program = MAIN, hook }) {
  const node = hook === undefined ? [process.execPath] : [process.execPath, '--import', hook]
  const words = [...WORDS, '--fixtures', fixtures, ...options]
  const ports = await freePorts(count)
  return ports.map((port, i) => {
    const replica = new Process(`replica-${i + 1}`, [...node, program, '--port', `${port}`, ...words])
    replica.port = port
    replica.url = `http://127.0.0.1:${port}`
    return replica
  })
}

/** Starts a replica. Resolves when it is ready for requests. */
export async function startReplica(replica) {
  replica.start()
  await untilReady(replica)
}

/** @throws with its output if it ends, or is not ready in time */
export async function untilReady(replica, milliseconds = 60_000) {
  try {
    await until(`${replica.name} is ready`, () => hasEnded(replica) || isReady(replica), milliseconds)
  } catch (error) {
    throw new Error(`${error.message}\n${replica.output}`, { cause: error.cause })
  }
  if (hasEnded(replica)) throw new Error(`${replica.name} has ended: ${replica.output}`)
}

const hasEnded = (replica) => !replica.isRunning

export async function isReady(replica) {
  const { status } = await send(replica, 'GET', '/__admin/health', { timeout: 3000 })
  return status === 200
}
