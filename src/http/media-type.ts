import type { FastifyRequest } from 'fastify'

/** What nearly all clients send, with nothing to put right. */
const JSON_TYPE = 'application/json'
const MEDIA_TYPE = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/

/**
 * The media type of the body as the request names it: lower case, without parameters; `undefined` where it names none.
 */
export function mediaTypeOf(header: string | undefined): string | undefined {
  if (header === JSON_TYPE) return header
  return header?.split(';', 1)[0]?.trim().toLowerCase()
}

/**
 * Leaves Fastify a `Content-Type` without parameters, and one that it can read where the client sent none: it answers 415 by
 * itself to `text` or `application/json; charset`, before any parser of ours is asked. Must run before `request.mediaType`
 * is read.
 */
export function settleContentType(request: FastifyRequest): void {
  const header = request.headers['content-type']
  if (header === undefined || header === JSON_TYPE) return
  const type = mediaTypeOf(header) as string
  request.raw.headers['content-type'] = MEDIA_TYPE.test(type) ? type : 'application/octet-stream'
}

/** The media type as the client sent it, in its own case; `undefined` where it sent none. */
export function sentContentType(request: FastifyRequest): string | undefined {
  const { rawHeaders } = request.raw
  const at = rawHeaders.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'content-type')
  return at < 0 ? undefined : rawHeaders[at + 1]?.split(';', 1)[0]?.trim()
}
