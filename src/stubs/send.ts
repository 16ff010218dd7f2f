import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Pauses } from '../sandbox/pauses.ts'
import type { Dribble } from './stub-mapping.ts'

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly statusMessage?: string | undefined
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/** Sends an answer at once. */
export function sendWhole(response: ServerResponse, { status, statusMessage, headers, body }: WireAnswer): void {
  const length = status === 204 || status === 304 ? {} : { 'content-length': body.length }
  writeHead(response, status, statusMessage, { ...length, ...headers })
  response.end(body)
}

/** Sends an answer with its body in pieces, each after its share of the time. */
export async function sendDribbling(
  response: ServerResponse,
  { status, statusMessage, headers, body }: WireAnswer,
  { numberOfChunks, totalDuration }: Dribble,
  pauses: Pauses
): Promise<void> {
  const { 'content-length': _, ...others } = headers
  writeHead(response, status, statusMessage, others)
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
