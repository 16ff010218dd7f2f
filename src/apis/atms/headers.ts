import type { FastifyReply } from 'fastify'

// ASP.NET Web API forbids caching.
const NO_CACHE = { 'cache-control': 'no-cache', pragma: 'no-cache', expires: '-1' }
const CONTENT_TYPE = 'application/json; charset=utf-8'

/** Prepares a response with a body. rule: atms.responses.format */
export function setHeaders(reply: FastifyReply): void {
  reply.headers(NO_CACHE).header('content-type', CONTENT_TYPE)
}

/** Prepares a response without a body. A `void` action in ASP.NET Web API responds with 204. @returns the payload: the handler must return it */
export function noContent(reply: FastifyReply, status: number): null {
  reply.headers(NO_CACHE).code(status) // rule: atms.routes.no-content
  return null
}
