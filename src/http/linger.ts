import type { IncomingMessage, ServerResponse } from 'node:http'
import { clearTimeout, setTimeout } from '../common/timers.ts'

/** How long a client may keep sending a body that the server ignores, in milliseconds. */
export const MAX_LINGER = 30_000
/** Bodies up to this size, in bytes, usually arrive before the response is sent. */
const SMALL_BODY = 64 * 1024

/** Whether the client wants the connection closed after the response. */
export const wantsClose = ({ headers, httpVersion }: IncomingMessage): boolean =>
  httpVersion === '1.0' || /\bclose\b/i.test(headers.connection ?? '')

/**
 * Lets a client that is still sending its body receive the response. If the connection is not kept alive (`Connection: close`,
 * HTTP/1.0), Node closes it after the response. Data that arrives later causes a TCP reset, and the client sees a broken pipe
 * instead of a 413. So the connection stays open until the body has been read.
 */
export function lingerAfterResponse(request: IncomingMessage, response: ServerResponse): void {
  if (response.shouldKeepAlive || !hasLargeBody(request)) return
  response.shouldKeepAlive = true
  request.once('end', () => {
    // The whole body arrived before the response: Node can send `Connection: close` and close the connection.
    if (!response.headersSent) response.shouldKeepAlive = false
  })
  response.once('finish', () => {
    if (!response.shouldKeepAlive) return
    const { socket } = request
    const timer = setTimeout(() => socket.destroy(), MAX_LINGER).unref()
    socket.once('close', () => clearTimeout(timer))
    if (request.complete) socket.end()
    else request.once('end', () => socket.end())
  })
}

function hasLargeBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > SMALL_BODY
}
