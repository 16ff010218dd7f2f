import type { Test } from 'tap'
import type { RunningMock } from '../../src/index.ts'

/** The three ways to name a sandbox: what the path begins with, and the headers. */
const WAYS = [
  (name: string) => ({ prefix: `/sandboxes/${name}`, headers: credentials('test-api-key') }),
  (name: string) => ({ prefix: '', headers: { ...credentials('test-api-key'), 'mock-sandbox': name } }),
  (name: string) => ({ prefix: '', headers: credentials(`test-api-key@${name}`) })
]
const credentials = (key: string): Record<string, string> => ({
  'mx-api-key': key,
  'mx-client-id': 'test-client-id',
  'content-type': 'application/json'
})

/**
 * Writes and reads in many sandboxes at once, each named in one of the three ways, and sees that each holds its own users only.
 *
 * @param requests how many in all
 */
export async function isolatedSandboxes(
  t: Test,
  mock: RunningMock,
  sandboxes: number,
  requests: number
): Promise<void> {
  const pairs = Math.ceil(requests / sandboxes / 2)
  const wrong: string[] = []
  const work = Array.from({ length: sandboxes }, async (_, i) => {
    const name = `w${i}`
    const { prefix, headers } = (WAYS[i % WAYS.length] as (typeof WAYS)[0])(name)
    const ask = async (path: string, init: RequestInit = {}) =>
      JSON.parse(await (await fetch(mock.url + prefix + path, { ...init, headers })).text())
    for (let n = 1; n <= pairs; n++) {
      const { user } = await ask('/users', { method: 'POST', body: JSON.stringify({ user: { metadata: name } }) })
      if (user?.metadata !== name) wrong.push(`${name} was answered ${JSON.stringify(user)}`)
      const last = await ask(`/users?records_per_page=100&page=${Math.ceil(n / 100)}`)
      if (last.pagination.total_entries !== n) wrong.push(`${name} holds ${last.pagination.total_entries}, not ${n}`)
      const strangers = last.users.filter(({ metadata }: { metadata: string }) => metadata !== name)
      if (strangers.length > 0) wrong.push(`${name} sees ${JSON.stringify(strangers)}`)
    }
  })
  await Promise.all(work)
  t.strictSame(wrong.slice(0, 5), [])
}
