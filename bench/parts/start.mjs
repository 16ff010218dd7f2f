// From the start of the process to the first response, and the memory it then uses, next to bare Fastify.
import { join } from 'node:path'
import { firstResponse } from '../first-response.mjs'
import { median } from '../measure.mjs'
import { cpuTimeOf, memoryOf } from '../process-usage.mjs'
import { targetRow } from '../report.mjs'
import { credentials } from '../requests.mjs'
import { bare } from '../servers.mjs'

/** How long a server needs to come to rest after its start, in milliseconds. */
const REST = 500

export async function* start({ folder, mock, small, starts }) {
  const turns = []
  for (let n = 0; n < starts; n++) {
    const ours = await startOnce(() => mock('default', join(folder, `start-${n}`)), '/users')
    const base = await startOnce(() => bare(small), '/users')
    turns.push({ ours, base })
  }
  const of = (pick) => median(turns.map(pick))
  const row = (what, member, target, digits, unit, cpu) =>
    targetRow({
      what,
      figure: of(({ ours, base }) => ours[member] / base[member]),
      target: { atMost: target },
      cpu,
      measured: `${of(({ ours }) => ours[member]).toFixed(digits)} ${unit} against ${of(({ base }) => base[member]).toFixed(digits)} ${unit}`
    })
  const cpu = of(({ ours, base }) => ours.cpu / base.cpu).toFixed(2)
  yield row('process start to first response, time', 'time', 0.8, 0, 'ms', cpu)
  yield row('memory at rest', 'memory', 1, 1, 'MiB', '')
}

/** Starts a server, and stops it again. */
export async function startOnce(launch, path) {
  const server = await launch()
  const at = await firstResponse(server.port, path, { headers: credentials })
  const cpu = cpuTimeOf(server.pid)
  await new Promise((resolve) => setTimeout(resolve, REST))
  const memory = memoryOf(server.pid)
  await server.stop()
  return { time: at - server.begun, cpu, memory }
}
