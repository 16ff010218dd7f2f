import type { FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether responses name their request in the journal. */
    readonly exposesRequestIds: boolean
  }
}

/** Adds the id of the request in the journal to its response, if `--expose-request-id` asks for it: real services do not send it. */
export function exposeRequestId({ server, sandbox, journalEntry }: FastifyRequest, reply: FastifyReply): void {
  // A request to a sandbox that was not created is in no journal.
  if (!server.exposesRequestIds || journalEntry === undefined || journalEntry.sequence === 0) return
  reply.header('mock-request-id', sandbox.recorder.idOf(journalEntry))
}
