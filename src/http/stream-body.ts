import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { errorCodes } from 'fastify'
import { inTurns } from '../common/in-turns.ts'
import { announcedLength } from './read-body.ts'

/** In bytes: to read this much invalid JSON, with an error in each record, takes about 50 ms. */
const PIECE = 16 * 1024

/** The client disconnected before the whole body had arrived. */
export class BodyAborted extends Error {
  readonly statusCode = 400

  constructor() {
    super('body: the connection was closed before all of it had arrived')
  }
}

/**
 * Reads the body of a request as it arrives, no faster than it is taken, and lets other requests proceed after each part. What is left
 * of a body that is not wanted any more is read and discarded, so that a client that is still sending sees the response.
 *
 * @param limit in bytes
 * @param take returns false if it does not want the rest
 * @returns its size in bytes, as far as it was read
 * @throws BodyAborted, FST_ERR_CTP_BODY_TOO_LARGE
 */
export async function streamBody(
  request: IncomingMessage,
  limit: number,
  take: (part: Buffer) => boolean | Promise<boolean>
): Promise<number> {
  if (announcedLength(request) > limit) {
    request.resume()
    throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  }
  const body = request.pipe(new PassThrough())
  request.once('close', () => {
    if (!request.complete) body.destroy(new BodyAborted())
  })
  let size = 0
  try {
    for await (const part of inTurns(piecesOf(body))) {
      size += part.length
      if (size > limit || !(await take(part))) break
    }
  } finally {
    request.unpipe(body)
    request.resume()
  }
  if (size > limit) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  return size
}

async function* piecesOf(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const part of body) {
    for (let start = 0; start < part.length; start += PIECE) yield part.subarray(start, start + PIECE)
  }
}
