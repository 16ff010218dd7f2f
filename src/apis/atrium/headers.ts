import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Representation } from '../../http/body-cache.ts'

/** Ruby raises on `text/plain`, and Go silently drops a body without a JSON type. */
const CONTENT_TYPE = 'application/vnd.mx.atrium.v1+json; charset=utf-8'
const CACHE_CONTROL = 'max-age=0, private, must-revalidate'

/** The headers that Rails adds to every response; recorded on the real host. */
function setTraceHeaders({ sandbox, startedAt }: FastifyRequest, reply: FastifyReply): void {
  const { clock } = sandbox
  reply.header('x-request-id', clock.requestId())
  reply.header('x-runtime', ((clock.monotonic() - startedAt) / 1000).toFixed(6))
}

/** Sets the headers of an error, which has no entity tag, in place of those of a response that cannot be sent. */
export function setErrorHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('etag').removeHeader('cache-control').header('content-type', CONTENT_TYPE)
  setTraceHeaders(request, reply)
}

/** Prepares a 204. */
export function noContent(request: FastifyRequest, reply: FastifyReply): void {
  setTraceHeaders(request, reply)
  reply.code(204)
}

/**
 * Prepares a body with its entity tag; responds with 304 if a GET or HEAD names exactly that tag in `If-None-Match`. Rack 1.6 knows no lists,
 * no `*`, and no weak comparison.
 *
 * @returns what the handler has to return: the body, or the reply that was sent
 */
export function represent(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, md5 }: Representation
): string | FastifyReply {
  // Rails tags a body with the MD5 of its bytes, and weakly since Rack 1.6.
  const etag = `W/"${md5}"`
  reply.header('etag', etag).header('cache-control', CACHE_CONTROL)
  setTraceHeaders(request, reply)
  if (isRead(request.method) && request.headers['if-none-match'] === etag) {
    return reply.removeHeader('x-runtime').code(304).send()
  }
  reply.header('content-type', CONTENT_TYPE)
  return body
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'
