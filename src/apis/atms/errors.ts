import { createError } from '@fastify/error'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { sendNothing, setHeaders } from './headers.ts'

/** The problems of each part of a request, by the framework's name for the part. */
export type ModelState = Readonly<Record<string, readonly string[]>>

// The texts are those of ASP.NET Web API 2, except for bodies that are too large, unreadable requests, and 503.
export const Unauthorized = createError('ATMS_UNAUTHORIZED', 'Authorization has been denied for this request.', 401)
export const ResourceNotFound = createError<[string]>(
  'ATMS_RESOURCE_NOT_FOUND',
  "No HTTP resource was found that matches the request URI '%s'.",
  404
)
export const MethodNotSupported = createError<[string]>(
  'ATMS_METHOD_NOT_SUPPORTED',
  "The requested resource does not support http method '%s'.",
  405
)
export const UnsupportedMediaType = createError<[string]>(
  'ATMS_UNSUPPORTED_MEDIA_TYPE',
  "The request entity's media type '%s' is not supported for this resource.",
  415
)
export const MissingMediaType = createError(
  'ATMS_MISSING_MEDIA_TYPE',
  'The request contains an entity body but no Content-Type header. The inferred media type ' +
    "'application/octet-stream' is not supported for this resource.",
  415
)
export const BodyTooLarge = createError<[number]>(
  'ATMS_BODY_TOO_LARGE',
  'The request entity is larger than %d bytes.',
  413
)
export const UserNotFound = createError<[string]>('ATMS_USER_NOT_FOUND', "User '%s' was not found.", 404)
export const UserGroupNotFound = createError<[string]>(
  'ATMS_USER_GROUP_NOT_FOUND',
  "User Group '%s' was not found.",
  404
)
/** The response of `NotFound()` in ASP.NET Web API: it has no body. */
export const NotFound = createError('ATMS_NOT_FOUND', 'nothing has this name', 404)
export const UsernameTaken = createError<[string]>(
  'ATMS_USERNAME_TAKEN',
  "A user with the username '%s' already exists.",
  409
)
/** A request that the server or a plugin rejected. */
export const rejected = (status: number, message: string): FastifyError =>
  createError<[string]>('ATMS_REJECTED', '%s', status)(message)
// rule: atms.errors.unexpected
export const UnforeseenError = createError('ATMS_UNFORESEEN_ERROR', 'An error has occurred.', 500)

/** A request with invalid parts; it lists all of them. */
export class InvalidRequest extends createError('ATMS_INVALID_REQUEST', 'The request is invalid.', 400) {
  readonly modelState: ModelState

  constructor(modelState: ModelState) {
    super()
    this.modelState = modelState
  }
}

/** A request without a route. Names the nearest one in `MessageDetail`, which the framework uses for such details. */
export class NoRoute extends Error {
  readonly code = 'ATMS_NO_ROUTE'
  readonly statusCode: number
  readonly nearest: string

  constructor(reason: FastifyError, nearest: string) {
    super(reason.message)
    this.statusCode = reason.statusCode as number
    this.nearest = nearest
  }
}

/** @returns `{"Message"}`, with `"ModelState"` if parts of the request are invalid; the reply if it was sent without a body */
export function renderError(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): object {
  const error = toAtmsError(thrown, request)
  if (error instanceof NotFound) return sendNothing(reply, 404)
  setHeaders(reply)
  reply.code(error.statusCode as number)
  return bodyOf(error)
}

/** The body of an error. rule: atms.errors.body */
export const bodyOf = (error: FastifyError) => ({
  Message: error.message,
  ...(error instanceof NoRoute && { MessageDetail: error.nearest }), // rule: atms.errors.nearest-route
  ...(error instanceof InvalidRequest && { ModelState: error.modelState })
})

/** The server and plugins reject requests, too: an invalid sandbox name (400), a rate limit (429), too many sandboxes (503). */
function toAtmsError(error: FastifyError, request: FastifyRequest): FastifyError {
  const { code, statusCode = 500, message } = error
  if (code?.startsWith('ATMS_')) return error
  if (statusCode === 413) return new BodyTooLarge(request.routeOptions.bodyLimit)
  if (statusCode < 500 || statusCode === 503) return rejected(statusCode, message)
  request.server.reportFailure(error)
  return new UnforeseenError()
}
