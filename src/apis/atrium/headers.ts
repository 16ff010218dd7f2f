import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Representation } from '../../http/representation.ts'

/** Ruby raises on `text/plain`, and Go silently drops a body without a JSON type. */
const CONTENT_TYPE = 'application/vnd.mx.atrium.v1+json; charset=utf-8'
const CACHE_CONTROL = 'max-age=0, private, must-revalidate'

/** The headers that Rails adds to every response; recorded on the real host. */
function setTraceHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const { entropy } = request.sandbox
  reply.header('x-request-id', entropy.requestId())
  reply.header('x-runtime', ((entropy.monotonic() - request.startedAt) / 1000).toFixed(6))
}

/** Sets the headers of an error: a body without an entity tag. */
export function setErrorHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('content-type', CONTENT_TYPE)
  setTraceHeaders(request, reply)
}

/** Responds with 204. */
export function sendNoContent(request: FastifyRequest, reply: FastifyReply): void {
  setTraceHeaders(request, reply)
  reply.code(204).send()
}

/** Sends a body with its entity tag; 304 without a body if a GET or HEAD names that tag in `If-None-Match`. */
export function represent(request: FastifyRequest, reply: FastifyReply, shown: Representation): void {
  reply.headers({ etag: shown.etag, 'cache-control': CACHE_CONTROL })
  setTraceHeaders(request, reply)
  const condition = request.headers['if-none-match']
  if (condition !== undefined && isRead(request.method) && matches(condition, shown.etag)) {
    reply.removeHeader('x-runtime').code(304).send()
    return
  }
  reply.header('content-type', CONTENT_TYPE).send(shown.body)
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** The weak comparison of RFC 9110, section 13.1.2: a list of tags, or `*` for any. */
function matches(condition: string, etag: string): boolean {
  const opaque = etag.slice('W/'.length)
  return condition.trim() === '*' || [...condition.matchAll(/"[^"]*"/g)].some(([tag]) => tag === opaque)
}
