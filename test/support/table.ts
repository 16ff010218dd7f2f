import type { Test } from 'tap'
import type { MockOptions, RunningMock } from '../../src/index.ts'
import { type Client, type ClientRequest, type ClientResponse, injectingClient } from './client.ts'
import { assembledFor } from './mock.ts'
import { stateOf } from './state.ts'

/** One rule of a contract: a request, and the expected response. */
export interface Row extends ClientRequest {
  readonly rule: string
  readonly call: string
  readonly status: number
  /** The expected body: a string to compare byte for byte, or a JSON value. */
  readonly response?: unknown
  /** Expected headers; `undefined` for a header that must be absent. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** Whether the request must change the state; otherwise it must not. */
  readonly changes?: boolean
  /** Why the request cannot be sent through `inject`. */
  readonly needsSocket?: string
}

/** A mock to test a table of rows on. */
export interface TestSetup {
  readonly mock: RunningMock
  readonly client: Client
  /** Starts the twin when the first table needs it. */
  readonly twin: () => Promise<Twin>
  /** The rules for all responses that this response breaks. */
  readonly brokenRules: (response: ClientResponse) => string[]
}

/** A mock with the same options and without a port. */
export interface Twin {
  readonly client: Client
  state(): Promise<string>
  reset(): Promise<void>
}

/** @param t the test that it is closed with */
export function twinOf(
  t: Test,
  { url }: RunningMock,
  credentials: Readonly<Record<string, string>>,
  options: MockOptions
): () => Promise<Twin> {
  const start = async (): Promise<Twin> => {
    const { server, sandboxes } = await assembledFor(t, options)
    const client = injectingClient(server, url, credentials)
    return {
      client,
      state: async () => (await client('GET /__admin/state')).text,
      reset: async () => void (await sandboxes.default.reset(undefined))
    }
  }
  let started: Promise<Twin> | undefined
  return () => {
    started ??= start()
    return started
  }
}

/**
 * Tests each row, always starting from the fixtures: with one assertion over a socket, and with another one that `inject` gives the same
 * response and the same change.
 */
export async function testRows(
  t: Test,
  { mock, client, twin, brokenRules }: TestSetup,
  rows: readonly Row[]
): Promise<void> {
  const injected = await twin()
  await Promise.all([mock.reset(), injected.reset()])
  const before = await stateOf(mock)
  t.equal(await injected.state(), before, 'the same initial state without a socket')
  for (const row of rows) {
    const response = await client(row.call, row)
    const state = await stateOf(mock)
    const changes = state !== before
    const actual = { ...actualFor(row, response), changes, brokenRules: brokenRules(response) }
    const { status, headers = {}, response: body } = row
    t.strictSame(actual, { status, headers, body, changes: row.changes ?? false, brokenRules: [] }, row.rule)
    if (row.needsSocket === undefined) {
      const same = { ...comparable(await injected.client(row.call, row)), state: await injected.state() }
      t.strictSame(same, { ...comparable(response), state }, `${row.rule}: the same through inject`)
    }
    if (changes) await Promise.all([mock.reset(), injected.reset()])
  }
}

/** Headers that belong to a connection, or differ between any two responses. */
const VARYING = ['connection', 'keep-alive', 'transfer-encoding', 'date', 'x-request-id', 'x-runtime']

const comparable = ({ status, headers, text }: ClientResponse): object => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !VARYING.includes(name))),
  varying: VARYING.slice(-2).filter((name) => name in headers),
  text
})

/** The part of the response that a row specifies. */
function actualFor(row: Row, { status, headers, text }: ClientResponse): object {
  const body = row.response === undefined ? undefined : typeof row.response === 'string' ? text : jsonOf(text)
  const named = Object.keys(row.headers ?? {}).map((name) => [name, headers[name]])
  return { status, headers: Object.fromEntries(named), body }
}

/** The JSON body without the nearest route, which other tests cover. */
function jsonOf(text: string): unknown {
  try {
    const { MessageDetail, ...rest } = JSON.parse(text.replace(/: the nearest route is [^"]*/, ''))
    return Array.isArray(JSON.parse(text)) ? JSON.parse(text) : rest
  } catch {
    return text
  }
}
