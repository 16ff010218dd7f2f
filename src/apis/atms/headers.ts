import type { FastifyReply } from 'fastify'

// ASP.NET Web API forbids caching.
const NO_CACHE = { 'cache-control': 'no-cache', pragma: 'no-cache', expires: '-1' }
const CONTENT_TYPE = 'application/json; charset=utf-8'

/** Prepares a response with a body. rule: atms.responses.format */
export function setHeaders(reply: FastifyReply): void {
  reply.headers(NO_CACHE).header('content-type', CONTENT_TYPE)
}

/** Sends a response without a body. A `void` action in ASP.NET Web API responds with 204. @returns the reply: the handler must return it */
export function sendNothing(reply: FastifyReply, status: number): FastifyReply {
  return reply.headers(NO_CACHE).code(status).send() // rule: atms.routes.no-content
}
