import { connect, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { Test } from 'tap'
import type { MockOptions, RunningMock } from '../../src/index.ts'
import { type ClientResponse, clientOf } from './client.ts'
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
  /** Calls the control API. A string is sent unchanged, anything else as JSON. */
  admin(method: string, path: string, body?: unknown): Promise<Reply>
  /** Adds a stub. @returns its id */
  stub(mapping: object): Promise<string>
  /** How many requests match a pattern. */
  count(pattern: object): Promise<number>
  /** Sends a request with the credentials of both APIs. */
  send(method: string, path: string, options?: { headers?: Record<string, string>; body?: string }): Promise<Reply>
}

/** Starts a mock for a test, with access to its control API. */
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

/** Sends a request as `fetch` does, which takes twice as long. */
async function call(url: string, method: string, headers: Record<string, string>, body?: string): Promise<Reply> {
  const { origin, pathname, search } = new URL(url)
  const hasType = body === undefined || Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  const sends = hasType ? headers : { ...headers, 'content-type': 'text/plain;charset=UTF-8' }
  const sent = body === undefined ? { sends } : { sends, body }
  const response = await clientOf(origin)(`${method} ${pathname}${search}`, sent)
  const { status, text } = response
  return { status, headers: headersOf(response), text, json: jsonOf(text) }
}

const headersOf = ({ headers }: ClientResponse): Headers =>
  new Headers(
    Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one]))
  )

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a client received on one connection. */
export interface Received {
  readonly text: string
  /** The code of the system error, or `end` if the connection was closed normally. */
  readonly end: string
}

/** Sends bytes and waits until the connection is closed. */
export function exchange({ port }: RunningMock, bytes: string): Promise<Received> {
  return receiveOn(connect(port, '127.0.0.1'), bytes)
}

/** The same over TLS. */
export function secureExchange({ tlsUrl = '', ca = '' }: RunningMock, bytes: string): Promise<Received> {
  return receiveOn(connectSecurely({ host: '127.0.0.1', port: Number(new URL(tlsUrl).port), ca }), bytes)
}

function receiveOn(socket: Socket, bytes: string): Promise<Received> {
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
