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
 * Runs an API's checks before its handlers, in the order given; the first one that throws decides the response. They see unknown paths,
 * too, and the body has been read by then. To be called before the routes are declared.
 */
export function runChecks(app: FastifyInstance, checks: readonly Check[]): void {
  app.decorate('paths', knownPaths(app))
  readBodiesBeforeChecks(app)
  // The schemas of the routes are for the documents: the checks validate, in an order that Fastify does not know.
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
