// Behind HAProxy, with the configuration that we publish, service resumes soon after a replica died.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { requires } from '../../generators/toolbox.mjs'
import { withCluster } from '../cluster.mjs'
import { send } from '../http.mjs'
import { Load } from '../kills/load.mjs'
import { freePorts, Process, until, withFolder } from '../processes.mjs'

const CONFIGURATION = 'deploy/haproxy.cfg'
/** How long after its death requests may fail, in milliseconds. */
const MOST = 2000
const SANDBOXES = 6
const BEFORE = 1500
const AFTER = 4000

export async function balancer({ counts, isShort, rounds = isShort ? 2 : 30 }) {
  requires('haproxy', '-v')
  await withCluster(async (cluster) => {
    await withHaproxy(cluster, async (proxy) => {
      for (let round = 1; round <= rounds; round++) {
        const target = cluster.replicas[round % cluster.replicas.length]
        const { problems, last, failed, acknowledged } = await killed(cluster, target, proxy, round)
        const text = `${acknowledged} changes through HAProxy, ${failed} requests failed, the last one ${Math.round(last)} ms after the kill`
        counts.record(problems.length === 0, `round ${round} of ${rounds}: ${target.name} killed, ${text}`)
        for (const problem of problems.slice(0, 10)) console.log(`  ${problem}`)
      }
    })
  })
}

async function killed(cluster, target, proxy, round) {
  const loads = Array.from({ length: SANDBOXES }, (_, i) => new Load(`balanced-${round}-${i}`))
  for (const load of loads) await load.start(cluster.replicas, [proxy])
  await sleep(BEFORE)
  const at = performance.now()
  await target.kill()
  await sleep(AFTER)
  for (const load of loads) await load.stop()
  await cluster.heal()
  await untilBalanced(proxy, cluster)
  const failed = loads.flatMap(({ responses }) => responses.filter(({ status }) => status < 200 || status > 299))
  const late = failed.filter(({ begun }) => begun > at + MOST)
  const problems = late.map(
    ({ status, reason, begun }) => `${status} ${reason} ${Math.round(begun - at)} ms after the kill`
  )
  for (const load of loads) problems.push(...(await load.problems(cluster.replicas[0])))
  const last = Math.max(0, ...failed.map((response) => response.begun - at))
  const acknowledged = loads.reduce((sum, load) => sum + load.acknowledged.length, 0)
  return { problems, last, failed: failed.length, acknowledged }
}

/** HAProxy with other addresses than in the configuration. */
const withHaproxy = ({ replicas }, use) =>
  withFolder(async (folder) => {
    const [port] = await freePorts(1)
    const file = join(folder, 'haproxy.cfg')
    const text = readFileSync(CONFIGURATION, 'utf8')
      .replace('bind :3000', `bind 127.0.0.1:${port}`)
      .replace(/stats socket \S+/, `stats socket ${join(folder, 'socket')}`)
      .replaceAll(/mock-(\d):3000/g, (_, number) => `127.0.0.1:${replicas[number - 1].port}`)
    writeFileSync(file, text)
    const haproxy = new Process('haproxy', ['haproxy', '-db', '-f', file])
    haproxy.port = port
    haproxy.start()
    try {
      await until('HAProxy is ready', async () => (await send(haproxy, 'GET', '/__admin/health')).status === 200)
      await use(haproxy)
    } catch (error) {
      console.log(haproxy.output)
      throw error
    } finally {
      await haproxy.kill()
    }
  })

/** Waits until HAProxy has found all replicas again: the names of sandboxes spread over them. */
async function untilBalanced(proxy, { replicas }) {
  const seen = new Set()
  await until('all replicas get requests', async () => {
    const sandbox = `spread-${Math.random().toString(36).slice(2)}`
    seen.add((await send(proxy, 'GET', `/sandboxes/${sandbox}/__admin/health`)).body.replica)
    return seen.size === replicas.length
  })
}
