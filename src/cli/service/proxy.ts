import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http'
import { type AgentOptions, Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import type { Environment } from '../options.ts'
import { ServiceError } from './service-error.ts'

/** The proxy that the environment names for a URL: from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case. */
export function proxyFor({ protocol, hostname, port }: URL, environment: Environment): URL | undefined {
  const variable = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined
  const isSecure = protocol === 'https:'
  const proxy = variable(isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? variable('ALL_PROXY')
  if (proxy === undefined || isExcluded(hostname, port || (isSecure ? '443' : '80'), variable('NO_PROXY') ?? ''))
    return undefined
  const url = /^\w+:\/\//.test(proxy) ? proxy : `http://${proxy}`
  if (!/^https?:/i.test(url) || !URL.canParse(url))
    throw new ServiceError('the proxy in the environment is not supported: use an address such as http://proxy:8080')
  return new URL(url)
}

/** `*`, or host names separated by commas: each covers its subdomains, and may have a port. */
function isExcluded(hostname: string, port: string, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true
      // An IPv6 address without brackets has no port.
      const [, bracketed, plain = entry, onlyPort] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? []
      const domain = (bracketed ?? plain).replace(/^\*?\./, '')
      const isPort = onlyPort === undefined || onlyPort === port
      return domain !== '' && isPort && (host === domain || host.endsWith(`.${domain}`))
    })
}

/** The header that a proxy with a user name and a password needs. */
export function proxyAuthorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** Connects through a tunnel of a proxy, so that the proxy sees no more than the host of the service. */
export class TunnelAgent extends HttpsAgent {
  readonly #proxy: URL

  constructor(proxy: URL, options: AgentOptions) {
    super(options)
    this.#proxy = proxy
  }

  override createConnection(options: RequestOptions, done: (error: Error | null, socket: Duplex) => void): undefined {
    const host = String(options.host)
    const target = `${host.includes(':') ? `[${host}]` : host}:${options.port}`
    const fail = (error: Error) => done(error, undefined as never)
    const request = this.#proxy.protocol === 'https:' ? httpsRequest : httpRequest
    const call = request(this.#proxy, {
      method: 'CONNECT',
      path: target,
      headers: { Host: target, ...proxyAuthorization(this.#proxy) },
      agent: new HttpAgent(),
      ...(this.#proxy.protocol === 'https:' && { agent: new HttpsAgent() })
    })
    call.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return done(null, connectTls({ ...tlsOptions(options, host), socket }))
      socket.destroy()
      fail(new ServiceError(`the proxy ${this.#proxy.host} refused to connect to ${target}: status ${statusCode}`))
    })
    call.once('response', (response) => {
      response.resume()
      fail(
        new ServiceError(
          `the proxy ${this.#proxy.host} refused to connect to ${target}: status ${response.statusCode}. Check its address, user name and password`
        )
      )
    })
    call.once('error', fail)
    call.end()
  }
}

/** The options of the agent, without the address, which would open another connection. */
function tlsOptions({ host: _, port: __, path: ___, ...options }: RequestOptions, host: string) {
  return { ...options, ...(!/^[\d.]+$|:/.test(host) && { servername: host }) }
}
