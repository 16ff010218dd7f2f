import type { Test } from 'tap'
import type { RunningMock } from '../../src/index.ts'
import type { Answer, Ask, Client } from './client.ts'
import { stateOf } from './state.ts'

/** One rule of a contract: what is sent, and what must come back. */
export interface Row extends Ask {
  readonly rule: string
  readonly call: string
  readonly status: number
  /** The body: a text byte for byte, or what it holds as JSON. */
  readonly answer?: unknown
  /** Headers of the answer; `undefined` for one that must not be there. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** Whether the request changes the state: else it must be the same before and after. */
  readonly changes?: boolean
}

export interface Proof {
  readonly mock: RunningMock
  readonly client: Client
  /** What is wrong with an answer whatever was asked; empty where nothing is. */
  readonly faults: (answer: Answer) => string[]
}

/** Proves each row, one assertion for each, on the fixtures as they are at the start. */
export async function prove(t: Test, { mock, client, faults }: Proof, rows: readonly Row[]): Promise<void> {
  await mock.reset()
  const before = await stateOf(mock)
  for (const row of rows) {
    const answer = await client(row.call, row)
    const changes = (await stateOf(mock)) !== before
    const seen = { ...seenAs(row, answer), changes, faults: faults(answer) }
    const { status, headers = {}, answer: body } = row
    t.strictSame(seen, { status, headers, body, changes: row.changes ?? false, faults: [] }, row.rule)
    if (changes) await mock.reset()
  }
}

/** What a row speaks of. */
function seenAs(row: Row, { status, headers, text }: Answer): object {
  const body = row.answer === undefined ? undefined : typeof row.answer === 'string' ? text : jsonOf(text)
  const named = Object.keys(row.headers ?? {}).map((name) => [name, headers[name]])
  return { status, headers: Object.fromEntries(named), body }
}

/** Without the nearest route, which answers to unknown routes name: it is proven elsewhere. */
function jsonOf(text: string): unknown {
  try {
    const { MessageDetail, ...rest } = JSON.parse(text.replace(/: the nearest route is [^"]*/, ''))
    return Array.isArray(JSON.parse(text)) ? JSON.parse(text) : rest
  } catch {
    return text
  }
}
