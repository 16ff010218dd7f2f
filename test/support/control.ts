import { connect, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { Test } from 'tap'
import type { MockOptions, RunningMock } from '../../src/index.ts'
import { mockFor } from './mock.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON. */
  readonly json: Json
}

/** JSON of any shape, to be compared. */
export type Json = ReturnType<typeof JSON.parse>

export interface Control {
  readonly mock: RunningMock
  /** Calls the control API. A text is sent as it is, and anything else as JSON. */
  admin(method: string, path: string, body?: unknown): Promise<Reply>
  /** Adds a stub. @returns its id */
  stub(mapping: object): Promise<string>
  /** How many requests match a pattern. */
  count(pattern: object): Promise<number>
  /** A request with the credentials of both APIs. */
  send(method: string, path: string, options?: { headers?: Record<string, string>; body?: string }): Promise<Reply>
}

/** A mock of its own for a test, and its control API. */
export async function controlFor(t: Test, options: MockOptions = {}): Promise<Control> {
  const mock = await mockFor(t, options)
  const admin: Control['admin'] = (method, path, body) =>
    call(`${mock.url}/__admin/${path}`, method, {}, typeof body === 'string' ? body : JSON.stringify(body))
  return {
    mock,
    admin,
    async stub(mapping) {
      const { status, json, text } = await admin('POST', 'mappings', mapping)
      if (status !== 201) throw new Error(text)
      return json.id
    },
    count: async (pattern) => (await admin('POST', 'requests/count', pattern)).json.count,
    send: (method, path, { headers = {}, body } = {}) =>
      call(mock.url + path, method, { ...mock.credentials.atrium, ...mock.credentials.atms, ...headers }, body)
  }
}

async function call(url: string, method: string, headers: Record<string, string>, body?: string): Promise<Reply> {
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, json: jsonOf(text) }
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a client saw on a connection of its own. */
export interface Seen {
  readonly text: string
  /** The error of the system, or `end` for an orderly end. */
  readonly end: string
}

/** Sends bytes, and waits for the end of the connection. */
export function exchange({ port }: RunningMock, bytes: string): Promise<Seen> {
  return seenOn(connect(port, '127.0.0.1'), bytes)
}

/** The same over TLS. */
export function secureExchange({ tlsUrl = '', ca = '' }: RunningMock, bytes: string): Promise<Seen> {
  return seenOn(connectSecurely({ host: '127.0.0.1', port: Number(new URL(tlsUrl).port), ca }), bytes)
}

function seenOn(socket: Socket, bytes: string): Promise<Seen> {
  return new Promise((done) => {
    socket.write(bytes)
    let text = ''
    let end = 'end'
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      end = error.code as string
    })
    socket.on('close', () => done({ text, end }))
  })
}
