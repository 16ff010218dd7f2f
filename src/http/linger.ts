import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { clearTimeout, setTimeout } from '../common/timers.ts'
import { contain } from './contain.ts'

/** How long a client may keep sending a body that the server ignores, in milliseconds. */
const MAX_LINGER = 30_000

/**
 * Reads the rest of a body that is still arriving while the server responds and closes the connection. The response must not end
 * earlier: closing a connection on which data arrives resets it, and the client may lose the response (RFC 9112, section 9.6).
 *
 * @returns a promise that resolves once the rest was read and discarded, or after 30 seconds; `undefined` if there is nothing to wait for
 */
export function restOfBody(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
  if (request.complete !== false || request.destroyed || !closesAfter(request, response)) return undefined
  return new Promise((done) => {
    const timer = setTimeout(done, MAX_LINGER).unref()
    const end = (): void => {
      clearTimeout(timer)
      done()
    }
    request.once('end', end).once('close', end).resume()
  })
}

/** On Bun, `shouldKeepAlive` ignores that the client asked to close the connection. */
const closesAfter = ({ headers }: IncomingMessage, { shouldKeepAlive }: ServerResponse): boolean =>
  shouldKeepAlive === false || /\bclose\b/i.test(headers.connection ?? '')

/** The hook for responses that close the connection: sends the response at once, but ends it only after the whole request has arrived. */
export function lingerAfterResponse(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error?: Error | null, payload?: unknown) => void
): void {
  const rest = restOfBody(raw, reply.raw)
  if (rest === undefined) {
    done()
  } else if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
    reply.header('content-length', Buffer.byteLength(payload))
    done(null, Readable.from(endingWith(payload, rest)))
  } else {
    contain(reply, () => rest.then(() => done()))
  }
}

async function* endingWith(payload: string | Buffer, end: Promise<void>): AsyncGenerator<string | Buffer> {
  yield payload
  await end
}
