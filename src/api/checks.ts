import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type KnownPaths, knownPaths } from '../http/known-paths.ts'
import { readBodiesBeforeChecks } from '../http/read-body.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The paths of this API, with their verbs. */
    readonly paths: KnownPaths
  }
}

/** One check of an API. @throws an error of the API's catalogue */
export type Check = (request: FastifyRequest, reply: FastifyReply) => void

/**
 * Runs an API's checks before its handlers, in the given order. The first error becomes the response. The checks also run for unknown
 * paths, and they run after the body has been read. Call this before declaring the routes.
 */
export function runChecks(app: FastifyInstance, checks: readonly Check[]): void {
  app.decorate('paths', knownPaths(app))
  readBodiesBeforeChecks(app)
  // The route schemas only feed the published documents. The checks validate instead, because Fastify cannot use their order.
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  app.setNotFoundHandler(() => undefined)
  app.addHook('onRequest', (request, reply, done) => {
    for (const check of checks) check(request, reply)
    done()
  })
}

/** Whether the route of a request accepts a body. */
export const acceptsBody = ({ routeOptions }: FastifyRequest): boolean => routeOptions.schema?.body !== undefined
