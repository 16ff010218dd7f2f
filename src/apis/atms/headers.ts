import type { FastifyReply } from 'fastify'

// ASP.NET Web API forbids caching.
const NO_CACHE = { 'cache-control': 'no-cache', pragma: 'no-cache', expires: '-1' }
const CONTENT_TYPE = 'application/json; charset=utf-8'

/** Prepares a response with a body. rule: atms.responses.format */
export function setHeaders(reply: FastifyReply): void {
  reply.headers(NO_CACHE).header('content-type', CONTENT_TYPE)
}

/** Prepares a 204, the response of a `void` action in ASP.NET Web API. */
export function noContent(reply: FastifyReply): void {
  reply.headers(NO_CACHE).code(204) // rule: atms.routes.no-content
}
