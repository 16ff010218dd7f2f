import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Api } from '../../api/define-api.ts'
import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { hideUserInfo } from '../../common/secrets.ts'
import { sleep } from '../../common/timers.ts'
import type { ServiceOptions } from '../../options/service-options.ts'
import type { ReceivedResponse, SentRequest } from '../../rules/exchange.ts'
import type { Server } from '../../rules/run-case.ts'
import type { Terminal } from '../command.ts'
import { UsageError } from '../options.ts'
import { trustedCertificates } from './certificates.ts'
import { exchangeText, type Transport } from './exchange-text.ts'
import { hideValues, isSameName, readHeaders } from './headers.ts'
import { proxyAuthorization, proxyFor, TunnelAgent } from './proxy.ts'
import { reasonOf } from './reason-of.ts'
import { delayOf, MAX_RETRIES } from './retry-after.ts'
import { ServiceError } from './service-error.ts'

/** A real service that a command calls. */
export interface Service extends Server {
  readonly credentials: Readonly<Record<string, string>>
  /** Its address, to show. */
  readonly name: string
  /**
   * Sends a request as it is written.
   *
   * @param signal ends a pause and a read at once. A write that was sent is completed, so that it is known what it did
   * @throws ServiceError
   */
  send(request: SentRequest, signal?: AbortSignal): Promise<ReceivedResponse>
  /** Replaces the credentials in a text. */
  hide(text: string): string
  /** Closes its connections. */
  close(): void
}

const isRead = ({ method }: SentRequest): boolean => /^(?:GET|HEAD|OPTIONS)$/.test(method)

/**
 * Prepares to call a service. Connects when the first request is sent.
 *
 * @throws UsageError or ServiceError
 */
export function connect(
  api: Api,
  options: Omit<ServiceOptions, 'api'>,
  terminal: Pick<Terminal, 'environment' | 'err'>
): Service {
  const { pause, cacert, timeout } = options
  const url = serviceUrl(options.url)
  const headers = readHeaders(api, options, terminal.environment)
  const hide = hideValues(headers)
  const name = url.href.replace(/\/$/, '')
  const basePath = url.pathname.replace(/\/$/, '')
  const proxy = proxyFor(url, terminal.environment)
  const through = proxy === undefined ? '' : ` through the proxy ${proxy.host}`
  const isSecure = url.protocol === 'https:'
  const agentFor = (keepAlive: boolean): HttpAgent => {
    if (!isSecure) return new HttpAgent({ keepAlive })
    const settings = { keepAlive, ca: trustedCertificates(cacert, terminal.environment) }
    return proxy === undefined ? new HttpsAgent(settings) : new TunnelAgent(proxy, settings)
  }
  // A server may close an idle connection while a request is on its way. A read is repeated then, but a write must not be.
  const reads = agentFor(true)
  const writes = agentFor(false)

  const transportFor = (request: SentRequest): Transport => {
    const target = `${basePath}${request.path}${request.query && `?${request.query}`}`
    const isForwarded = proxy !== undefined && !isSecure
    const { protocol, hostname, port } = isForwarded ? proxy : url
    const own = headers.others.filter(([name]) => !request.headers.some(([other]) => isSameName(name, other)))
    return {
      request: protocol === 'https:' ? httpsRequest : httpRequest,
      agent: isRead(request) ? reads : writes,
      options: {
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port: port || (protocol === 'https:' ? 443 : 80),
        method: request.method,
        path: isForwarded ? `${url.origin}${target}` : target,
        headers: {
          ...(isForwarded && { Host: url.host, ...proxyAuthorization(proxy) }),
          ...grouped([...own, ...request.headers, ...lengthOf(request)])
        }
      }
    }
  }

  const clock = new ClockAndIds()
  let lastSent = Number.NEGATIVE_INFINITY
  async function sendOnce(request: SentRequest, signal?: AbortSignal): Promise<ReceivedResponse> {
    const wait = lastSent + pause - clock.monotonic()
    if (wait > 0) await sleep(wait, undefined, { ...(signal && { signal }) })
    signal?.throwIfAborted()
    const send = () =>
      exchangeText(transportFor(request), request.body, timeout * 1000, isRead(request) ? signal : undefined)
    try {
      return await send().catch((error) => {
        if (signal?.aborted || !isRead(request) || error.code !== 'ECONNRESET') throw error
        return send()
      })
    } catch (error) {
      if (signal?.aborted) throw error
      const place = error instanceof ServiceError ? name : `${name}${through}`
      throw new ServiceError(hide(`cannot reach ${place}: ${reasonOf(error as Error)}`))
    } finally {
      lastSent = clock.monotonic()
    }
  }

  return {
    name: hide(name),
    credentials: headers.credentials,
    hide,
    async send(request, signal) {
      for (let retries = 0; ; retries++) {
        const response = await sendOnce(request, signal)
        const delay = delayOf(response, retries, clock.now())
        if (delay === undefined) return response
        if (retries === MAX_RETRIES)
          throw new ServiceError(`${name} still limits the rate of requests: try again later, with --pause 1000`)
        terminal.err(
          `${name} limits the rate of requests (status ${response.status}): waiting ${Math.ceil(delay / 1000)} s\n`
        )
        await sleep(delay, undefined, { ...(signal && { signal }) })
      }
    },
    close() {
      reads.destroy()
      writes.destroy()
    }
  }
}

function serviceUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new UsageError(`invalid URL '${hideUserInfo(text)}': expected a URL such as https://api.example.com`)
  if (url.username !== '' || url.password !== '')
    throw new UsageError("a URL with a user name is not supported: use --header 'Authorization: Basic …'")
  return url
}

/** Node does not say how long the body of a DELETE is. */
function lengthOf({ headers, body }: SentRequest): SentRequest['headers'] {
  const isKnown = headers.some(([name]) => isSameName(name, 'Content-Length'))
  return body === '' || isKnown ? [] : [['Content-Length', String(Buffer.byteLength(body))]]
}

/** Headers as Node expects them: repeated ones in a list. */
function grouped(headers: SentRequest['headers']): Record<string, string | string[]> {
  const groups = new Map<string, [name: string, values: string[]]>()
  for (const [name, value] of headers) {
    const [first, values] = groups.get(name.toLowerCase()) ?? [name, []]
    groups.set(name.toLowerCase(), [first, [...values, value]])
  }
  return Object.fromEntries(
    [...groups.values()].map(([name, values]) => [name, values.length === 1 ? values.join() : values])
  )
}
