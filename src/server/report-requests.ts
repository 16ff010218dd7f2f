import type { FastifyInstance, FastifyRequest } from 'fastify'
import { credentialOf } from '../sandbox/credentials.ts'
import type { Redaction } from '../wiremock/journal/redaction.ts'
import type { HandledRequest } from './events.ts'

/** Reports each request once its response was sent. */
export function reportRequests(
  server: FastifyInstance,
  redaction: Redaction,
  report: (request: HandledRequest) => void
): void {
  server.addHook('onResponse', async (request, { statusCode }) => {
    const { method, originalUrl, sandbox, startedAt, journalEntry } = request
    const stub = journalEntry?.stub?.mapping.document
    report({
      time: sandbox.clock.now(),
      method,
      url: redaction.url(originalUrl),
      status: statusCode,
      milliseconds: sandbox.clock.monotonic() - startedAt,
      sandbox: sandbox.name,
      stub: stub && (stub.name ?? stub.id),
      reason: statusCode === 401 && stub === undefined ? whyNotAuthenticated(request) : undefined
    })
  })
}

/** Names only the headers: their values are secret. */
function whyNotAuthenticated({ address: { api }, headers, hasForeignSandboxSuffix }: FastifyRequest): string {
  if (api === undefined) return 'missing or wrong --admin-token'
  const names = Object.keys(api.credential.headers)
  const { values } = credentialOf(api, headers)
  const missing = names.filter((_, i) => values[i] === '')
  if (missing.length > 0) return `missing credential: ${missing.join(', ')}`
  const unknown = `unknown credential: ${names.join(', ')}`
  return hasForeignSandboxSuffix ? `${unknown}; its suffix names a sandbox that does not exist` : unknown
}
