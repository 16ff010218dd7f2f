import { Agent } from 'node:http'
import type { Test } from 'tap'
import type { RunningMock } from '../../src/index.ts'
import { clientOf } from './client.ts'

const credentials = (key: string): Record<string, string> => ({ 'mx-api-key': key, 'mx-client-id': 'test-client-id' })

/** The three ways to select a sandbox: a path prefix, a header, and a credential suffix. */
const WAYS = [
  (name: string) => ({ prefix: `/sandboxes/${name}`, headers: credentials('test-api-key') }),
  (name: string) => ({ prefix: '', headers: { ...credentials('test-api-key'), 'mock-sandbox': name } }),
  (name: string) => ({ prefix: '', headers: credentials(`test-api-key@${name}`) })
] as const

/**
 * Reads and writes in many sandboxes in parallel and checks that each contains only its own users. The mock must start without
 * users.
 *
 * @param requests the total number of requests
 */
export async function isolatedSandboxes(
  t: Test,
  { url }: RunningMock,
  sandboxes: number,
  requests: number
): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  const pairs = Math.ceil(requests / sandboxes / 2)
  const wrong: string[] = []
  const work = Array.from({ length: sandboxes }, async (_, i) => {
    const name = `w${i}`
    const { prefix, headers } = (WAYS[i % WAYS.length] ?? WAYS[0])(name)
    const client = clientOf(url, { ...headers, 'content-type': 'application/json' }, agent)
    for (let n = 1; n <= pairs; n++) {
      await client(`POST ${prefix}/users`, { body: JSON.stringify({ user: { metadata: name } }) })
      const { text } = await client(`GET ${prefix}/users?records_per_page=10&page=${Math.ceil(n / 10)}`)
      const { users, pagination } = JSON.parse(text)
      if (pagination.total_entries !== n) wrong.push(`${name} has ${pagination.total_entries} users, not ${n}`)
      for (const { metadata } of users) if (metadata !== name) wrong.push(`${name} sees a user of ${metadata}`)
    }
  })
  await Promise.all(work)
  t.strictSame(wrong.slice(0, 5), [], 'no sandbox sees users of another')
}
