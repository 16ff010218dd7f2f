import type { FastifyInstance } from 'fastify'
import type { Redaction } from '../wiremock/journal/redaction.ts'
import type { HandledRequest } from './events.ts'
import { whyNotAuthenticated } from './why-not-authenticated.ts'

/** Reports each request once its response was sent. */
export function reportRequests(
  server: FastifyInstance,
  redaction: Redaction,
  report: (request: HandledRequest) => void
): void {
  server.addHook('onResponse', async (request, { statusCode }) => {
    const { method, originalUrl, sandbox, startedAt, journalEntry } = request
    const mapping = journalEntry?.stub?.mapping
    const stub = mapping?.document
    report({
      time: sandbox.clock.now(),
      method,
      url: redaction.url(originalUrl),
      status: statusCode,
      milliseconds: sandbox.clock.monotonic() - startedAt,
      sandbox: sandbox.name,
      stub: stub && (stub.name ?? stub.id),
      reason: statusCode === 401 && mapping?.response.emulates !== false ? whyNotAuthenticated(request) : undefined
    })
  })
}
