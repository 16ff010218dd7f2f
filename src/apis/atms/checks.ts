import type { FastifyReply, FastifyRequest } from 'fastify'
import { acceptsBody } from '../../api/checks.ts'
import { pathOf } from '../../http/known-paths.ts'
import { mediaTypeOf } from '../../http/media-type.ts'
import { bodyWithinLimit, isBodySent } from '../../http/read-body.ts'
import { decodeBody } from './body-encoding.ts'
import * as errors from './errors.ts'
import { readUserDefinition } from './user-definition.ts'

/** Run in this order; the first failure responds. `Accept` is ignored: the service only sends JSON. rule: atms.routes.order */
export const checks = [authenticate, route, readPath, readBody]

const JSON_TYPES = ['application/json', 'text/json']

function authenticate(request: FastifyRequest): void {
  // rule: atms.credentials.token, atms.credentials.unauthorized
  if (!request.isAuthenticated) throw new errors.Unauthorized()
}

/** Rejects unknown paths and unsupported methods. */
function route(request: FastifyRequest, reply: FastifyReply): void {
  if (!request.is404) return
  const { paths } = request.server
  const path = pathOf(request.url)
  const verbs = paths.verbsOf(path)
  const nearest = paths.nearest(request.method, path)
  // rule: atms.routes.unknown-path
  if (verbs === undefined) throw new errors.NoRoute(new errors.ResourceNotFound(absoluteUri(request)), nearest)
  reply.header('allow', verbs.join(',')) // rule: atms.routes.unsupported-method
  throw new errors.NoRoute(new errors.MethodNotSupported(request.method), nearest)
}

/** The URI of a request exactly as sent. Clients of a proxy send an absolute URI. */
function absoluteUri({ protocol, host, address, originalUrl }: FastifyRequest): string {
  return originalUrl.startsWith('/') ? `${protocol}://${host}${address.sent}` : originalUrl
}

function readPath({ address, params }: FastifyRequest): void {
  if (!address.isMalformed) return // rule: atms.routes.names
  const [name = ''] = Object.keys(params as object)
  throw new errors.InvalidRequest({ [name]: [`The ${name} in the path must be percent-encoded UTF-8.`] })
}

/** A body without bytes counts as missing, whatever its type. Routes without a definition ignore body and type. */
function readBody(request: FastifyRequest): void {
  if (!acceptsBody(request)) return // rule: atms.accounts.disable
  const header = request.headers['content-type']
  const type = mediaTypeOf(header) ?? ''
  if (header !== undefined && JSON_TYPES.includes(type)) {
    request.body = readUserDefinition(decodeBody(bodyWithinLimit(request), header))
  } else if (isBodySent(request)) {
    // rule: atms.bodies.type
    throw header === undefined ? new errors.MissingMediaType() : new errors.UnsupportedMediaType(sentType(header))
  } else {
    request.body = readUserDefinition('')
  }
}

/** The media type as sent, without parameters. */
const sentType = (header: string): string => header.replace(/;.*$/s, '').trim()
