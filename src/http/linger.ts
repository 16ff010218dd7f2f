import type { IncomingMessage, ServerResponse } from 'node:http'

/** How long a client may go on sending a body that nobody wants, in milliseconds. */
const LONGEST = 30_000
/** What a client sends in one go, in bytes: it is there before the answer is. */
const SMALL = 64 * 1024

/**
 * Sees to it that a client gets its answer although it is still sending. Where it asked for the connection to be closed
 * (`Connection: close`, HTTP/1.0), Node closes it after the answer, and bytes that arrive at a closed socket make a reset of it:
 * the client sees a broken pipe instead of a 413. So the connection is kept until its body is read, and ended then.
 */
export function lingerAfterAnswer(request: IncomingMessage, response: ServerResponse): void {
  if (response.shouldKeepAlive || !hasLargeBody(request)) return
  response.shouldKeepAlive = true
  response.once('finish', () => {
    const { socket } = request
    const late = setTimeout(() => socket.destroy(), LONGEST).unref()
    socket.once('close', () => clearTimeout(late))
    if (request.complete) socket.end()
    else request.once('end', () => socket.end())
  })
}

function hasLargeBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > SMALL
}
