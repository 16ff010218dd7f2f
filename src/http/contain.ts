import type { FastifyReply } from 'fastify'

/**
 * Runs a step of a request whose errors nobody else catches: in a callback of a stream, in a promise that Fastify does not await, or after a
 * reply was hijacked. Whatever it throws is reported, and the connection is closed: the client does not wait, and the process goes on.
 */
export function contain({ raw, request }: FastifyReply, step: () => unknown): void {
  const run = async (): Promise<unknown> => step()
  run().catch((error) => {
    raw.destroy()
    request.server.reportFailure(error instanceof Error ? error : new Error(String(error)))
  })
}
