import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Representation } from '../http/representation.ts'

/** Ruby raises on `text/plain`, and Go silently drops a body without a JSON type. */
const CONTENT_TYPE = 'application/vnd.mx.atrium.v1+json; charset=utf-8'
const CACHE_CONTROL = 'max-age=0, private, must-revalidate'

/** What every answer carries, as the real host's (Rails) does. */
function runtimeHeaders({ sandbox, startedAt }: FastifyRequest) {
  const seconds = (sandbox.entropy.monotonic() - startedAt) / 1000
  return { 'x-request-id': sandbox.entropy.requestId(), 'x-runtime': seconds.toFixed(6) }
}

/** Sets the headers of an answer with a body that has no entity tag: an error. */
export function setErrorHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(runtimeHeaders(request)).header('content-type', CONTENT_TYPE)
}

/** Answers 204. @returns the payload for the handler to return */
export function noContent(request: FastifyRequest, reply: FastifyReply): undefined {
  reply.code(204).headers(runtimeHeaders(request))
}

/**
 * Sends a body with its entity tag; 304 without a body where a GET or HEAD names that tag in `If-None-Match`.
 *
 * @returns the payload for the handler to return
 */
export function represent(request: FastifyRequest, reply: FastifyReply, shown: Representation): string | undefined {
  const { 'x-request-id': requestId, 'x-runtime': runtime } = runtimeHeaders(request)
  const condition = request.headers['if-none-match']
  if (condition !== undefined && isRead(request.method) && matches(condition, shown.etag)) {
    reply.code(304).headers({ 'x-request-id': requestId, etag: shown.etag, 'cache-control': CACHE_CONTROL })
    return undefined
  }
  reply.headers({
    'content-type': CONTENT_TYPE,
    etag: shown.etag,
    'cache-control': CACHE_CONTROL,
    'x-request-id': requestId,
    'x-runtime': runtime
  })
  return shown.body
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** The weak comparison of RFC 9110, section 13.1.2: a list of tags, or `*` for any. */
function matches(condition: string, etag: string): boolean {
  const opaque = etag.slice('W/'.length)
  return condition.trim() === '*' || [...condition.matchAll(/"[^"]*"/g)].some(([tag]) => tag === opaque)
}
