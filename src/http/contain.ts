import type { FastifyReply } from 'fastify'

/**
 * Runs a step of a request whose errors Fastify does not catch: in a callback of a stream, in a promise that Fastify does not await, or after
 * `reply.hijack()`. Reports the error and closes the connection, so that the client does not wait and the process does not crash.
 */
export function contain({ raw, request }: FastifyReply, step: () => unknown): void {
  const run = async (): Promise<unknown> => step()
  run().catch((error) => {
    raw.destroy()
    request.server.reportFailure(error instanceof Error ? error : new Error(String(error)))
  })
}
