import type { FastifyReply } from 'fastify'

/**
 * Keeps the connection after a body that was not read to its end: Fastify would close it, and a client that is still sending
 * would not get to see the answer. Node reads what is left and throws it away.
 */
export function keepConnection(reply: FastifyReply): void {
  if (reply.hasHeader('connection')) reply.removeHeader('connection')
}
