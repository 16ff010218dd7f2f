// The rows of the table, each with the figure to reach.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median } from './measure.mjs'
import { answer, bare, jsonServer, memoryOf } from './servers.mjs'

const CREDENTIALS = 'MX-API-Key: test-api-key\r\nMX-Client-ID: test-client-id\r\n'
const CREATE = [
  { method: 'POST', path: '/users', body: '{"user":{"identifier":"bench-{n}","metadata":"{\\"a\\":1}"}}' }
]
const LIST = [{ method: 'GET', path: '/users' }]
const perSecond = (figure) => Math.round(figure).toLocaleString('en')

/** @param only the name of the one part to run; all where it is empty */
export async function* rows(context, only) {
  const parts = { throughput, start, scale, others }
  for (const [name, part] of Object.entries(parts)) if (only === '' || only === name) yield* part(context)
}

const row = (what, figure, wanted, measured) => `| ${what} | ${figure} | ${wanted} | ${measured} |`
const compared = (what, wanted, { ratio: figure, of, to }) =>
  row(what, figure.toFixed(2), wanted, `${perSecond(of)}/s against ${perSecond(to)}/s`)

const guidsOf = (fixture) => readFileSync(fixture, 'utf8').match(/USR-[0-9a-f-]{36}/g)
const reads = (fixture) => sample(guidsOf(fixture), 500).map((guid) => ({ method: 'GET', path: `/users/${guid}` }))
const sample = (all, count) => Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)])

async function* throughput({ folder, mock, small, load, rounds, seconds }) {
  const [base, ours] = [await bare(small), await mock(small, join(folder, 'data'))]
  const against = (requests) =>
    load.ratio({ of: { port: ours.port, requests }, to: { port: base.port, requests }, rounds, seconds })
  yield compared('read one user', '0.90', await against(reads(small)))
  yield compared('list 25 users', '1.50', await against(LIST))
  yield compared('create, durable', '0.65', await against(CREATE))
  await Promise.all([base.stop(), ours.stop()])
}

async function* start({ folder, mock, small, rounds }) {
  const turns = []
  const begin = async (launch, path) => {
    const server = await launch()
    const at = await answer(server.port, path, CREDENTIALS)
    await new Promise((resolve) => setTimeout(resolve, 500))
    const memory = memoryOf(server.pid)
    await server.stop()
    return { time: at - server.begun, memory }
  }
  for (let round = 0; round < rounds; round++) {
    const ours = await begin(() => mock('default', join(folder, `start-${round}`)), '/users')
    const base = await begin(() => bare(small), '/users')
    turns.push({ ours, base })
  }
  const of = (pick) => median(turns.map(pick))
  yield row(
    'process start to first answer, time',
    of(({ ours, base }) => ours.time / base.time).toFixed(2),
    'at most 0.80',
    `${of(({ ours }) => ours.time).toFixed(0)} ms against ${of(({ base }) => base.time).toFixed(0)} ms`
  )
  const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(1)
  yield row(
    'memory at rest',
    of(({ ours, base }) => ours.memory / base.memory).toFixed(2),
    'at most 1.00',
    `${megabytes(of(({ ours }) => ours.memory))} MiB against ${megabytes(of(({ base }) => base.memory))} MiB`
  )
}

async function* scale({ folder, mock, small, large, load, rounds, seconds }) {
  const file = large()
  const begun = performance.now()
  const [few, many] = [await mock(small, join(folder, 'few')), await mock(file, join(folder, 'many'))]
  const loaded = performance.now() - begun
  yield row('load of all those users, seconds', (loaded / 1000).toFixed(1), 'under 10', '')
  yield row('memory after the load, MiB', (memoryOf(many.pid) / 2 ** 20).toFixed(0), 'under 1,200', '')
  const against = (requests, base = requests) =>
    load.ratio({ of: { port: many.port, requests }, to: { port: few.port, requests: base }, rounds, seconds })
  yield compared('read one user, of a million against of a thousand', '0.90', await against(reads(file), reads(small)))
  yield compared('list 25 users, the same', '0.90', await against(LIST))
  yield compared('create, durable, the same', '0.90', await against(CREATE))

  const guids = guidsOf(file)
  const deletions = sample(guids, 20_000)
  await deleteAll(many.port, deletions)
  const pages = (from, count) =>
    Array.from({ length: count }, (_, i) => ({ method: 'GET', path: `/users?page=${from + i}` }))
  const last = Math.floor((guids.length - deletions.length) / 25) - 2000
  const anywhere = await load.ratio({
    of: { port: many.port, requests: pages(last, 1500) },
    to: { port: many.port, requests: pages(1, 1500) },
    rounds,
    seconds
  })
  yield compared('pages at the end against pages at the start, after deletions', '0.90', anywhere)
  yield row('reset, ms', (await timed(many.port, 'POST', '/__admin/reset')).toFixed(1), 'under 5', '')
  yield row(
    'first request to a new sandbox, ms',
    (await timed(many.port, 'GET', '/sandboxes/{n}/users')).toFixed(1),
    'under 5',
    ''
  )
  await Promise.all([few.stop(), many.stop()])
}

async function deleteAll(port, guids) {
  for (const guid of guids) {
    const { status } = await fetch(`http://127.0.0.1:${port}/users/${guid}`, {
      method: 'DELETE',
      headers: { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id' }
    })
    if (status !== 204) throw new Error(`DELETE answered ${status}`)
  }
}

/** The median time of a call, in milliseconds. */
async function timed(port, method, path) {
  const times = []
  for (let n = 0; n < 25; n++) {
    const begun = performance.now()
    const response = await fetch(`http://127.0.0.1:${port}${path.replace('{n}', `new-${n}`)}`, {
      method,
      headers: { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id' }
    })
    await response.text()
    times.push(performance.now() - begun)
  }
  return median(times)
}

async function* others({ folder, mock, small, load }) {
  const users = JSON.parse(readFileSync(small, 'utf8')).atrium.users.map(({ guid, ...user }) => ({ id: guid, ...user }))
  const file = join(folder, 'json-server.json')
  writeFileSync(file, JSON.stringify({ users }))
  const [theirs, ours] = [await jsonServer(file), await mock(small, join(folder, 'beside'))]
  const create = [{ method: 'POST', path: '/users', body: '{"identifier":"bench-{n}"}' }]
  const turns = [
    ['json-server: read one user', reads(small), reads(small)],
    ['json-server: create', create, CREATE]
  ]
  for (const [what, requests, own] of turns) {
    const theirRate = await load.rate(theirs.port, requests, 5)
    const ourRate = await load.rate(ours.port, own, 5)
    yield row(
      what,
      (theirRate / ourRate).toFixed(2),
      '(the mock is 1.00)',
      `${perSecond(theirRate)}/s against ${perSecond(ourRate)}/s`
    )
  }
  await Promise.all([theirs.stop(), ours.stop()])
}
