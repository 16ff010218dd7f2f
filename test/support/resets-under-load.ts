import { Agent } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Test } from 'tap'
import type { RunningMock } from '../../src/index.ts'
import { type Client, clientOf } from './client.ts'

interface Page {
  readonly users: readonly { readonly identifier: string | null }[]
  readonly pagination: { readonly total_entries: number; readonly per_page: number }
}

/**
 * Reads and writes on many connections while resets switch between two fixture sets. No request may fail, every list must agree
 * with its own total, and no list may mix users of both sets.
 *
 * @param connections the number of readers and writers
 * @param resets the number of resets
 */
export async function resetUnderLoad(t: Test, mock: RunningMock, connections: number, resets: number): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  const client = clientOf(mock.url, { ...mock.credentials.atrium, 'content-type': 'application/json' }, agent)
  const problems: string[] = []
  let isOver = false
  let responses = 0
  const work = Array.from({ length: connections }, async (_, i) => {
    for (let n = 0; !isOver; n++) {
      const problem = i % 4 === 0 ? await create(client, `new-${i}-${n}`) : await list(client)
      if (problem !== undefined) problems.push(problem)
      responses++
    }
  })
  for (let n = 0; n < resets; n++) {
    const enough = responses + connections / 4
    while (responses < enough) await nextTurn()
    await mock.reset(n % 2 === 0 ? 'paging' : 'default')
  }
  isOver = true
  await Promise.all(work)
  t.strictSame(problems, [], 'problems')
  t.ok(responses > resets, `${responses} responses during ${resets} resets`)
}

async function create(client: Client, identifier: string): Promise<string | undefined> {
  const { status } = await client('POST /users', { body: JSON.stringify({ user: { identifier } }) })
  return status === 200 ? undefined : `a create failed with ${status}`
}

async function list(client: Client): Promise<string | undefined> {
  const { status, text } = await client('GET /users?records_per_page=100')
  if (status !== 200) return `a list failed with ${status}`
  const { users, pagination }: Page = JSON.parse(text)
  const expected = Math.min(pagination.per_page, pagination.total_entries)
  if (users.length !== expected) return 'a list does not agree with its total'
  const sets = new Set(users.map(({ identifier }) => setOf(identifier)).filter((set) => set !== undefined))
  return sets.size === 1 ? undefined : `a list holds users of ${sets.size} fixture sets`
}

function setOf(identifier: string | null): string | undefined {
  if (identifier?.startsWith('new-')) return undefined
  return identifier?.startsWith('user-') ? 'paging' : 'default'
}
