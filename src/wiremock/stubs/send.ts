import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Pauses } from '../../common/pauses.ts'
import type { Dribble } from './stub-mapping.ts'

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly statusMessage?: string | undefined
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/** How long a body is; a stub may say so itself, and it can be said only once. */
const FRAMING = /^(?:content-length|transfer-encoding)$/i

/** The headers of an answer whose length nobody knows: it goes in chunks. */
export const withoutFraming = (headers: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !FRAMING.test(name)))

/** Sends an answer at once. */
export function sendWhole(response: ServerResponse, { status, statusMessage, headers, body }: WireAnswer): void {
  const named = Object.entries(headers).find(([name]) => FRAMING.test(name))
  const length = named !== undefined || status === 204 || status === 304 ? {} : { 'content-length': body.length }
  const announced = named === undefined ? Number.NaN : Number(named[1])
  // Who waits for more than there is must see the end.
  if (announced > body.length) response.shouldKeepAlive = false
  writeHead(response, status, statusMessage, { ...length, ...headers })
  // What goes beyond the length would be read as the next answer.
  response.end(announced < body.length ? body.subarray(0, announced) : body)
}

/** Sends an answer with its body in pieces, each after its share of the time. */
export async function sendDribbling(
  response: ServerResponse,
  { status, statusMessage, headers, body }: WireAnswer,
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
