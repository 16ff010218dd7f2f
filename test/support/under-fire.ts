import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Test } from 'tap'
import type { RunningMock } from '../../src/index.ts'

const headers = { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id', token: 'test-token' }
const json = { ...headers, 'content-type': 'application/json' }

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
  const wrong: string[] = []
  let isOver = false
  let answered = 0
  const work = Array.from({ length: connections }, async (_, i) => {
    for (let n = 0; !isOver; n++) {
      const problem = i % 4 === 0 ? await create(mock.url, `new-${i}-${n}`) : await list(mock.url)
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

async function create(url: string, identifier: string): Promise<string | undefined> {
  const response = await fetch(`${url}/users`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ user: { identifier } })
  })
  await response.text()
  return response.status === 200 ? undefined : `a create was answered ${response.status}`
}

async function list(url: string): Promise<string | undefined> {
  const response = await fetch(`${url}/users?records_per_page=100`, { headers })
  if (response.status !== 200) return `a list was answered ${response.status}`
  const { users, pagination } = (await response.json()) as Page
  if (users.length !== Math.min(pagination.per_page, pagination.total_entries))
    return 'a list does not agree with its total'
  const worlds = new Set(users.map(({ identifier }) => worldOf(identifier)).filter((world) => world !== undefined))
  return worlds.size === 1 ? undefined : `a list holds users of ${worlds.size} worlds`
}

function worldOf(identifier: string | null): string | undefined {
  if (identifier?.startsWith('new-')) return undefined
  return identifier?.startsWith('user-') ? 'paging' : 'default'
}
