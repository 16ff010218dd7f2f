import type { FastifyReply } from 'fastify'

// ASP.NET Web API's headers: JSON whatever `Accept` says, and never to be cached.
const CONTENT_TYPE = 'application/json; charset=utf-8'
const LINES = 'cache-control: no-cache\r\npragma: no-cache\r\nexpires: -1\r\n'

/** Sets the headers of an answer with a body. */
export function setHeaders(reply: FastifyReply): FastifyReply {
  reply.raw.headerLines = LINES
  return reply.header('content-type', CONTENT_TYPE)
}

/** Answers 204, as a `void` action of the framework does. */
export function sendNoContent(reply: FastifyReply): void {
  reply.raw.headerLines = LINES
  reply.code(204).send()
}
