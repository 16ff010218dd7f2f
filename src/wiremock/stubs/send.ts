import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Pauses } from '../../common/pauses.ts'
import type { Dribble } from './stub-mapping.ts'

/** A response as it is sent. */
export interface WireResponse {
  readonly status: number
  readonly statusMessage?: string | undefined
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/** The headers that delimit a body. A stub may set one, and a response may have only one. */
const FRAMING = /^(?:content-length|transfer-encoding)$/i

/** The headers of a response whose length is unknown: Node sends it in chunks. */
export const withoutFraming = (headers: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !FRAMING.test(name)))

/** Sends a whole response. */
export function sendWhole(response: ServerResponse, { status, statusMessage, headers, body }: WireResponse): void {
  const named = Object.entries(headers).find(([name]) => FRAMING.test(name))
  const length = named !== undefined || status === 204 || status === 304 ? {} : { 'content-length': body.length }
  const announced = named === undefined ? Number.NaN : Number(named[1])
  // The body is shorter than announced: close the connection, so that the client does not wait for the rest.
  if (announced > body.length) response.shouldKeepAlive = false
  writeHead(response, status, statusMessage, { ...length, ...headers })
  // The client would read bytes beyond the length as the next response.
  response.end(announced < body.length ? body.subarray(0, announced) : body)
}

/** Sends a response with its body in pieces, evenly spread over the duration. */
export async function sendDribbling(
  response: ServerResponse,
  { status, statusMessage, headers, body }: WireResponse,
  { numberOfChunks, totalDuration }: Dribble,
  pauses: Pauses
): Promise<void> {
  writeHead(response, status, statusMessage, withoutFraming(headers))
  response.flushHeaders()
  for (let i = 0; i < numberOfChunks; i++) {
    await pauses.start(totalDuration / numberOfChunks).over
    response.write(body.subarray(at(i, numberOfChunks, body), at(i + 1, numberOfChunks, body)))
  }
  response.end()
}

const at = (chunk: number, chunks: number, { length }: Buffer): number => Math.floor((length * chunk) / chunks)

function writeHead(
  response: ServerResponse,
  status: number,
  statusMessage: string | undefined,
  headers: OutgoingHttpHeaders
): void {
  if (statusMessage !== undefined) response.statusMessage = statusMessage
  response.writeHead(status, headers)
}
