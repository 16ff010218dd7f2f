import { createError } from '@fastify/error'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

// Every error of this API, with its status and what the reader should do.
export const Unauthorized = createError(
  'CONTACTS_UNAUTHORIZED',
  'missing or unknown token: send Authorization: Bearer TOKEN',
  401
)
export const ContactNotFound = createError<[string]>('CONTACTS_CONTACT_NOT_FOUND', "no contact has the id '%s'", 404)
export const PathNotFound = createError<[string]>('CONTACTS_PATH_NOT_FOUND', 'unknown path: %s', 404)
export const MethodNotAllowed = createError<[string, string]>(
  'CONTACTS_METHOD_NOT_ALLOWED',
  '%s is not allowed here: use %s',
  405
)
export const EmailTaken = createError<[string]>('CONTACTS_EMAIL_TAKEN', "another contact has the email '%s'", 409)
export const InvalidRequest = createError<[string]>('CONTACTS_INVALID_REQUEST', '%s', 400)
export const InvalidContact = createError<[string]>('CONTACTS_INVALID_CONTACT', '%s', 422)
export const ContactLimitReached = createError<[number]>(
  'CONTACTS_LIMIT_REACHED',
  'the limit of %d contacts is reached: delete one first',
  422
)
const BodyTooLarge = createError<[number]>('CONTACTS_BODY_TOO_LARGE', 'the body is larger than %d bytes', 413)
const Unavailable = createError<[string]>('CONTACTS_UNAVAILABLE', '%s', 503)
/** A request that the server or a plugin rejected. */
const rejected = (status: number, message: string): FastifyError =>
  createError<[string]>('CONTACTS_REJECTED', '%s', status)(message)
const InternalError = createError('CONTACTS_INTERNAL_ERROR', 'the mock failed unexpectedly: see its log', 500)

/** @returns `{"code","message"}` */
export function renderError(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): object {
  const { code, message, statusCode } = toContactsError(thrown, request)
  reply.code(statusCode as number).type('application/json; charset=utf-8')
  return { code: code.replace('CONTACTS_', '').toLowerCase(), message }
}

/** The server and plugins reject requests, too: an invalid sandbox name (400), a rate limit (429), too many sandboxes (503). */
function toContactsError(error: FastifyError, request: FastifyRequest): FastifyError {
  const { code, statusCode = 500, message } = error
  if (code?.startsWith('CONTACTS_')) return error
  if (statusCode === 413) return new BodyTooLarge(request.routeOptions.bodyLimit)
  if (statusCode === 503) return new Unavailable(message)
  if (statusCode < 500) return rejected(statusCode, message)
  request.server.reportFailure(error)
  return new InternalError()
}
