import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Representation } from '../../http/body-cache.ts'

/** The official Ruby client raises an error for `text/plain`; the Go client silently drops a body without a JSON type. */
const CONTENT_TYPE = 'application/vnd.mx.atrium.v1+json; charset=utf-8' // rule: atrium.negotiation.type
const CACHE_CONTROL = 'max-age=0, private, must-revalidate'

/** The headers that Rails adds to every response; recorded on the real host. */
function setTraceHeaders({ sandbox, startedAt }: FastifyRequest, reply: FastifyReply): void {
  const { clock } = sandbox
  reply.header('x-request-id', clock.requestId())
  reply.header('x-runtime', ((clock.monotonic() - startedAt) / 1000).toFixed(6))
}

/** Sets the headers of an error, which has no entity tag. Removes those of the response that could not be sent. */
export function setErrorHeaders(request: FastifyRequest, reply: FastifyReply): void {
  // rule: atrium.negotiation.error-type
  reply.removeHeader('etag').removeHeader('cache-control').header('content-type', CONTENT_TYPE)
  setTraceHeaders(request, reply)
}

/** Sends a response without a body. @returns the reply: the handler must return it */
export function sendNothing(request: FastifyRequest, reply: FastifyReply, status: number): FastifyReply {
  setTraceHeaders(request, reply)
  return reply.code(status).send() // rule: atrium.routes.delete
}

/**
 * Prepares a body with its entity tag; responds with 304 if a GET or HEAD names exactly that tag in `If-None-Match`. Rack 1.6 supports
 * neither lists, nor `*`, nor weak comparison.
 *
 * @returns the body, or the reply if it was sent: the handler must return either
 */
export function represent(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, md5 }: Representation
): string | FastifyReply {
  // The entity tag of Rails is the MD5 of the body; since Rack 1.6 it is a weak one.
  const etag = `W/"${md5}"`
  // rule: atrium.negotiation.headers
  reply.header('etag', etag).header('cache-control', CACHE_CONTROL)
  setTraceHeaders(request, reply)
  // rule: atrium.negotiation.conditional
  if (isRead(request.method) && request.headers['if-none-match'] === etag) {
    return reply.removeHeader('x-runtime').code(304).send()
  }
  reply.header('content-type', CONTENT_TYPE)
  return body
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'
