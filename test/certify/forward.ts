import type { IncomingMessage } from 'node:http'
import type { Test } from 'tap'
import { Exchange } from '../../src/rules/exchange.ts'
import { clientOf } from '../support/client.ts'
import { serverFor } from './certify.ts'

interface Hooks {
  /** Called before a request is passed on. */
  readonly onRequest?: (request: IncomingMessage) => unknown
  /** Called before the response is passed on. */
  readonly onResponse?: (exchange: Exchange) => unknown
  /** The response to pass on instead. */
  readonly change?: (exchange: Exchange) => Exchange['response']
}

/** A server that passes all requests on to another one. */
export async function forward(t: Test, url: string, { onRequest, onResponse, change }: Hooks): Promise<string> {
  const client = clientOf(url)
  return serverFor(t, async (request, reply) => {
    await onRequest?.(request)
    const { method = '', headers, url = '' } = request
    const sends = textsOf(headers)
    const body = Buffer.concat(await request.toArray()).toString()
    const received = await client(`${method} ${url}`, { sends, ...(body !== '' && { body }) })
    const [path = '', ...query] = url.split('?')
    const sent = { method, path, query: query.join('?'), headers: Object.entries(sends), body }
    const response = { status: received.status, headers: textsOf(received.headers), body: received.text }
    const exchange = new Exchange(sent, response)
    await onResponse?.(exchange)
    const changed = change?.(exchange) ?? response
    const { 'content-length': _, connection: __, 'transfer-encoding': ___, ...others } = changed.headers
    reply.writeHead(changed.status, others).end(changed.body)
  })
}

const textsOf = (headers: object): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
