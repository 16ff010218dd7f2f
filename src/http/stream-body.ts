import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { errorCodes } from 'fastify'
import { inTurns } from '../common/in-turns.ts'
import { charsetOf, inUtf8 } from './charset.ts'
import { codingsOf, decompressed, type Parts } from './content-coding.ts'
import { announcedLength } from './read-body.ts'

/** In bytes: reading this much invalid JSON, with an error in each record, takes about 50 ms. */
const PIECE = 16 * 1024

/** Consumes one part after the other. @returns false to discard the rest */
type Take = (part: Buffer) => boolean | Promise<boolean>

/** The client disconnected before the whole body had arrived. */
export class BodyAborted extends Error {
  readonly statusCode = 400

  constructor() {
    super('body: the connection was closed before all of it arrived')
  }
}

/**
 * Reads and decompresses the body of a request as it arrives, no faster than `take` consumes it, and lets other requests proceed after each
 * part. If `take` stops early, the rest is read and discarded, so that a client that is still sending sees the response.
 *
 * @param limit in bytes, as sent and decompressed
 * @returns its decompressed size in bytes, as far as it was read
 * @throws BodyAborted, FST_ERR_CTP_BODY_TOO_LARGE; what `decompressed` throws
 */
export async function streamBody(request: IncomingMessage, limit: number, take: Take): Promise<number> {
  return stream(request, limit, take, (parts) => parts)
}

/** Like `streamBody`, but converts the body to UTF-8. @throws also an error with the status 415 for an unknown charset */
export async function streamText(request: IncomingMessage, limit: number, take: Take): Promise<number> {
  const charset = charsetOf(request.headers['content-type'])
  return stream(request, limit, take, (parts) => (charset === undefined ? parts : inUtf8(parts, charset)))
}

async function stream(
  request: IncomingMessage,
  limit: number,
  take: Take,
  convert: (parts: Parts) => Parts
): Promise<number> {
  if (announcedLength(request) > limit) {
    request.resume()
    throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  }
  // It may have been closed while the sandbox of the request was looked up.
  if (request.closed) throw new BodyAborted()
  const body = request.pipe(new PassThrough())
  request.once('close', () => {
    if (!request.complete) body.destroy(new BodyAborted())
  })
  let size = 0
  try {
    const parts = decompressed(within(limit, body), codingsOf(request.headers), limit)
    for await (const part of inTurns(piecesOf(convert(parts)))) {
      size += part.length
      if (!(await take(part))) break
    }
  } finally {
    request.unpipe(body)
    body.destroy()
    request.resume()
  }
  return size
}

async function* within(limit: number, body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > limit) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
    yield part
  }
}

async function* piecesOf(parts: Parts): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    for (let start = 0; start < part.length; start += PIECE) yield part.subarray(start, start + PIECE)
  }
}
