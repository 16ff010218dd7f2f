import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { bodyText } from '../http/body-text.ts'
import { type KnownPaths, knownPaths, pathOf } from '../http/known-paths.ts'
import { sentContentType, settleContentType } from '../http/media-type.ts'
import { receivedBody } from '../http/received-body.ts'
import * as errors from './errors.ts'
import { bodylessRoutes, routes } from './routes.ts'
import { readUserDefinition } from './user-definition.ts'

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
    if (!request.sandbox.admits({ api: 'atms', key: String(token) })) throw new errors.Unauthorized()
    if (request.is404) refuse(request, reply, paths)
    if (request.raw.address.malformed) throw malformedName(request)
    settleContentType(request)
    done()
  })
  // HEAD is a verb like any other to this framework.
  app.addHook('onRoute', (route) => {
    route.exposeHeadRoute = false
  })
  app.removeAllContentTypeParsers()
  await app.register(async (withBody) => {
    withBody.addContentTypeParser(['application/json', 'text/json'], (request, _payload, done) =>
      done(null, readUserDefinition(bodyText(receivedBody(request))))
    )
    withBody.addContentTypeParser('*', refuseBody)
    withBody.addHook('preValidation', requireBody)
    await withBody.register(routes)
  })
  await app.register(async (withoutBody) => {
    withoutBody.addContentTypeParser('*', (_request, _payload, done) => done(null, null))
    await withoutBody.register(bodylessRoutes)
  })
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

/** A body of another type: 415, unless there are no bytes, which is as if there were no body. */
function refuseBody(request: FastifyRequest, _payload: unknown, done: (error: Error | null) => void): void {
  const isEmpty = (request.raw.body?.length ?? 0) === 0
  done(isEmpty ? null : unsupported(sentContentType(request)))
}

const unsupported = (type: string | undefined): Error =>
  type === undefined ? new errors.MissingMediaType() : new errors.UnsupportedMediaType(type)

function requireBody(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  if (request.method !== 'GET' && request.body === undefined) readUserDefinition('')
  done()
}
