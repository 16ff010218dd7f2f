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
 * Reads and writes on many connections while the state is swapped between two fixture sets, and collects what cannot be: a
 * failure, a list that does not agree with its own total, an answer with users of both worlds.
 *
 * @param connections how many readers and writers
 * @param resets how often the state is swapped
 */
export async function resetUnderFire(t: Test, mock: RunningMock, connections: number, resets: number): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  const client = clientOf(mock.url, { ...mock.credentials.atrium, 'content-type': 'application/json' }, agent)
  const wrong: string[] = []
  let isOver = false
  let answered = 0
  const work = Array.from({ length: connections }, async (_, i) => {
    for (let n = 0; !isOver; n++) {
      const problem = i % 4 === 0 ? await create(client, `new-${i}-${n}`) : await list(client)
      if (problem !== undefined) wrong.push(problem)
      answered++
    }
  })
  for (let n = 0; n < resets; n++) {
    const enough = answered + connections / 4
    while (answered < enough) await nextTurn()
    await mock.reset(n % 2 === 0 ? 'paging' : 'default')
  }
  isOver = true
  await Promise.all(work)
  t.strictSame(wrong, [])
  t.ok(answered > resets, `${answered} answers while it was reset ${resets} times`)
}

async function create(client: Client, identifier: string): Promise<string | undefined> {
  const { status } = await client('POST /users', { body: JSON.stringify({ user: { identifier } }) })
  return status === 200 ? undefined : `a create was answered ${status}`
}

async function list(client: Client): Promise<string | undefined> {
  const { status, text } = await client('GET /users?records_per_page=100')
  if (status !== 200) return `a list was answered ${status}`
  const { users, pagination }: Page = JSON.parse(text)
  const expected = Math.min(pagination.per_page, pagination.total_entries)
  if (users.length !== expected) return 'a list does not agree with its own total'
  const worlds = new Set(users.map(({ identifier }) => worldOf(identifier)).filter((world) => world !== undefined))
  return worlds.size === 1 ? undefined : `a list holds users of ${worlds.size} worlds`
}

function worldOf(identifier: string | null): string | undefined {
  if (identifier?.startsWith('new-')) return undefined
  return identifier?.startsWith('user-') ? 'paging' : 'default'
}
