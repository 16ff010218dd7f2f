import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Pauses } from '../../common/pauses.ts'
import { restOfBody } from '../../http/linger.ts'
import { withoutFraming } from './headers.ts'
import type { Dribble } from './stub-mapping.ts'

/** A response as it is sent. */
export interface WireResponse {
  readonly status: number
  readonly statusMessage?: string | undefined
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/** Sends a whole response. */
export async function sendWhole(response: ServerResponse, wire: WireResponse): Promise<void> {
  const { status, headers, body } = wire
  const length = Object.entries(headers).find(([name]) => /^content-length$/i.test(name))?.[1]
  const isChunked = Object.keys(headers).some((name) => /^transfer-encoding$/i.test(name))
  const isEmpty = status === 204 || status === 304 || response.req.method === 'HEAD'
  // The body is shorter than announced: close the connection, so that the client does not wait for the rest.
  if (!isEmpty && Number(length) > body.length) response.shouldKeepAlive = false
  // RFC 9110, section 8.6: a 204 has no length.
  const framed = isChunked || status === 204 ? withoutFraming(headers) : headers
  const ofBody = isChunked || length !== undefined || status === 204 || status === 304
  writeHead(response, wire, ofBody ? framed : { 'content-length': body.length, ...headers })
  // The client would read bytes beyond the length as the next response.
  await end(response, length === undefined || isChunked ? body : body.subarray(0, Number(length)))
}

/**
 * Sends a response with its body in pieces, evenly spread over the duration, until the client disconnects.
 *
 * @returns whether it was sent to its end
 */
export async function sendDribbling(
  response: ServerResponse,
  wire: WireResponse,
  { numberOfChunks, totalDuration }: Dribble,
  pauses: Pauses
): Promise<boolean> {
  const { headers, body } = wire
  writeHead(response, wire, withoutFraming(headers))
  response.flushHeaders()
  for (let i = 0; i < numberOfChunks; i++) {
    if (!(await pauseWhileConnected(response, pauses, totalDuration / numberOfChunks))) return false
    response.write(body.subarray(at(i, numberOfChunks, body), at(i + 1, numberOfChunks, body)))
  }
  await end(response)
  return true
}

const at = (chunk: number, chunks: number, { length }: Buffer): number => Math.floor((length * chunk) / chunks)

/** Waits until the time is over or the client disconnects. @returns whether it is still connected */
export async function pauseWhileConnected(
  response: ServerResponse,
  pauses: Pauses,
  milliseconds: number
): Promise<boolean> {
  if (response.destroyed) return false
  const pause = pauses.start(milliseconds)
  const end = (): void => pause.end()
  response.once('close', end)
  await pause.over
  response.off('close', end)
  return !response.destroyed
}

/** Makes the header `Connection` of a stub say `close` if the client, the server or the stub closes the connection. */
export function connectionFor(response: ServerResponse, headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const connection = Object.keys(headers).find((name) => /^connection$/i.test(name))
  if (connection === undefined) return headers
  if (/\bclose\b/i.test(String(headers[connection]))) response.shouldKeepAlive = false
  return response.shouldKeepAlive === false ? { ...headers, [connection]: 'close' } : headers
}

function writeHead(
  response: ServerResponse,
  { status, statusMessage }: WireResponse,
  headers: OutgoingHttpHeaders
): void {
  if (statusMessage !== undefined) response.statusMessage = statusMessage
  response.writeHead(status, connectionFor(response, headers))
}

async function end(response: ServerResponse, body?: Buffer): Promise<void> {
  const rest = restOfBody(response.req, response)
  if (rest !== undefined) {
    if (body !== undefined) response.write(body)
    await rest
    response.end()
  } else if (body === undefined) response.end()
  else response.end(body)
}
