import type { Test } from 'tap'
import type { MockOptions } from '../../src/index.ts'
import type { ReceivedResponse, SentRequest } from '../../src/rules/exchange.ts'
import type { Needs } from '../../src/rules/rule.ts'
import type { Server } from '../../src/rules/run-case.ts'
import { type Client, clientOf, injectingClient } from '../support/client.ts'
import { assembledFor, mockFor } from '../support/mock.ts'

/** A server to run cases against, and its state. */
export interface TestedServer extends Server {
  readonly how: string
  state(): Promise<string>
  /** Whether the transport can send this request unchanged. */
  canSend(request: string): boolean
}

/** The same mock twice: behind a port, and without a socket. */
export async function serversFor(
  t: Test,
  api: string,
  needs: Needs | undefined
): Promise<[bySocket: TestedServer, byInject: TestedServer]> {
  const options: MockOptions = needs?.options ?? {}
  const mock = await mockFor(t, options)
  const { server } = await assembledFor(t, options)
  const credentials = Object.entries(mock.credentials).find(([name]) => name === api)?.[1] ?? {}
  const { origin } = new URL(mock.url)
  return [
    tested('by socket', clientOf(mock.url), credentials, () => true),
    tested('by inject', injectingClient(server, mock.url), credentials, (request) => {
      const target = request.split(' ')[1] ?? ''
      const { pathname, search } = new URL(origin + target)
      return pathname + search === target
    })
  ]
}

/** A mock to run cases against, through a client. */
export function tested(
  how: string,
  client: Client,
  credentials: Readonly<Record<string, string>>,
  canSend: (target: string) => boolean
): TestedServer {
  return {
    how,
    credentials,
    canSend,
    state: async () => (await client('GET /__admin/state')).text,
    send: async (request) => received(await client(callOf(request), { sends: headersOf(request), ...bodyOf(request) }))
  }
}

const callOf = ({ method, path, query }: SentRequest): string => `${method} ${path}${query && `?${query}`}`
const headersOf = ({ headers }: SentRequest) => Object.fromEntries(headers)
const bodyOf = ({ body }: SentRequest) => (body === '' ? {} : { body })

const received = ({ status, headers, text }: Awaited<ReturnType<Client>>): ReceivedResponse => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
  body: text
})
