import { createError } from '@fastify/error'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { setHeaders } from './headers.ts'

/** What is wrong with each part of a request, by the framework's name of the part. */
export type ModelState = Readonly<Record<string, readonly string[]>>

// The texts are those of ASP.NET Web API 2; of a body that is too large, of one that was not read and of no room, ours.
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
const RequestNotRead = createError<[string]>('ATMS_REQUEST_NOT_READ', '%s', 400)
export const Unavailable = createError<[string]>('ATMS_UNAVAILABLE', '%s', 503)
export const UnforeseenError = createError('ATMS_UNFORESEEN_ERROR', 'An error has occurred.', 500)

/** A request whose parts are not what they should be, with all that is wrong at once. */
export class InvalidRequest extends createError('ATMS_INVALID_REQUEST', 'The request is invalid.', 400) {
  readonly modelState: ModelState

  constructor(modelState: ModelState) {
    super()
    this.modelState = modelState
  }
}

/** A request that no route took, with the nearest one: the framework has a member for such details. */
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

/** @returns `{"Message"}`, and `"ModelState"` where parts of the request are named */
export function renderError(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): object {
  const error = inOurWords(thrown, request)
  setHeaders(reply)
  reply.code(error.statusCode as number)
  return bodyOf(error)
}

/** The body that tells of an error of the catalogue. */
export const bodyOf = (error: FastifyError) => ({
  Message: error.message,
  ...(error instanceof NoRoute && { MessageDetail: error.nearest }),
  ...(error instanceof InvalidRequest && { ModelState: error.modelState })
})

function inOurWords(error: FastifyError, request: FastifyRequest): FastifyError {
  if (error.code?.startsWith('ATMS_')) return error
  if (error.statusCode === 413) return new BodyTooLarge(request.routeOptions.bodyLimit)
  if (error.statusCode === 400) return new RequestNotRead(error.message)
  if (error.statusCode === 503) return new Unavailable(error.message)
  request.server.reportFailure(error, request)
  return new UnforeseenError()
}
