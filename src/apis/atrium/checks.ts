import { Check } from '@sinclair/typebox/value'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Check as ApiCheck, acceptsBody } from '../../api/checks.ts'
import { scanJson } from '../../common/exact-json.ts'
import { hideUserInfo } from '../../common/secrets.ts'
import { bodyText } from '../../http/body-text.ts'
import { pathOf } from '../../http/known-paths.ts'
import { mediaTypeOf } from '../../http/media-type.ts'
import { bodyWithinLimit } from '../../http/read-body.ts'
import type { AtriumBehavior } from './behavior.ts'
import * as errors from './errors.ts'
import { acceptsVersion1, namesOtherVersion } from './negotiation.ts'
import { readParameters } from './parameters.ts'
import { realRoute } from './real-routes.ts'
import { UserEnvelope, type UserParams } from './schemas.ts'
import { getUser } from './users.ts'

const EMPTY_USER = 'the user object cannot be empty: expected {"user":{…}} with at least one field'

/** Run in this order; the first failure responds. rule: atrium.routes.order, atrium.credentials.first */
export function checksOf(behavior: AtriumBehavior): ApiCheck[] {
  const checks = [
    ...(behavior.checksSizeFirst ? [limitSize] : []),
    ...(behavior.checksPathFirst ? [route, authenticate] : [authenticate, route]),
    requireEmulated,
    negotiate,
    readPath,
    ...(behavior.checksUserBeforeBody ? [findUser] : []),
    readBody,
    validate
  ]
  return checks.map((check) => (request, reply) => check(request, reply, behavior))
}

function limitSize(request: FastifyRequest): void {
  if (acceptsBody(request)) bodyWithinLimit(request)
}

/** `/users`, the paths below it and the real routes need credentials, before any other check. Other paths need none. */
function authenticate(request: FastifyRequest): void {
  const path = pathOf(request.url)
  const isProtected = path === '/users' || path.startsWith('/users/') || realRoute(path) !== undefined
  // rule: atrium.credentials.required
  if (isProtected && !request.isAuthenticated) throw new errors.Unauthorized()
}

/** Explains why no route matches: a wrong method, or an unknown path. */
function route(request: FastifyRequest, reply: FastifyReply, { methodStatus, namesMethods }: AtriumBehavior): void {
  if (!request.is404) return
  const { paths } = request.server
  const path = pathOf(request.url)
  const verbs = paths.verbsOf(path)
  if (verbs !== undefined) {
    const allowed = verbs.join(', ')
    if (namesMethods) reply.header('allow', allowed) // rule: atrium.routes.allow
    const error = namesMethods
      ? new errors.RouteNotFound(request.method, allowed)
      : new errors.NoRouteMatches(request.method, sentPath(request))
    throw errors.withStatus(error, methodStatus) // rule: atrium.routes.unsupported-method
  }
  if (realRoute(path) === undefined)
    throw new errors.PathNotFound(sentPath(request), paths.nearest(request.method, path))
}

const sentPath = ({ address }: FastifyRequest): string => hideUserInfo(pathOf(address.sent))

/** Rejects real routes that are not emulated. */
function requireEmulated(request: FastifyRequest, _reply: FastifyReply, behavior: AtriumBehavior): void {
  const path = pathOf(request.url)
  const real = request.is404 ? realRoute(path) : undefined
  if (real === undefined) return
  readPath(request)
  if (real.userGuid !== undefined) requireEnabled(request, decodeURIComponent(real.userGuid), behavior)
  throw new errors.NotEmulated(request.method, path) // rule: atrium.errors.not-emulated
}

/** "It will also restrict access to that user's data until they are no longer disabled." (the vendor's document) */
function requireEnabled({ sandbox }: FastifyRequest, guid: string, behavior: AtriumBehavior): void {
  if (!getUser(sandbox.state, guid, behavior).is_disabled) return
  // rule: atrium.disabled.data, atrium.disabled.status
  throw behavior.disabledStatus === 404 ? new errors.AtriumUserNotFound(guid) : new errors.UserDisabled(guid)
}

