// How servers are compared: two take turns, and the figure is the median of the ratios of the turns. Processor time is summed over all
// turns, because the system counts it in hundredths of a second.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { cpuTimeOf } from './process-usage.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Starts the process that the load comes from.
 *
 * @param warmUp seconds until V8 has compiled the hot paths: one is not enough for a server of ten files
 */
export function startLoad({ warmUp, rounds, seconds }) {
  const child = fork(here('load.mjs'))

  /** Requests per second that a server handles, and the processor time of one in µs. */
  async function rate(server, requests, duration = seconds, connections = 16) {
    const before = cpuTimeOf(server.pid)
    child.send({ port: server.port, seconds: duration, connections, requests })
    const [{ count, seconds: elapsed, failed }] = await once(child, 'message')
    if (failed > 0) throw new Error(`${failed} requests failed: ${JSON.stringify(requests[0])}`)
    return { perSecond: count / elapsed, count, cpu: cpuTimeOf(server.pid) - before }
  }

  /** The rates of two servers and their ratios; above 1, the first is better. */
  async function compare(of, to, turnsOfEach = rounds) {
    await rate(of.server, of.requests, warmUp)
    await rate(to.server, to.requests, warmUp)
    const turns = []
    for (let round = 0; round < turnsOfEach; round++) {
      turns.push({ of: await rate(of.server, of.requests), to: await rate(to.server, to.requests) })
    }
    const cpu = { of: cpuPerRequest(turns.map((turn) => turn.of)), to: cpuPerRequest(turns.map((turn) => turn.to)) }
    return {
      ratio: median(turns.map((turn) => turn.of.perSecond / turn.to.perSecond)),
      of: median(turns.map((turn) => turn.of.perSecond)),
      to: median(turns.map((turn) => turn.to.perSecond)),
      cpu: { ...cpu, ratio: cpu.to / cpu.of }
    }
  }

  return { rate, compare, stop: () => child.kill() }
}

const cpuPerRequest = (turns) => (sum(turns.map((turn) => turn.cpu)) * 1000) / sum(turns.map((turn) => turn.count))

/** Runs a suite of parallel workers against a server. */
export async function runSuite(server, { seconds, workers, steps }) {
  const before = cpuTimeOf(server.pid)
  const { seconds: elapsed, times, lost } = await startSuite({ port: server.port, seconds, workers, steps })
  const cpu = cpuTimeOf(server.pid) - before
  times.sort((a, b) => a - b)
  const percentile = (share) => times[Math.floor(times.length * share)]
  return {
    perSecond: times.length / elapsed,
    p50: percentile(0.5),
    p99: percentile(0.99),
    cpu: cpu / times.length,
    lost: lost / times.length
  }
}

/** Runs the load of a suite in another process. @returns the time of each round in milliseconds, and how many lost their record */
export async function startSuite(order) {
  const child = fork(here('suite-load.mjs'))
  child.send(order)
  const [result] = await once(child, 'message')
  child.kill()
  if (result.problem) throw new Error(result.problem)
  return result
}

const sum = (values) => values.reduce((total, value) => total + value, 0)

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
