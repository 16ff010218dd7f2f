import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { knownDifferences } from './known-differences.ts'
import { type Exchange, Published } from './published.ts'

/** Node's message when a server of this process receives a request. */
interface RequestStart {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly server: Server
}

const documents = { atrium: new Published('atrium'), atms: new Published('atms'), admin: new Published('admin') }

/** Compares the responses of a server with the published documents. */
export interface Conformance {
  /** Stops watching. @returns one line for each response that differs from the documents */
  end(): string[]
}

/**
 * Watches all responses of a server in this process.
 *
 * @param isKnown whether a difference is expected and not to be reported
 */
export function watchResponses(port: number, isKnown = isKnownDifference): Conformance {
  const found: string[] = []
  const watch: ChannelListener = (message) => {
    const { request, response, server } = message as RequestStart
    if ((server.address() as AddressInfo | null)?.port !== port) return
    recordResponse(request, response, (exchange) => {
      const problems = problemsOf(exchange)
      if (problems.length === 0 || isKnown(exchange)) return
      found.push(`${exchange.method} ${request.url} responded with ${exchange.status}: ${problems.join('; ')}`)
    })
  }
  subscribe('http.server.request.start', watch)
  return {
    end() {
      unsubscribe('http.server.request.start', watch)
      return found
    }
  }
}

const isKnownDifference = (exchange: Exchange): boolean => knownDifferences.some(({ covers }) => covers(exchange))

/** Skips responses that the documents do not describe: the greeting and the documentation pages. */
function problemsOf(exchange: Exchange): string[] {
  const [, first = ''] = exchange.path.split('/')
  if (first === '' || first === 'docs' || first === 'console') return []
  // A stub may send any response.
  if ('matched-stub-id' in exchange.headers) return []
  const api = first === '__admin' ? 'admin' : first === 'api' ? 'atms' : 'atrium'
  return documents[api].problems(exchange)
}

/** Reports a response once it has been sent completely. */
function recordResponse(
  request: IncomingMessage,
  response: ServerResponse,
  report: (exchange: Exchange) => void
): void {
  const chunks: Buffer[] = []
  const headers = new Map<string, string>()
  spyOn(response, 'writeHead', (_status, headersGiven) => {
    for (const [name, value] of Object.entries({
      ...response.getHeaders(),
      ...(headersGiven as object)
    })) {
      headers.set(name.toLowerCase(), String(value))
    }
  })
  const collect = (chunk: unknown): void => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  spyOn(response, 'write', collect)
  spyOn(response, 'end', collect)
  response.on('finish', () => {
    const path = (request.address?.url ?? '').replace(/\?.*$/s, '')
    const { method = '' } = request
    const body = Buffer.concat(chunks).toString('utf8')
    report({ method, path, status: response.statusCode, headers: Object.fromEntries(headers), body })
  })
}

/** Calls a listener with the arguments of each call of a method. */
function spyOn(target: object, name: string, listener: (...args: unknown[]) => void): void {
  const method = Reflect.get(target, name)
  Reflect.set(target, name, (...args: unknown[]) => {
    listener(...args)
    return Reflect.apply(method, target, args)
  })
}
