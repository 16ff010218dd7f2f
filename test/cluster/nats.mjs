// Three NATS nodes with JetStream on loopback.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pythonPackages } from '../generators/toolbox.mjs'
import { send } from './http.mjs'
import { freePorts, Process, until } from './processes.mjs'

/** Installs nats-server in a cache outside the repository. @returns its path. @throws Missing without Python */
const natsServer = async () => join(await pythonPackages('nats', 'test/cluster/requirements.txt'), 'bin', 'nats-server')

/**
 * Nodes that form a cluster, not started yet. Each always has the same port and folder.
 *
 * @param folder for their data
 */
export async function natsNodes(folder, count = 3) {
  const program = await natsServer()
  const ports = await freePorts(3 * count)
  const clientPorts = ports.slice(0, count)
  const routePorts = ports.slice(count, 2 * count)
  const monitorPorts = ports.slice(2 * count)
  return clientPorts.map((port, i) => {
    const name = `nats-${i + 1}`
    const file = join(folder, `${name}.conf`)
    const routes = routePorts.map((route) => `nats://127.0.0.1:${route}`)
    // Clients only use the addresses that they were given: a test may put something in between.
    writeFileSync(
      file,
      `server_name: ${name}
listen: 127.0.0.1:${port}
http: 127.0.0.1:${monitorPorts[i]}
jetstream { store_dir: ${JSON.stringify(join(folder, name))}, max_mem: 256MB, max_file: 4GB }
${count > 1 ? `cluster { name: test, listen: 127.0.0.1:${routePorts[i]}, no_advertise: true, routes: ${JSON.stringify(routes)} }` : ''}
`
    )
    const node = new Process(name, [program, '--config', file])
    node.monitor = { port: monitorPorts[i] }
    node.url = `nats://127.0.0.1:${port}`
    return node
  })
}

/** Resolves once a node has a leader, and has caught up with the others. */
export const untilHealthy = (node) =>
  until(`${node.name} is healthy`, async () => (await send(node.monitor, 'GET', '/healthz')).status === 200)
