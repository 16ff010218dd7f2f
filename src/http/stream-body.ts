import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { errorCodes } from 'fastify'
import { inTurns } from '../common/in-turns.ts'
import { announcedLength } from './read-body.ts'

/** The client disconnected before the whole body had arrived. */
export class BodyAborted extends Error {
  readonly statusCode = 400

  constructor() {
    super('body: the connection was closed before all of it had arrived')
  }
}

/**
 * Reads the body of a request as it arrives, no faster than it is taken, and lets other requests proceed after each part. What is left of a body that is not wanted any more is read and
 * discarded, so that a client that is still sending sees the response.
 *
 * @param limit in bytes
 * @param take returns false if it does not want the rest
 * @returns its size in bytes, as far as it was read
 * @throws BodyAborted, FST_ERR_CTP_BODY_TOO_LARGE
 */
export async function streamBody(
  request: IncomingMessage,
  limit: number,
  take: (part: Buffer) => boolean
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
    for await (const part of inTurns(body)) {
      size += part.length
      if (size > limit || !take(part)) break
    }
  } finally {
    request.unpipe(body)
    request.resume()
  }
  if (size > limit) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  return size
}
