import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { knownDifferences } from './known-differences.ts'
import { type Exchange, Published } from './published.ts'

/** What Node tells of a request that a server of this process begins to answer. */
interface Start {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly server: Server
}

const documents = { atrium: new Published('atrium'), atms: new Published('atms'), admin: new Published('admin') }

/** The answers of one server, held against the published documents. */
export interface Conformance {
  /** No more answers come. @returns what was not as published, in one line for each answer */
  end(): string[]
}

/**
 * Watches what a server in this process sends, whoever asks.
 *
 * @param isKnown whether a difference is known, and not told of
 */
export function watchAnswers(port: number, isKnown = isKnownDifference): Conformance {
  const found: string[] = []
  const watch: ChannelListener = (message) => {
    const { request, response, server } = message as Start
    if ((server.address() as AddressInfo | null)?.port !== port) return
    recordAnswer(request, response, (exchange) => {
      const problems = problemsOf(exchange)
      if (problems.length === 0 || isKnown(exchange)) return
      found.push(`${exchange.method} ${request.url} answered ${exchange.status}: ${problems.join('; ')}`)
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

/** What no document speaks of is not looked at: the greeting and the pages of the documents themselves. */
function problemsOf(exchange: Exchange): string[] {
  const [, first = ''] = exchange.path.split('/')
  if (first === '' || first === 'docs') return []
  // What a stub answers, or puts around an answer, is the tester's.
  if ('matched-stub-id' in exchange.headers) return []
  const api = first === '__admin' ? 'admin' : first === 'api' ? 'atms' : 'atrium'
  return documents[api].problems(exchange)
}

/** Tells of an answer when all of it was sent; of one that was cut off it does not. */
function recordAnswer(request: IncomingMessage, response: ServerResponse, tell: (exchange: Exchange) => void): void {
  const chunks: Buffer[] = []
  const headers = new Map<string, string>()
  tap(response, 'writeHead', (_status, given) => {
    for (const [name, value] of Object.entries({
      ...response.getHeaders(),
      ...(given as object)
    })) {
      headers.set(name.toLowerCase(), String(value))
    }
  })
  const collect = (chunk: unknown): void => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  tap(response, 'write', collect)
  tap(response, 'end', collect)
  response.on('finish', () => {
    const path = request.address.url.replace(/\?.*$/s, '')
    const { method = '' } = request
    const body = Buffer.concat(chunks).toString('utf8')
    tell({ method, path, status: response.statusCode, headers: Object.fromEntries(headers), body })
  })
}

/** Hears what a method is called with. */
function tap(target: object, name: string, hear: (...given: unknown[]) => void): void {
  const method = Reflect.get(target, name)
  Reflect.set(target, name, (...given: unknown[]) => {
    hear(...given)
    return Reflect.apply(method, target, given)
  })
}
