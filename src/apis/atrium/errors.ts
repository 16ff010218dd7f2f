import { STATUS_CODES } from 'node:http'
import { createError } from '@fastify/error'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { setErrorHeaders } from './headers.ts'

export const BadRequest = createError<[string]>('ATRIUM_BAD_REQUEST', '%s', 400)
export const Unauthorized = createError(
  'ATRIUM_UNAUTHORIZED',
  'the headers MX-API-Key and MX-Client-ID must contain a known pair of credentials',
  401
)
export const UserDisabled = createError<[string]>(
  'ATRIUM_USER_DISABLED',
  "user '%s' is disabled: its data cannot be accessed until is_disabled is false",
  403
)
export const AtriumUserNotFound = createError<[string]>('ATRIUM_USER_NOT_FOUND', "no user has the guid '%s'", 404)
export const InvalidPage = createError<[string]>(
  'ATRIUM_INVALID_PAGE',
  "page: expected a whole number of at least 1, not '%s'",
  404
)
export const PageNotFound = createError<[number]>('ATRIUM_PAGE_NOT_FOUND', 'page: there is no page %d', 404)
// The texts of these two are those of the service: public applications compare or show them.
export const IdentifierTaken = createError(
  'ATRIUM_RECORD_NOT_UNIQUE', // rule: atrium.user.taken-type
  'An object with the given attributes already exists.',
  409
)
// rule: atrium.user.limit-message
export const UserLimitReached = createError('ATRIUM_USER_LIMIT_REACHED', 'Cannot exceed user limit for client', 422)
export const PathNotFound = createError<[string, string]>('ATRIUM_NOT_FOUND', "no such resource '%s': %s", 404)
/** Rails has no 405: a wrong method is a route that does not exist. */
export const RouteNotFound = createError<[string, string]>(
  'ATRIUM_ROUTE_NOT_FOUND',
  '%s is not allowed here: use one of %s',
  404
)
/** The text of Rails, which does not say what is allowed. */
export const NoRouteMatches = createError<[string, string]>('ATRIUM_ROUTE_NOT_FOUND', 'No route matches [%s] "%s"', 404)
export const NotAcceptable = createError<[string]>(
  'ATRIUM_NOT_ACCEPTABLE',
  "no valid API version in Accept '%s': use application/vnd.mx.atrium.v1+json",
  406
)
export const BodyTooLarge = createError<[number]>('ATRIUM_BODY_TOO_LARGE', 'the body is larger than %d bytes', 413)
export const InvalidField = createError<[string]>('ATRIUM_INVALID_FIELD', '%s', 422)
export const NotEmulated = createError<[string, string]>(
  'ATRIUM_NOT_EMULATED',
  '%s %s exists in the real API, but this mock does not emulate it',
  501
)
export const Unavailable = createError<[string]>('ATRIUM_UNAVAILABLE', '%s', 503)
export const InternalError = createError(
  'ATRIUM_INTERNAL_SERVER_ERROR',
  'the mock failed unexpectedly: see its log',
  500
)

/** The error with the status that a behavior gives it. */
export function withStatus(error: FastifyError, status: number): FastifyError {
  error.statusCode = status
  return error
}

/** The HTTP reason in snake case: `not_found`. */
const reasonOf = (status: number): string => (STATUS_CODES[status] as string).toLowerCase().replaceAll(/[^a-z]+/g, '_')

/** A request that the server or a plugin rejected. */
const rejected = (status: number, message: string): FastifyError =>
  createError<[string]>(`ATRIUM_${reasonOf(status).toUpperCase()}`, '%s', status)(message)

/**
 * Renders an error. The envelope is documented for the successor API only; the official clients of Atrium never parse it.
 *
 * @returns `{"error":{"message","status","type"}}`
 */
export function renderError(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): object {
  const error = toAtriumError(thrown, request)
  setErrorHeaders(request, reply)
  reply.code(error.statusCode as number)
  return bodyOf(error)
}

/** The body for an error of the catalogue above. rule: atrium.errors.body, atrium.errors.message */
export const bodyOf = ({ message, statusCode, code }: FastifyError) => ({
  error: { message, status: reasonOf(statusCode as number), type: code.replace('ATRIUM_', '').toLowerCase() }
})

/** The server and plugins reject requests, too: an invalid sandbox name (400), a rate limit (429), too many sandboxes (503). */
function toAtriumError(error: FastifyError, request: FastifyRequest): FastifyError {
  const { code, statusCode = 500, message } = error
  if (code?.startsWith('ATRIUM_')) return error
  if (statusCode === 413) return new BodyTooLarge(request.routeOptions.bodyLimit)
  if (statusCode === 503) return new Unavailable(message)
  if (statusCode < 500) return rejected(statusCode, message)
  request.server.reportFailure(error)
  return new InternalError()
}
