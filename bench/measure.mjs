// What is measured, and how: two servers take turns, and the figure is the median of the ratios of the turns.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const loader = fileURLToPath(new URL('load.mjs', import.meta.url))
const headers = 'MX-API-Key: test-api-key\r\nMX-Client-ID: test-client-id\r\n'

/** Requests per second that a server answers. */
export async function rate(port, requests, seconds, connections = 16) {
  const load = { port, seconds, connections, headers, requests }
  const { stdout } = await run(process.execPath, [loader, JSON.stringify(load)], { maxBuffer: 1e8 })
  const { perSecond, failed } = JSON.parse(stdout)
  if (failed > 0) throw new Error(`${failed} requests failed: ${JSON.stringify(requests[0])}`)
  return perSecond
}

/** Until the engine has compiled what it will compile, in seconds: after one, a server of ten files is far from it. */
const WARM_UP = 5

/**
 * The rate of one server as a ratio to another's.
 *
 * @returns the median ratio, and the median rates of both
 */
export async function ratio({ of, to, rounds, seconds }) {
  await rate(of.port, of.requests, WARM_UP)
  await rate(to.port, to.requests, WARM_UP)
  const turns = []
  for (let round = 0; round < rounds; round++) {
    const first = await rate(of.port, of.requests, seconds)
    const second = await rate(to.port, to.requests, seconds)
    turns.push({ ratio: first / second, first, second })
  }
  return {
    ratio: median(turns.map((turn) => turn.ratio)),
    of: median(turns.map((turn) => turn.first)),
    to: median(turns.map((turn) => turn.second))
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
