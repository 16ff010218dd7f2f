// Three NATS nodes and three replicas.
import { natsNodes, untilHealthy } from './nats.mjs'
import { withFolder } from './processes.mjs'
import { replicasOf, startReplica, untilReady } from './replicas.mjs'
import { Routes } from './routes.mjs'

/**
 * Starts a cluster for a test, and ends it afterwards.
 *
 * @param use a test, which gets the cluster
 * @param settings how many replicas and nodes; whether nodes can be isolated; the fixtures and more options of each replica, the main file of the program, and a module for
 *   Node to load first
 */
export const withCluster = (use, { count = 3, nodeCount = 3, canIsolate = false, ...settings } = {}) =>
  withFolder(async (folder) => {
    const routes = canIsolate ? new Routes() : undefined
    const nodes = await natsNodes(folder, nodeCount, routes)
    const replicas = await replicasOf(nodes, { count, ...settings })
    const cluster = new Cluster(nodes, replicas, routes)
    try {
      await cluster.start()
      return await use(cluster)
    } catch (error) {
      console.log(cluster.output)
      throw error
    } finally {
      await cluster.kill()
      routes?.close()
    }
  })

/** Its NATS nodes and replicas, which a test may kill, freeze and heal. */
class Cluster {
  constructor(nodes, replicas, routes) {
    this.routes = routes
    this.nodes = nodes
    this.replicas = replicas
  }

  get processes() {
    return [...this.nodes, ...this.replicas]
  }

  /** The last lines of each process. */
  get output() {
    return this.processes.map(({ name, output }) => `--- ${name}\n${output}`).join('\n')
  }

  async start() {
    for (const node of this.nodes) node.start()
    await Promise.all(this.nodes.map(untilHealthy))
    await Promise.all(this.replicas.map(startReplica))
  }

  /** Resumes what is frozen and starts what has ended. Resolves when all of them are ready. */
  async heal() {
    for (const each of this.processes) {
      if (each.isFrozen) each.resume()
      if (!each.isRunning) each.start()
    }
    await Promise.all(this.nodes.map(untilHealthy))
    await Promise.all(this.replicas.map((replica) => untilReady(replica)))
  }

  async kill() {
    await Promise.all(this.processes.map((each) => each.kill()))
  }
}
