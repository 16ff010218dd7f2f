import { Agent } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { clientOf } from '../support/client.ts'
import { mockFor } from '../support/mock.ts'

t.setTimeout(300_000)
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

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
