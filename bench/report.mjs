// Rows and the tables they form.
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os'
import { peers } from './servers.mjs'

const tables = {
  targets: { title: 'Targets', columns: ['what', 'target', 'figure', 'reached', 'processor time', 'measured'] },
  suite: {
    title: 'A test suite',
    columns: ['server', 'rounds/s', 'p50 of a round', 'p99 of a round', 'processor time', 'what it does']
  },
  peers: {
    title: 'Other servers (the mock is 1.00)',
    columns: ['what', 'figure', 'processor time', 'measured', 'what differs']
  },
  cluster: {
    title: 'Replicas on NATS',
    note: 'Three NATS nodes, the replicas and the load share the cores of this machine, so more replicas cannot handle more requests here: compare the processor time per request, which all replicas, or all nodes, take together. Each replica has as many clients as the column says; each client has its own sandbox. Every request also stores its entry of the journal.',
    columns: ['what', 'reads', 'replicas', 'clients of each', 'requests/s', 'p50', 'p99', 'replicas', 'NATS nodes']
  }
}

export const whole = (figure) => Math.round(figure).toLocaleString('en')
export const microseconds = (figure) => `${figure.toFixed(0)} µs`

/** A row of the targets. @param target either `{ atLeast }` or `{ atMost }` */
export function targetRow({ what, figure, digits = 2, unit = '', target, cpu = '', measured = '' }) {
  const { atLeast, atMost } = target
  const isReached = atLeast === undefined ? figure <= atMost : figure >= atLeast
  const goal =
    atLeast === undefined
      ? `at most ${atMost.toLocaleString('en', { minimumFractionDigits: digits })}`
      : `at least ${atLeast.toFixed(2)}`
  const value = `${figure.toFixed(digits)}${unit}`
  return { table: 'targets', cells: [what, `${goal}${unit}`, value, isReached ? 'yes' : '**no**', cpu, measured] }
}

/** A target row for two servers that took turns. */
export const comparedRow = (what, atLeast, { ratio, of, to, cpu }) =>
  targetRow({
    what,
    figure: ratio,
    target: { atLeast },
    cpu: `${cpu.ratio.toFixed(2)} (${microseconds(cpu.of)} against ${microseconds(cpu.to)})`,
    measured: `${whole(of)}/s against ${whole(to)}/s`
  })

export const suiteRow = (server, cells) => ({ table: 'suite', cells: [server, ...cells] })
export const clusterRow = (cells) => ({ table: 'cluster', cells })
export const peerRow = (what, cells) => ({ table: 'peers', cells: [what, ...cells] })

export const lineOf = ({ cells }) => `| ${cells.join(' | ')} |`

/** The whole document, in Markdown. */
export function report(rows, { rounds, seconds }, minutes) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const [{ model }] = cpus()
  return [
    '# Benchmark',
    '',
    `- ${new Date().toISOString().slice(0, 10)}, atrium-atms-mock ${version}; the run took ${minutes.toFixed(1)} minutes`,
    `- Node ${process.version} on ${platform()}, ${availableParallelism()} × ${model.trim()}, ${whole(totalmem() / 2 ** 30)} GiB; load average at the end ${loadavg()[0].toFixed(1)}`,
    `- json-server ${peers['json-server']}, WireMock ${peers.wiremock}`,
    '',
    `Figures are ratios within this run: bare Fastify, with the same routes over a Map, is 1.00. Two servers take turns; each figure is the median of ${rounds} turns of ${seconds} s. *Processor time* is user and system time of the server process per request, as a ratio in the direction of the figure; it varies less than wall time on a machine shared with others.`,
    ...Object.entries(tables).flatMap(([name, table]) =>
      tableOf(
        table,
        rows.filter((row) => row.table === name)
      )
    ),
    ''
  ].join('\n')
}

function tableOf({ title, note, columns }, rows) {
  if (rows.length === 0) return []
  return [
    '',
    `## ${title}`,
    '',
    ...(note ? [note, ''] : []),
    lineOf({ cells: columns }),
    `|${'---|'.repeat(columns.length)}`,
    ...rows.map(lineOf)
  ]
}
