import { type Agent, type IncomingHttpHeaders, METHODS, type OutgoingHttpHeaders, request } from 'node:http'
import type { FastifyInstance, HTTPMethods } from 'fastify'

/** The headers and body of a request. An `undefined` header is not sent; one with several values is repeated. */
export interface ClientRequest {
  readonly sends?: Readonly<Record<string, string | string[] | undefined>>
  readonly body?: string | Buffer
}

export interface ClientResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** @param call method and request target, sent unchanged: `GET //users` */
export type Client = (call: string, request?: ClientRequest) => Promise<ClientResponse>

/** A client that sends the given headers with each request. @param agent reuses connections for many requests */
export function clientOf(url: string, defaultHeaders: Readonly<Record<string, string>> = {}, agent?: Agent): Client {
  const { hostname, port } = new URL(url)
  return (call, { sends = {}, body } = {}) => {
    const [method, path] = call.split(' ')
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const headers = Object.entries({ ...defaultHeaders, ...length, ...sends }).filter(
      ([, value]) => value !== undefined
    )
    return new Promise((done, fail) => {
      const options = {
        hostname,
        port,
        method,
        path,
        headers: Object.fromEntries(headers) as OutgoingHttpHeaders,
        agent
      }
      const sent = request(options, async (response) => {
        const chunks = await response.toArray()
        const text = Buffer.concat(chunks).toString('utf8')
        done({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
      sent.on('error', fail)
      sent.end(body)
    })
  }
}

/** The same without a socket: through Fastify's `inject`. @param url determines the Host header */
export function injectingClient(
  server: FastifyInstance,
  url: string,
  defaultHeaders: Readonly<Record<string, string>> = {}
): Client {
  const { host, origin } = new URL(url)
  return async (call, { sends = {}, body } = {}) => {
    const [method = '', path = ''] = call.split(' ')
    const { pathname, search } = new URL(origin + path)
    if (pathname + search !== path) throw new Error(`inject sends ${pathname}${search}: mark the row with needsSocket`)
    // Like Node's client, inject replaces the value of a header only if the name is spelled the same.
    const headers = Object.entries({ host, ...defaultHeaders, ...sends }).filter(([, value]) => value !== undefined)
    const response = await server.inject({
      method: methodOf(method),
      url: path,
      headers: Object.fromEntries(headers) as IncomingHttpHeaders,
      ...(body !== undefined && { payload: body })
    })
    return { status: response.statusCode, headers: response.headers as IncomingHttpHeaders, text: response.payload }
  }
}

/** The types of `inject` omit methods that Fastify has no function for. */
function methodOf(name: string): HTTPMethods {
  if (!METHODS.includes(name)) throw new Error(`unknown method ${name}`)
  return name as HTTPMethods
}
