import type { Test } from 'tap'
import { until } from '../chaos/scene.ts'
import type { LoadRequest } from '../load.ts'
import { type SoakedServer, soakedServer, type Usage } from './soaked-server.ts'

const GUID = 'USR-ca9e493f-5e9f-c89e-962f-5868187b63f9'
/** At least: a million requests have 1,000 resets and 5,000 sandboxes. */
const REQUESTS_PER_RESET = 1000
const SANDBOXES_PER_RESET = 5
const SECONDS = 2

const READS: readonly LoadRequest[] = [
  { method: 'GET', path: '/users' },
  { method: 'GET', path: '/users?page=2&x={n}' },
  { method: 'GET', path: '/api/Users' },
  { method: 'GET', path: '/stubbed' }
]
const ACCOUNT = '{"Username":"load-{n}","DisplayName":"x","UserGroupName":"Operators"}'
const REQUESTS: readonly LoadRequest[] = [
  ...READS,
  { method: 'POST', path: '/users', body: '{"user":{"identifier":"load-{n}"}}' },
  { method: 'POST', path: '/api/Users', body: ACCOUNT },
  { method: 'GET', path: '/counted' },
  { method: 'GET', path: '/sandboxes/steady/users' },
  { method: 'POST', path: '/sandboxes/steady/__admin/requests/count', body: '{"urlPath":"/users"}' }
]
const UPDATE: LoadRequest = { method: 'PUT', path: `/users/${GUID}`, body: '{"user":{"metadata":"{n}"}}' }

/** What was done. */
interface Done {
  requests: number
  resets: number
  sandboxes: number
}

/**
 * Sends a number of requests with resets and new sandboxes in between, and measures the memory at rest, with full journal and history, in
 * the middle and at the end.
 */
export async function soak(t: Test, requests: number): Promise<{ done: Done; middle: Usage; end: Usage }> {
  const server = await soakedServer(t)
  const done: Done = { requests: 0, resets: 0, sandboxes: 0 }
  await soakUntil(server, done, requests / 2)
  const middle = await usageAtRest(server)
  await soakUntil(server, done, requests)
  return { done, middle, end: await usageAtRest(server) }
}

async function soakUntil(server: SoakedServer, done: Done, requests: number): Promise<void> {
  while (done.requests < requests || done.resets < requests / REQUESTS_PER_RESET) {
    let isOver = false
    const loading = server.load(REQUESTS, SECONDS).finally(() => {
      isOver = true
    })
    const resetting = (async () => {
      while (!isOver) await resetWithSandboxes(server, done)
    })()
    const [count] = await Promise.all([loading, resetting])
    done.requests += count
  }
}

async function resetWithSandboxes({ client }: SoakedServer, done: Done): Promise<void> {
  const call = async (line: string, body?: object) => {
    const { status, text } = await client(line, body === undefined ? {} : { body: JSON.stringify(body) })
    if (status >= 300) throw new Error(`${line} failed with ${status}: ${text}`)
    done.requests++
  }
  const mappings = Array.from({ length: 10 }, (_, i) => ({
    request: { urlPath: `/more/${i}` },
    response: { body: 'x' }
  }))
  await call('POST /__admin/mappings/import', { mappings })
  for (let n = 0; n < SANDBOXES_PER_RESET; n++) {
    const sandbox = `/sandboxes/s${done.sandboxes++}`
    await call(`POST ${sandbox}/users`, { user: { metadata: 'x'.repeat(1000) } })
    await call(`POST ${sandbox}/__admin/mappings`, { request: { urlPath: '/more/1' }, response: { body: 'y' } })
    await call(`GET ${sandbox}/more/1`)
    await call(`GET ${sandbox}/users?records_per_page=100`)
    // The server drops the others when they have been idle for five seconds.
    if (n % 2 === 0) await call(`DELETE /__admin${sandbox}`)
  }
  await call('POST /__admin/reset')
  done.resets++
}

async function usageAtRest({ client, load, usage }: SoakedServer): Promise<Usage> {
  const read = async (path: string) => JSON.parse((await client(`GET /__admin/${path}`)).text)
  await until(async () => (await read('sandboxes')).sandboxes.length === 1, 'idle sandboxes are dropped')
  await client('POST /__admin/reset')
  // Evaluates the requests of all sandboxes, which a busy server puts off.
  await read('coverage?all-sandboxes=true')
  for (const [requests, least] of [
    [[UPDATE], 1100],
    [READS, 12_000]
  ] as const) {
    for (let count = 0; count < least; ) count += await load(requests, SECONDS / 2)
  }
  const { requests, meta } = await read('requests?limit=1')
  return {
    ...(await usage()),
    'requests in the journal': meta?.total ?? requests.length,
    stubs: (await read('mappings')).meta.total
  }
}
