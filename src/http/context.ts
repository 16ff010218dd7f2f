import 'fastify'
// For its types: what a route's schema says for the documents only.
import type {} from '@fastify/swagger'
import type { Sandbox } from '../sandbox/sandbox.ts'

// What the application gives to every API plugin with a request.
declare module 'fastify' {
  interface FastifyRequest {
    /** The world that the request belongs to. */
    sandbox: Sandbox
    /** When it came, in milliseconds on the sandbox's own clock. */
    startedAt: number
    /** Its credential names a sandbox that does not take it: nothing answers it but a 401. */
    isRefused: boolean
  }
  interface FastifyInstance {
    /** Tells the operator of a failure that the client is only told the bare fact of. */
    reportFailure(error: Error, request: FastifyRequest): void
  }
}
