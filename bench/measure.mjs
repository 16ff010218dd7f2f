// What is measured, and how: two servers take turns, and the figure is the median of the ratios of the turns.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const loader = fileURLToPath(new URL('load.mjs', import.meta.url))
const headers = 'MX-API-Key: test-api-key\r\nMX-Client-ID: test-client-id\r\n'

/** Until the engine has compiled what it will compile, in seconds: after one, a server of ten files is far from it. */
const WARM_UP = 5

/** Starts the process that the load comes from. */
export function startLoad() {
  const child = fork(loader)

  /** Requests per second that a server answers. */
  async function rate(port, requests, seconds, connections = 16) {
    child.send({ port, seconds, connections, headers, requests, awake: true })
    const [{ perSecond, failed }] = await once(child, 'message')
    if (failed > 0) throw new Error(`${failed} requests failed: ${JSON.stringify(requests[0])}`)
    return perSecond
  }

  /**
   * The rate of one server as a ratio to another's.
   *
   * @returns the median ratio, and the median rates of both
   */
  async function ratio({ of, to, rounds, seconds }) {
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

  return { rate, ratio, stop: () => child.kill() }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
