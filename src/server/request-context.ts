import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Api } from '../api/define-api.ts'
import { credentialOf } from '../sandbox/credentials.ts'
import type { Address } from '../sandbox/fastify-request.ts'
import type { Cause } from '../sandbox/history.ts'
import type { SandboxRegistry } from '../sandbox/registry.ts'
import { resolveSandbox } from '../sandbox/resolve-sandbox.ts'

/** Declares what every request carries; see `sandbox/fastify-request.ts`. */
export function decorateRequests(server: FastifyInstance): void {
  server.decorateRequest('sandbox')
  server.decorateRequest('startedAt', 0)
  server.decorateRequest('hasForeignSandboxSuffix', false)
  server.decorateRequest('receivedBody')
  server.decorateRequest('journalEntry')
  server.decorateRequest('address', { getter: addressOf })
  server.decorateRequest('isAuthenticated', { getter: isAuthenticated })
  server.decorateRequest('change', function change(this: FastifyRequest, decide) {
    return this.sandbox.change(decide, causeOf(this))
  })
}

/** The hook that finds the sandbox of a request. @throws what `resolveSandbox` throws, for the addressed API to respond to */
export function identify(apis: readonly Api[], sandboxes: SandboxRegistry): onRequestHookHandler {
  return (request, _reply, done) => {
    // Errors from here on are rendered by the addressed API, which needs a clock.
    request.sandbox = sandboxes.default
    request.startedAt = sandboxes.default.clock.monotonic()
    const { address, headers } = request
    const resolved = resolveSandbox({ named: address.sandbox, api: address.api, headers }, apis, sandboxes)
    request.sandbox = resolved.sandbox
    request.hasForeignSandboxSuffix = resolved.hasForeignSandboxSuffix
    request.sandbox.lastUsed = request.startedAt
    done()
  }
}

function addressOf(this: FastifyRequest): Address {
  const { address, url = '/' } = this.raw
  return address ?? { sent: url, url, isMalformed: false, sandbox: undefined, api: undefined }
}

function isAuthenticated(this: FastifyRequest): boolean {
  const { address, headers, hasForeignSandboxSuffix, sandbox } = this
  return (
    !hasForeignSandboxSuffix && address.api !== undefined && sandbox.authenticates(credentialOf(address.api, headers))
  )
}

function causeOf({ journalEntry, sandbox, method, address }: FastifyRequest): Cause {
  if (journalEntry === undefined) return { call: `${method} ${address.sent}` }
  return { request: sandbox.journal.idOf(journalEntry) }
}
