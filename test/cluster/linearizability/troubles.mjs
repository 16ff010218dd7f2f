// What happens to replicas and NATS nodes during a round.
import { setTimeout as sleep } from 'node:timers/promises'

const kill = async (process) => process.kill()

/** Longer than the store takes to elect another leader, or a replica to notice. */
async function freeze(process, random) {
  process.freeze()
  await sleep(random.between(2000, 7000))
  process.resume()
}

/** Stops it for moments. */
async function pause(process, random) {
  for (let times = random.between(2, 5); times > 0; times--) {
    process.freeze()
    await sleep(random.between(20, 600))
    process.resume()
    await sleep(random.between(20, 300))
  }
}

/** Kills it and starts it again. */
async function restart(process, random) {
  await process.kill()
  await sleep(random.between(100, 1500))
  process.start()
}

/** Cuts it off from the other nodes, but not from the replicas: for a while, it may still believe that it leads. */
async function isolate({ name }, random, { routes }) {
  routes.isolate(name)
  await sleep(random.between(3000, 9000))
  routes.join(name)
}

const ACTIONS = { kill, freeze, pause, restart }
const ACTIONS_ON_NODES = { ...ACTIONS, isolate }

/** Milliseconds with requests before and after a trouble. */
const BEFORE = 600
const AFTER = 1500
/** After a kill or freeze of a node, elections take until then. */
const AFTER_ELECTION = 6000

/** The troubles of a round. @returns its name, and a function that causes them and resolves when the round may end */
export function troubleOf(random, cluster) {
  const { nodes, replicas } = cluster
  const kind = random.weighted({ nodes: 4, replicas: 5, both: 2, none: 1 })
  if (kind === 'none') return { name: 'no trouble', run: () => sleep(2000) }
  const targets =
    kind === 'both' ? [random.pick(nodes), random.pick(replicas)] : [random.pick(kind === 'nodes' ? nodes : replicas)]
  const chosen = targets.map((target) => [
    random.pick(Object.keys(nodes.includes(target) ? ACTIONS_ON_NODES : ACTIONS)),
    target
  ])
  const name = chosen.map(([action, target]) => `${action} ${target.name}`).join(', ')
  const run = async () => {
    await sleep(BEFORE)
    await Promise.all(chosen.map(([action, target]) => ACTIONS_ON_NODES[action](target, random, cluster)))
    await sleep(
      chosen.some(([action, target]) => action !== 'pause' && nodes.includes(target)) ? AFTER_ELECTION : AFTER
    )
  }
  return { name, run }
}
