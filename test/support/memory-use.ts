import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type MockOptions, startMock } from '../../src/index.ts'
import { type Client, clientOf } from './client.ts'
import type { StubKind } from './stub-kinds.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Sends requests on 8 connections. @param request makes the n-th request. @returns how many responses had each status */
export async function sendMany(
  count: number,
  request: (n: number) => ReturnType<Client>
): Promise<Map<number, number>> {
  const statuses = new Map<number, number>()
  let next = 0
  const sendOneByOne = async (): Promise<void> => {
    while (next < count) {
      const { status } = await request(next++)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 8 }, sendOneByOne))
  return statuses
}

/** A client with the credentials of the built-in fixtures, and connections to reuse. */
export function keepAliveClient(url: string): Client {
  const headers = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  return clientOf(url, { ...headers, 'content-type': 'application/json' }, agent)
}

const IMPORTED_AT_ONCE = 50

/** Creates the stubs of a kind, and uses each of them. */
export async function addStubs(client: Client, { count, stub, path, headers }: StubKind): Promise<void> {
  for (let n = 0; n < count; n += IMPORTED_AT_ONCE) {
    const stubs = Array.from({ length: Math.min(IMPORTED_AT_ONCE, count - n) }, (_, i) => ({
      request: { urlPath: `/${n + i}` },
      ...stub(n + i)
    }))
    const { status, text } = await client('POST /__admin/mappings/import', {
      body: JSON.stringify({ mappings: stubs })
    })
    if (status !== 200) throw new Error(text)
  }
  await sendMany(count, (n) => client(`POST ${path?.(n) ?? `/${n}`}`, { body: '{"a":1}', sends: { ...headers?.(n) } }))
}

export const memoryOf = async (client: Client) => JSON.parse((await client('GET /__admin/health')).text).memory

/** What requests add to the estimate and to the heap of a mock in this process, in bytes. */
export async function measure(options: MockOptions, act: (client: Client) => Promise<unknown>) {
  // The first time compiles the code, which takes memory, too.
  await measureOnce(options, act)
  return measureOnce(options, act)
}

async function measureOnce(options: MockOptions, act: (client: Client) => Promise<unknown>) {
  const unlimited = { maxRequestBytes: 2 ** 30, maxJournalBytes: 2 ** 30, maxMemory: 2 ** 31 }
  const mock = await startMock({ port: 0, ...unlimited, ...options })
  const client = keepAliveClient(mock.url)
  const now = async () => {
    // Connections refer to their last request.
    await sendMany(40, () => client('GET /__admin/version'))
    const { used } = await memoryOf(client)
    return { estimated: used as number, measured: await heap() }
  }
  try {
    const before = await now()
    await act(client)
    const after = await now()
    return { estimated: after.estimated - before.estimated, measured: after.measured - before.measured }
  } finally {
    await mock.close()
  }
}

async function heap(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await pause(20)
    collect()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
