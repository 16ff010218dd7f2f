import { execFile, execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import { until } from './chaos/scene.ts'
import { program } from './program.ts'

/** Each process also has other files open. */
const OTHER_FILES = 500

/** Opens many connections at once, each of which gets a response while all are open. Afterwards the server has closed them. */
export async function openSockets(t: Test, wanted: number): Promise<void> {
  const { start } = await program(t)
  const running = start(['--port', '0', '--json', '--ephemeral'])
  const url = await running.ready
  const limit = Number(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' })) || Number.POSITIVE_INFINITY
  const clients = Math.min(wanted, limit - OTHER_FILES)
  if (clients < wanted) t.comment(`only ${clients} connections, because of ulimit -n ${limit}`)
  const open = () => readdirSync(`/proc/${running.process.pid}/fd`).length
  const before = open()
  const { NODE_OPTIONS: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(packageRoot, 'test', 'support', 'parallel-clients.mjs'),
      JSON.stringify({ port: Number(new URL(url).port), clients, path: '/__admin/health' })
    ],
    { env }
  )
  const { statuses, connecting, responding } = JSON.parse(stdout)
  t.comment(`connected within ${Math.round(connecting)} ms, responses within ${Math.round(responding)} ms`)
  t.strictSame(statuses, { 200: clients }, 'each gets a response')
  await until(() => open() <= before, 'the server closes the connections of clients that have left')
  t.equal((await fetch(`${url}/__admin/health`)).status, 200, 'the server continues')
}
