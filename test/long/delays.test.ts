import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { packageRoot } from '../../src/common/version.ts'
import type { Json } from '../support/control.ts'
import { EXPENSIVE_CALLS, LONG_REQUESTS } from '../support/expensive-calls.ts'
import { EXPENSIVE_TEMPLATES } from '../support/expensive-templates.ts'
import { healthDuring } from '../support/health-watch.ts'
import { mockFor } from '../support/mock.ts'
import { program } from '../support/program.ts'

t.setTimeout(1_200_000)

const CLIENTS = 2000
const DELAY = 1000
const ROUNDS = 8

interface Round {
  /** In milliseconds: until all are connected, until all have a response, and in the server from the first request to the last response. */
  readonly connecting: number
  readonly responding: number
  readonly inServer: number
  readonly statuses: Readonly<Record<string, number>>
}

const { NODE_OPTIONS: _, ...env } = process.env
const parallelClients = (port: number, path?: string): string[] => [
  join(packageRoot, 'test', 'support', 'parallel-clients.mjs'),
  JSON.stringify({ port, clients: CLIENTS, path })
]

async function round(url: string): Promise<Round> {
  await fetch(`${url}/__admin/requests`, { method: 'DELETE' })
  const { stdout } = await promisify(execFile)(process.execPath, parallelClients(Number(new URL(url).port), '/slow'), {
    env
  })
  const { requests }: Json = await (await fetch(`${url}/__admin/requests`)).json()
  const starts = requests.map(({ request }: Json) => request.loggedDate)
  const lasts = requests.map(({ request, timing }: Json) => request.loggedDate + timing.totalTime)
  return { ...JSON.parse(stdout), inServer: Math.max(...lasts) - Math.min(...starts) }
}

const least = (rounds: readonly Round[], what: 'connecting' | 'responding' | 'inServer'): number =>
  Math.round(Math.min(...rounds.map((one) => one[what])))

t.test('2,000 requests at once with a delay of a second all get a response within a second and a half', async (t) => {
  const url = await (await program(t)).start(['--port', '0', '--ephemeral', '--json', '--max-requests', '3000']).ready
  const mapping = { request: { url: '/slow' }, response: { fixedDelayMilliseconds: DELAY } }
  await fetch(`${url}/__admin/mappings`, { method: 'POST', body: JSON.stringify(mapping) })
  // Other programs can make a round slower but not faster: the fastest one shows what the server can do.
  const rounds: Round[] = []
  const isDone = () => least(rounds, 'responding') <= 1500
  while (!isDone() && rounds.length < ROUNDS) rounds.push(await round(url))
  for (const { statuses } of rounds) t.same(statuses, { 200: CLIENTS }, 'every response is a 200')
  t.ok(isDone(), 'in time')
  t.ok(least(rounds, 'inServer') >= DELAY, 'they were delayed')
  t.comment(`connected within ${least(rounds, 'connecting')} ms`)
  t.comment(`responses within ${least(rounds, 'responding')} ms, in the server ${least(rounds, 'inServer')} ms`)
})

/** The longest time that the health may take during an expensive call, in milliseconds. */
const LONGEST_HEALTH = 100

t.test('while an expensive call runs, the health takes at most 100 ms', { timeout: 600_000 }, async (t) => {
  const url = await (await program(t)).start(['--port', '0', '--ephemeral', '--json']).ready
  const best = new Map<string, number>()
  const send = async (method: string, path: string, body: string | undefined): Promise<number> => {
    const response = await fetch(`${url}/__admin/${path}`, { method, ...(body !== undefined && { body }) })
    await response.arrayBuffer()
    return response.status
  }
  const isDone = () => best.size > 0 && [...best.values()].every((time) => time <= LONGEST_HEALTH)
  // Other programs can make a round slower but not faster.
  for (let round = 0; round < ROUNDS && !isDone(); round++) {
    await send('POST', 'reset', undefined)
    for (const { path, headers } of LONG_REQUESTS) await (await fetch(url + path, { headers })).arrayBuffer()
    for (const { name, method, path, body, status } of EXPENSIVE_CALLS) {
      if ((best.get(name) ?? Number.POSITIVE_INFINITY) <= LONGEST_HEALTH) continue
      const text = body()
      const { result, times } = await healthDuring(url, () => send(method, path, text))
      t.equal(result, status, `${name}: the status`)
      best.set(name, Math.min(times.max, best.get(name) ?? times.max))
    }
  }
  for (const [name, time] of best) t.ok(time <= LONGEST_HEALTH, `${name}: ${time} ms`)
})

t.test('while an expensive template is rendered, the health takes at most 100 ms', { timeout: 600_000 }, async (t) => {
  const url = await (await program(t)).start(['--port', '0', '--ephemeral', '--json']).ready
  const best = new Map<string, number>()
  const isDone = () => best.size > 0 && [...best.values()].every((time) => time <= LONGEST_HEALTH)
  for (let round = 0; round < ROUNDS && !isDone(); round++) {
    for (const { name, template, body, response } of EXPENSIVE_TEMPLATES) {
      if ((best.get(name) ?? Number.POSITIVE_INFINITY) <= LONGEST_HEALTH) continue
      const mapping = { request: { url: '/x' }, response: { body: template, transformers: ['response-template'] } }
      await fetch(`${url}/__admin/mappings`, { method: 'POST', body: JSON.stringify(mapping) })
      const { result, times } = await healthDuring(url, async () =>
        (await fetch(`${url}/x`, { method: 'POST', body, headers: { 'Content-Type': 'text/plain' } })).text()
      )
      t.match(result, response, name)
      best.set(name, Math.min(times.max, best.get(name) ?? times.max))
    }
  }
  for (const [name, time] of best) t.ok(time <= LONGEST_HEALTH, `${name}: ${time} ms`)
  const [longest = ''] = [...best].sort(([, a], [, b]) => b - a)[0] ?? []
  t.comment(`the longest: ${longest}, ${best.get(longest)} ms`)
})

t.test('while many callers compare a request, the health takes at most 100 ms', { timeout: 300_000 }, async (t) => {
  const url = await (await program(t)).start(['--port', '0', '--ephemeral', '--json']).ready
  const post = async (path: string, body: unknown): Promise<Json> => {
    const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) })
    return response.json()
  }
  const sent = { a: Array.from({ length: 3000 }, (_, b) => ({ b })) }
  const pattern = (i: number) => ({ bodyPatterns: [{ matchesJsonPath: `$.a[?(@.b == '${i}z')]` }] })
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS && best > LONGEST_HEALTH; round++) {
    const waits = Array.from({ length: 100 }, (_, i) =>
      post('/__admin/requests/count?atLeast=1&timeoutMs=5000', pattern(i))
    )
    const { times } = await healthDuring(url, async () => {
      for (let i = 0; i < 5; i++) await post('/none', sent)
      for (const { count } of await Promise.all(waits)) t.equal(count, 0, 'a count')
    })
    best = Math.min(best, times.max)
  }
  t.ok(best <= LONGEST_HEALTH, `the health: ${best} ms`)
})

t.test('many clients that connect while the server is busy wait, and none is rejected', async (t) => {
  const { port } = await mockFor(t)
  // This blocks the server in this process, so it accepts no connections meanwhile.
  const { status } = spawnSync(process.execPath, parallelClients(port), { env, timeout: 20_000 })
  t.equal(status, 0, 'all clients connected')
})
