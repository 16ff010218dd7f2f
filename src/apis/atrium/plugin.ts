import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { type KnownPaths, knownPaths, pathOf } from '../../http/known-paths.ts'
import * as errors from './errors.ts'
import { acceptsVersion1 } from './negotiation.ts'
import { realRoute } from './real-routes.ts'
import { routes } from './routes.ts'

/** The Atrium API: `/users`, and every path that belongs to no other API. */
export const atrium: FastifyPluginAsync = async (app) => {
  const paths = knownPaths(app)
  app.setErrorHandler(errors.renderError)
  app.setNotFoundHandler(() => undefined)
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) refuse(request, reply, paths)
    requireCredentials(request)
    if (!acceptsVersion1(request.headers.accept)) throw new errors.NotAcceptable(request.headers.accept as string)
    requireReadable(request)
    done()
  })
  await app.register(routes)
}

function requireCredentials(request: FastifyRequest): void {
  const { 'mx-api-key': key = '', 'mx-client-id': clientId = '' } = request.headers
  const isAdmitted = request.sandbox.admits({ api: 'atrium', key: String(key), clientId: String(clientId) })
  if (request.isRefused || !isAdmitted) throw new errors.Unauthorized()
}

function requireReadable({ raw }: FastifyRequest): void {
  if (raw.address.malformed) throw new errors.BadRequest('user_guid: expected percent-encoded UTF-8')
}

/** Says why no route took the request: a wrong verb, a real route that is not emulated, or a path of nobody's. */
function refuse(request: FastifyRequest, reply: FastifyReply, paths: KnownPaths): never {
  const path = pathOf(request.url)
  const real = realRoute(path)
  if (real !== undefined || path === '/users' || path.startsWith('/users/')) requireCredentials(request)
  const verbs = paths.verbsOf(path)
  if (verbs !== undefined) {
    const allowed = verbs.join(', ')
    reply.header('allow', allowed)
    throw new errors.MethodNotAllowed(request.method, allowed)
  }
  if (real === undefined) throw new errors.PathNotFound(request.originalUrl, paths.nearest(request.method, path))
  requireReadable(request)
  if (real.userGuid !== undefined) requireEnabled(request, decodeURIComponent(real.userGuid))
  throw new errors.NotEmulated(request.method, path)
}

/** "It will also restrict access to that user's data until they are no longer disabled." */
function requireEnabled(request: FastifyRequest, guid: string): void {
  const user = request.sandbox.atriumUsers.get(guid)
  if (user.is_disabled) throw new errors.UserDisabled(guid)
}
