import type { FastifyReply } from 'fastify'

/** ASP.NET Web API's headers: JSON whatever `Accept` says, and never to be cached. */
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-cache',
  pragma: 'no-cache',
  expires: '-1'
}
const { 'content-type': _, ...WITHOUT_BODY } = HEADERS

/** Sets the headers of an answer with a body. */
export function setHeaders(reply: FastifyReply): void {
  reply.headers(HEADERS)
}

/** Answers 204, as a `void` action of the framework does. @returns the payload for the handler to return */
export function noContent(reply: FastifyReply): undefined {
  reply.code(204).headers(WITHOUT_BODY)
}
