// Replicas on three NATS nodes: what reads and creates cost, with one, two and three replicas. Each replica gets the same load, in its own
// sandboxes, and all processes share this machine.
import { join } from 'node:path'
import { withCluster } from '../../test/cluster/cluster.mjs'
import { median, startSuite } from '../measure.mjs'
import { cpuTimeOf } from '../process-usage.mjs'
import { clusterRow } from '../report.mjs'
import { create, guidsOf, sample, send } from '../requests.mjs'

const WORKERS = 16
const RESETS = 25
const MOST_REPLICAS = 3

export async function* cluster({ program, small, large, warmUp, clusterSeconds, mock, folder }) {
  const sizes = { warmUp, seconds: clusterSeconds }
  const alone = await mock(small, join(folder, 'alone'))
  yield* rowsOf('no store', { replicas: [alone], nodes: [] }, small, sizes)
  await alone.stop()
  for (const reads of ['linearizable', 'local']) {
    for (let count = 1; count <= MOST_REPLICAS; count++) {
      const settings = { count, fixtures: small, options: ['--reads', reads], program }
      yield* await withCluster((started) => collect(rowsOf(reads, started, small, sizes)), settings)
    }
  }
  yield await withCluster(resetRow, { count: 2, fixtures: large(), program })
}

async function collect(rows) {
  const all = []
  for await (const row of rows) all.push(row)
  return all
}

async function* rowsOf(reads, { replicas, nodes }, fixture, sizes) {
  const guids = sample(guidsOf(fixture), 1)
  const [{ headers, body }] = create
  const kinds = {
    'read one user': { method: 'GET', path: `/sandboxes/{w}/users/${guids[0]}`, headers, status: 200 },
    create: { method: 'POST', path: '/sandboxes/{w}/users', headers, body, status: 200 }
  }
  for (const [what, step] of Object.entries(kinds)) {
    for (const workers of [1, WORKERS]) {
      const load = (seconds) =>
        Promise.all(replicas.map((replica, i) => loadOf(replica, i, { workers, step, seconds })))
      await load(sizes.warmUp)
      const before = usage(replicas, nodes)
      const results = await load(sizes.seconds)
      const after = usage(replicas, nodes)
      yield rowOf({
        what,
        reads,
        count: replicas.length,
        workers,
        results,
        cpu: after.map((each, i) => each - before[i])
      })
    }
  }
}

/** Processor time in milliseconds: of the replicas, and of the NATS nodes. */
const usage = (...groups) => groups.map((processes) => processes.reduce((sum, { pid }) => sum + cpuTimeOf(pid), 0))

/** The load on one replica: its workers have sandboxes that no other replica gets requests for. */
function loadOf({ port }, replica, { workers, step, seconds }) {
  const path = step.path.replace('{w}', `r${replica}-{w}`)
  return startSuite({ port, seconds, workers, steps: [{ ...step, path }] })
}

function rowOf({ what, reads, count, workers, results, cpu: [ofReplicas, ofNodes] }) {
  const times = results.flatMap((result) => result.times).sort((a, b) => a - b)
  const perSecond = results.reduce((sum, result) => sum + result.times.length / result.seconds, 0)
  const at = (share) => `${times[Math.floor(times.length * share)].toFixed(1)} ms`
  const each = (cpu) => `${((cpu * 1000) / times.length).toFixed(0)} µs`
  return clusterRow([
    ...[what, reads, `${count}`, `${workers}`, perSecond.toFixed(0), at(0.5), at(0.99), each(ofReplicas)],
    reads === 'no store' ? '' : each(ofNodes)
  ])
}

/** A reset through one replica, and the first read through the other. */
async function resetRow({ replicas: [one, other] }) {
  const times = []
  for (let n = 0; n < RESETS; n++) {
    await send(one, 'POST', '/users', `{"user":{"identifier":"reset-${n}"}}`)
    const begun = performance.now()
    await send(one, 'POST', '/__admin/reset')
    times.push(performance.now() - begun)
    await send(other, 'GET', '/users')
  }
  times.sort((a, b) => a - b)
  const [p50, p99] = [median(times), times.at(-1)].map((time) => `${time.toFixed(1)} ms`)
  return clusterRow(['reset, with a million users', 'linearizable', '2', '1', '', p50, `${p99} (the longest)`, '', ''])
}
