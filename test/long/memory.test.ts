import { Agent } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { clientOf } from '../support/client.ts'
import { load } from '../support/load.ts'
import { mockFor } from '../support/mock.ts'

t.setTimeout(600_000)
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const MEBIBYTE = 1024 * 1024
const REQUESTS = [
  { method: 'GET', path: '/users' },
  { method: 'POST', path: '/users', body: '{"user":{"identifier":"load-{n}"}}' },
  { method: 'GET', path: '/api/Users' },
  { method: 'POST', path: '/api/Users', body: '{"Username":"load-{n}","DisplayName":"x","UserGroupName":"Operators"}' },
  { method: 'GET', path: '/users?page=2' }
]

function heap(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed / MEBIBYTE
}

t.test('the heap does not grow through 200,000 requests and 1,000 resets', async (t) => {
  const mock = await mockFor(t)
  const some = async () => {
    const responses = await load(mock.port, REQUESTS, 2)
    for (let n = 0; n < 20; n++) await mock.reset()
    return responses
  }
  // Until the journal and the history are full.
  for (let turn = 0; turn < 3; turn++) await some()
  const before = heap()
  let requests = 0
  let resets = 0
  for (; requests < 200_000 || resets < 1000; resets += 20) requests += await some()
  const after = heap()
  t.ok(after - before < 8, `${before.toFixed(1)} MiB before, ${after.toFixed(1)} MiB after ${requests} requests`)
})

t.test('1,000 sandboxes with ten new users each take less than 150 MB', async (t) => {
  const mock = await mockFor(t, { fixtures: 'paging' })
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  t.teardown(() => agent.destroy())
  const client = clientOf(mock.url, { ...mock.credentials.atrium, 'content-type': 'application/json' }, agent)
  collect()
  const before = process.memoryUsage().rss
  for (let n = 1; n < 1000; n++) {
    const body = JSON.stringify({ user: { metadata: `of ${n}` } })
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => (await client(`POST /sandboxes/w${n}/users`, { body })).status)
    )
    if (statuses.some((status) => status !== 200)) t.fail(`sandbox ${n}: statuses ${statuses}`)
  }
  collect()
  const grown = (process.memoryUsage().rss - before) / 1e6
  t.ok(grown < 150, `${grown.toFixed(0)} MB more than before`)
})