function negotiate(
  { headers: { accept } }: FastifyRequest,
  _reply: FastifyReply,
  { servesOtherTypes }: AtriumBehavior
): void {
  if (acceptsVersion1(accept) || (servesOtherTypes && !namesOtherVersion(accept))) return
  throw new errors.NotAcceptable(String(accept))
}

function readPath({ address }: FastifyRequest): void {
  // rule: atrium.routes.paths
  if (address.isMalformed) throw new errors.BadRequest('user_guid: expected percent-encoded UTF-8')
}

function findUser(request: FastifyRequest, _reply: FastifyReply, behavior: AtriumBehavior): void {
  const { user_guid } = request.params as Partial<UserParams>
  if (acceptsBody(request) && user_guid !== undefined) getUser(request.sandbox.state, user_guid, behavior)
}

/**
 * Official clients send bodies and content types with GET and DELETE, too; both are ignored. Without a JSON body, Rails reads the
 * same parameters from a form or the query string, and a public application relies on that.
 */
function readBody(request: FastifyRequest, _reply: FastifyReply, { bodyTypeStatus }: AtriumBehavior): void {
  if (!acceptsBody(request)) return // rule: atrium.bodies.ignored, atrium.clients.delete
  const body = bodyWithinLimit(request) // rule: atrium.bodies.size
  const query = request.originalUrl.slice(pathOf(request.originalUrl).length + 1)
  if (body.length === 0) {
    request.body = readParameters(query) // rule: atrium.bodies.parameters
    return
  }
  const type = mediaTypeOf(request.headers['content-type'])
  // rule: atrium.bodies.type
  if (type !== FORM_TYPE && type !== 'application/json' && !type?.endsWith('+json')) {
    const problem = type === undefined ? 'required header is missing' : `expected application/json, not '${type}'`
    const error = new errors.BadRequest(`Content-Type: ${problem}: send Content-Type: application/json`)
    throw errors.withStatus(error, bodyTypeStatus)
  }
  const text = bodyText(body)
  if (text === undefined) throw new errors.BadRequest('body: expected JSON in UTF-8')
  request.body = type === FORM_TYPE ? readForm(query, text) : parse(text)
}

const FORM_TYPE = 'application/x-www-form-urlencoded'

/** curl sends a form by default, even if the body is JSON. */
const FORM_HINT = `. The body was read as a form because of its Content-Type ${FORM_TYPE}: for JSON, send Content-Type: application/json`

/** @throws BadRequest if the form is malformed or has no user */
function readForm(query: string, text: string): object {
  const form = { ...readParameters(query), ...readParameters(text, FORM_HINT) }
  if (Check(UserEnvelope, form)) return form
  throw new errors.BadRequest(EMPTY_USER + FORM_HINT)
}

/** The default of Ruby's parser. */
const MAX_DEPTH = 100
/** Parsing more values would delay other requests. */
const MAX_VALUES = 50_000

function parse(text: string): unknown {
  const { depth, parts } = scanJson(text, MAX_VALUES)
  // rule: atrium.bodies.depth
  if (depth > MAX_DEPTH) throw new errors.BadRequest(`body: nested deeper than ${MAX_DEPTH} levels`)
  // rule: atrium.bodies.values
  if (parts > MAX_VALUES) throw new errors.BadRequest(`body: more than ${MAX_VALUES} values: send only a user object`)
  try {
    return JSON.parse(text) // rule: atrium.clients.go
  } catch (error) {
    throw new errors.BadRequest(`body: invalid JSON: ${(error as SyntaxError).message}`)
  }
}

/** Checks only the envelope. The handlers check the user's members after looking up the user, so that an unknown user is a 404. */
function validate(request: FastifyRequest): void {
  if (acceptsBody(request) && !Check(UserEnvelope, request.body)) {
    throw new errors.BadRequest(EMPTY_USER) // rule: atrium.user.empty, atrium.clients.node, atrium.clients.no-body
  }
}
