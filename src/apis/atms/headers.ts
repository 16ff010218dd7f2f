import type { FastifyReply } from 'fastify'

const NO_CACHE = { 'cache-control': 'no-cache', pragma: 'no-cache', expires: '-1' }

export function setHeaders(reply: FastifyReply): FastifyReply {
  return reply.headers(NO_CACHE).header('content-type', 'application/json; charset=utf-8')
}

export function sendNoContent(reply: FastifyReply): void {
  reply.headers(NO_CACHE).code(204).send()
}
