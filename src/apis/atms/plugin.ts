import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { type KnownPaths, knownPaths, pathOf } from '../../http/known-paths.ts'
import * as errors from './errors.ts'
import { routes } from './routes.ts'

/**
 * The ATMS API, to be registered under `/api`. The real service is taken to be ASP.NET Web API 2: what depends on that
 * framework stands in this file, in `errors.ts`, `headers.ts` and `user-definition.ts`.
 */
export const atms: FastifyPluginAsync = async (app) => {
  const paths = knownPaths(app)
  app.setErrorHandler(errors.renderError)
  app.setNotFoundHandler(() => undefined)
  app.addHook('onRequest', (request, reply, done) => {
    const { token = '' } = request.headers
    const isAdmitted = request.sandbox.admits({ api: 'atms', key: String(token) })
    if (request.isRefused || !isAdmitted) throw new errors.Unauthorized()
    if (request.is404) refuse(request, reply, paths)
    if (request.raw.address.malformed) throw malformedName(request)
    done()
  })
  // HEAD is a verb like any other to this framework.
  app.addHook('onRoute', (route) => {
    route.exposeHeadRoute = false
  })
  await app.register(routes)
}

/** Says why no route took the request. */
function refuse(request: FastifyRequest, reply: FastifyReply, paths: KnownPaths): never {
  const path = pathOf(request.url)
  const verbs = paths.verbsOf(path)
  const nearest = paths.nearest(request.method, path)
  if (verbs === undefined) {
    throw new errors.NoRoute(new errors.ResourceNotFound(absoluteUri(request)), nearest)
  }
  reply.header('allow', verbs.join(','))
  throw new errors.NoRoute(new errors.MethodNotSupported(request.method), nearest)
}

/** The URI of a request as sent: neither resolved nor encoded anew. */
function absoluteUri({ protocol, host, originalUrl }: FastifyRequest): string {
  return originalUrl.startsWith('/') ? `${protocol}://${host}${originalUrl}` : originalUrl
}

function malformedName(request: FastifyRequest): Error {
  const [name = ''] = Object.keys(request.params as object)
  return new errors.InvalidRequest({ [name]: [`The ${name} in the path must be percent-encoded UTF-8.`] })
}
