import type { FastifyReply, FastifyRequest } from 'fastify'
import { acceptsBody, type Check } from '../../api/checks.ts'
import { pathOf } from '../../http/known-paths.ts'
import { mediaTypeOf } from '../../http/media-type.ts'
import { bodyWithinLimit, isBodySent } from '../../http/read-body.ts'
import type { AtmsBehavior } from './behavior.ts'
import { decodeBody } from './body-encoding.ts'
import * as errors from './errors.ts'
import { FILTERED } from './filtered-paths.ts'
import type { UserParams } from './schemas.ts'
import { readUserDefinition } from './user-definition.ts'
import { getUser } from './users.ts'

/** Run in this order; the first failure responds. `Accept` is ignored: the service only sends JSON. rule: atms.routes.order */
export function checksOf(behavior: AtmsBehavior): Check[] {
  const checks = [...(behavior.checksPathFirst ? [route, authenticate] : [authenticate, route]), readPath, readBody]
  return checks.map((check) => (request, reply) => check(request, reply, behavior))
}

const JSON_TYPES = ['application/json', 'text/json']

function authenticate(request: FastifyRequest): void {
  // rule: atms.credentials.token, atms.credentials.unauthorized
  if (!request.isAuthenticated) throw new errors.Unauthorized()
}

/** Rejects unknown paths and unsupported methods. */
function route(request: FastifyRequest, reply: FastifyReply, { filtersPaths }: AtmsBehavior): void {
  const isFiltered = filtersPaths && FILTERED.test(pathOf(request.address.sent)) // rule: atms.routes.names
  if (!request.is404 && !isFiltered) return
  const { paths } = request.server
  const path = pathOf(request.url)
  const verbs = paths.verbsOf(path)
  const nearest = paths.nearest(request.method, path)
  // rule: atms.routes.unknown-path
  if (verbs === undefined || isFiltered)
    throw new errors.NoRoute(new errors.ResourceNotFound(absoluteUri(request)), nearest)
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
function readBody(request: FastifyRequest, _reply: FastifyReply, behavior: AtmsBehavior): void {
  if (!acceptsBody(request)) return // rule: atms.accounts.disable
  const text = bodyTextOf(request)
  const { username } = request.params as Partial<UserParams>
  if (behavior.checksUserBeforeBody && username !== undefined) getUser(request.sandbox.state, username, behavior)
  request.body = readUserDefinition(text, behavior)
}

/** @returns the JSON that was sent, or no text; `undefined` if its bytes are malformed */
function bodyTextOf(request: FastifyRequest): string | undefined {
  const header = request.headers['content-type']
  const type = mediaTypeOf(header) ?? ''
  if (header !== undefined && JSON_TYPES.includes(type)) {
    return decodeBody(bodyWithinLimit(request), header)
  }
  if (isBodySent(request)) {
    // rule: atms.bodies.type
    throw header === undefined ? new errors.MissingMediaType() : new errors.UnsupportedMediaType(sentType(header))
  }
  return ''
}

/** The media type as sent, without parameters. */
const sentType = (header: string): string => header.replace(/;.*$/s, '').trim()
