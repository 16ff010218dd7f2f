import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

/** What is sent besides verb and path. A header that is `undefined` is not sent, one with several values is repeated. */
export interface Ask {
  readonly sends?: Readonly<Record<string, string | string[] | undefined>>
  readonly body?: string | Buffer
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** @param call verb and request target, sent as they stand: `GET //users` */
export type Client = (call: string, ask?: Ask) => Promise<Answer>

/** A client that sends these headers with each request. @param agent keeps connections, where many requests are sent */
export function clientOf(url: string, always: Readonly<Record<string, string>> = {}, agent?: Agent): Client {
  const { hostname, port } = new URL(url)
  return (call, { sends = {}, body } = {}) => {
    const [method, path] = call.split(' ')
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const headers = Object.entries({ ...always, ...length, ...sends }).filter(([, value]) => value !== undefined)
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
