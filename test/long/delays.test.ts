import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import type { Json } from '../support/control.ts'
import { mockFor } from '../support/mock.ts'
import { program } from '../support/program.ts'

t.setTimeout(120_000)

const CLIENTS = 2000
const DELAY = 1000
const ROUNDS = 8

interface Round {
  /** How long it took in milliseconds: to connect, to be answered, and within the server from the first request to the last answer. */
  readonly connecting: number
  readonly answering: number
  readonly inServer: number
  readonly statuses: Readonly<Record<string, number>>
}

const { NODE_OPTIONS: _, ...env } = process.env
const crowd = (port: number, path?: string): string[] => [
  join(packageRoot, 'test', 'support', 'crowd.mjs'),
  JSON.stringify({ port, clients: CLIENTS, path })
]

async function round(url: string): Promise<Round> {
  await fetch(`${url}/__admin/requests`, { method: 'DELETE' })
  const { stdout } = await promisify(execFile)(process.execPath, crowd(Number(new URL(url).port), '/slow'), { env })
  const { requests }: Json = await (await fetch(`${url}/__admin/requests`)).json()
  const begins = requests.map(({ request }: Json) => request.loggedDate)
  const ends = requests.map(({ request, timing }: Json) => request.loggedDate + timing.totalTime)
  return { ...JSON.parse(stdout), inServer: Math.max(...ends) - Math.min(...begins) }
}

const least = (rounds: readonly Round[], what: 'connecting' | 'answering' | 'inServer'): number =>
  Math.round(Math.min(...rounds.map((one) => one[what])))

t.test('2,000 requests at once that are delayed by a second are all answered within a second and a half', async (t) => {
  const url = await (await program(t)).start(['--port', '0', '--ephemeral', '--json', '--max-requests', '3000']).ready
  const mapping = { request: { url: '/slow' }, response: { fixedDelayMilliseconds: DELAY } }
  await fetch(`${url}/__admin/mappings`, { method: 'POST', body: JSON.stringify(mapping) })
  // What else runs on the machine makes rounds slow, and none quick: the quickest tells what the server can do.
  const rounds: Round[] = []
  const isDone = () => least(rounds, 'answering') <= 1500
  while (!isDone() && rounds.length < ROUNDS) rounds.push(await round(url))
  for (const { statuses } of rounds) t.same(statuses, { 200: CLIENTS })
  t.ok(isDone(), 'in time')
  t.ok(least(rounds, 'inServer') >= DELAY, 'they were delayed')
  t.comment(`connected within ${least(rounds, 'connecting')} ms`)
  t.comment(`answered within ${least(rounds, 'answering')} ms, in the server ${least(rounds, 'inServer')} ms`)
})

t.test('a crowd that comes while the server is busy waits, and nobody is turned away', async (t) => {
  const { port } = await mockFor(t)
  // As long as this waits for the crowd, the server in this process takes no connection.
  const { status } = spawnSync(process.execPath, crowd(port), { env, timeout: 20_000 })
  t.equal(status, 0)
})
