import { Agent, request as requestOverHttp } from 'node:http'
import { request as requestOverHttps, Agent as SecureAgent } from 'node:https'
import type { GuardedRequest } from '../guarded-requests.ts'

/** An origin that the tests allow as a page of an administrator. */
export const ADMIN = 'http://localhost:5173'
/** An origin that the tests allow as a page that uses the emulated APIs. */
export const PAGE = 'https://app.example'

const agent = new Agent({ keepAlive: true })
const secureAgent = new SecureAgent({ keepAlive: true, maxCachedSessions: 0 })

interface TextResponse {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

/** Sends a request with exactly these headers. The path of `base` precedes its path. */
export function send(
  base: string,
  { call, headers = {} }: Omit<GuardedRequest, 'from' | 'status'>,
  ca = ''
): Promise<TextResponse> {
  const { protocol, hostname, port, host, origin, pathname } = new URL(base)
  const [method, path = ''] = call.split(' ')
  const filled = Object.entries(headers).map(([name, value]) => [
    name,
    value.replace('{host}', host).replace('{origin}', origin)
  ])
  const isSecure = protocol === 'https:'
  const request = isSecure ? requestOverHttps : requestOverHttp
  const target = path.startsWith('/') ? pathname.replace(/\/$/, '') + path : path
  const options = {
    hostname,
    port,
    method,
    path: target,
    headers: Object.fromEntries(filled),
    ca,
    agent: isSecure ? secureAgent : agent
  }
  return new Promise((done, fail) => {
    const sent = request({ ...options, checkServerIdentity: () => undefined }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString('utf8')
      done({ status: response.statusCode ?? 0, headers: response.headers, text })
    })
    sent.on('error', fail).end()
  })
}
