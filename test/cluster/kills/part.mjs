// No acknowledged change is lost or applied twice when replicas and NATS nodes are killed.
import { setTimeout as sleep } from 'node:timers/promises'
import { withCluster } from '../cluster.mjs'
import { Random } from '../linearizability/random.mjs'
import { Load } from './load.mjs'

const MAX_BEFORE = 1000
const AFTER = 1000
/** How long the death of a node may cost, in milliseconds: its elections take 4 to 9 s. */
const MOST_AFTER_NODE = 15_000
/** The clients must have been served again for this long. */
const STEADY = 1000

export async function kills({ counts, isShort, seed, rounds = isShort ? 4 : 200 }) {
  await withCluster(async (cluster) => {
    let [acknowledged, longest] = [0, 0]
    for (let round = 1; round <= rounds; round++) {
      const random = new Random(seed * 1000 + round)
      const target = random.pick(round % 2 === 0 ? cluster.nodes : cluster.replicas)
      const load = new Load(`kill-${round}`)
      const { problems, outage } = await killed(cluster, target, load, random)
      counts.record(
        problems.length === 0,
        `round ${round} of ${rounds}: ${target.name} killed, ${load.acknowledged.length} changes acknowledged, ` +
          `${load.pending.length} pending, ${Math.round(outage)} ms without service`
      )
      for (const problem of problems.slice(0, 10)) console.log(`  ${problem}`)
      if (problems.length > 0) console.log(cluster.output)
      acknowledged += load.acknowledged.length
      if (cluster.nodes.includes(target)) longest = Math.max(longest, outage)
    }
    counts.record(acknowledged > rounds * 50, `${acknowledged} acknowledged changes in ${rounds} rounds`)
    console.log(`the death of a NATS node cost at most ${Math.round(longest)} ms`)
  })
}

/** Kills a process under load. @returns what went wrong, and how long requests failed, in milliseconds */
async function killed(cluster, target, load, random) {
  const { replicas, nodes } = cluster
  const isNode = nodes.includes(target)
  await load.start(replicas)
  await sleep(random.next() * MAX_BEFORE + 300)
  const at = performance.now()
  await target.kill()
  await (isNode ? untilServed(load, replicas, at) : sleep(AFTER))
  await load.stop()
  await cluster.heal()
  const others = load.responses.filter(({ replica }) => replica !== target.name)
  const failed = others.filter(({ status }) => status < 200 || status > 299)
  const outage = Math.max(0, ...failed.map((response) => response.at - at))
  const problems = isNode
    ? problemsAfterNode(failed, outage)
    : failed.map((response) => `another replica failed: ${shown(response)}`)
  for (const replica of replicas) {
    problems.push(...(await load.problems(replica)).map((problem) => `${replica.name}: ${problem}`))
  }
  return { problems, outage }
}

/** While the nodes elect a leader, requests wait or get a 503. */
function problemsAfterNode(failed, outage) {
  const unexpected = failed.filter(({ status }) => status !== 503).map((response) => `not a 503: ${shown(response)}`)
  return outage > MOST_AFTER_NODE ? [...unexpected, `requests failed for ${Math.round(outage)} ms`] : unexpected
}

const shown = ({ replica, status, reason }) => `${replica}: ${status} ${reason}`

/** Waits until each replica has served its clients for a while, or it took too long. */
async function untilServed(load, replicas, killedAt) {
  const isSteady = ({ name }) => {
    const recent = load.responses.filter(({ replica, begun }) => replica === name && begun > performance.now() - STEADY)
    return recent.length > 2 && recent.every(({ status }) => status >= 200 && status <= 299)
  }
  await sleep(STEADY)
  while (!replicas.every(isSteady) && performance.now() - killedAt < 2 * MOST_AFTER_NODE) await sleep(50)
}
