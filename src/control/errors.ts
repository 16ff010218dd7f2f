import { createError } from '@fastify/error'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { ChangeNotStored } from '../common/files/not-stored.ts'
import type { Problems } from '../common/problems.ts'
import { sizeText } from '../common/size-text.ts'
import { FixtureFileError } from '../fixtures/fixture-file.ts'
import { ChangeNotConfirmed } from '../log/nats/errors.ts'
import { StoreUnavailable } from '../log/store-unavailable.ts'
import { JournalUnavailable } from '../wiremock/journal/journal-projection.ts'
import { ServerStopping } from '../wiremock/journal/wait.ts'
import { TooExpensive } from '../wiremock/matching/work.ts'

const MOST_SHOWN = 100

export const ControlNotFound = createError<[string]>('MOCK_NOT_FOUND', 'no such control endpoint or resource: %s', 404)
export const ControlTurnedOff = createError(
  'MOCK_CONTROL_OFF',
  'the control API is turned off: start the server without --no-admin',
  404
)
export const ControlNotSupported = createError<[string]>('MOCK_NOT_SUPPORTED', '%s', 404)
export const ControlMethodNotAllowed = createError<[string, string]>(
  'MOCK_METHOD_NOT_ALLOWED',
  '%s is not allowed here: use %s',
  405
)
export const BadBody = createError<[string]>('MOCK_BAD_BODY', '%s', 400)
export const BadQuery = createError<[string]>('MOCK_BAD_QUERY', '%s', 400)
export const BadCorrelation = createError<[string]>('MOCK_BAD_CORRELATION', '%s', 422)
export const ControlUnauthorized = createError(
  'MOCK_UNAUTHORIZED',
  'missing or wrong token: send the header Authorization: Bearer TOKEN with the token of --admin-token',
  401
)
export const TooManyReaders = createError<[number]>(
  'MOCK_TOO_MANY_READERS',
  '%d streams of events are open, the maximum: close one, such as a page of the console, and repeat the call',
  503
)
export const AccessDenied = createError<[string]>('MOCK_ACCESS_DENIED', 'access denied: %s', 403)
export const NoCertificateAuthority = createError(
  'MOCK_NO_AUTHORITY',
  'the server has no CA: HTTPS is off (see --tls-port), or its certificate was supplied with --tls-cert',
  404
)

/** An invalid document, with all its problems. */
export class InvalidDocument extends createError('MOCK_INVALID_DOCUMENT', 'the document is invalid', 422) {
  readonly problems: Problems
  /** A flag, because `instanceof` cannot tell errors of @fastify/error from their subclasses. */
  readonly isOfWireMock: boolean = false

  constructor(problems: Problems) {
    super()
    const [first] = problems.listed
    if (first !== undefined) this.message += `: ${first.pointer === '' ? '' : `${first.pointer}: `}${first.expected}`
    this.problems = problems
  }
}

/** An empty body saves the state, but `curl --data-binary @FILE` also sends one if the file is missing. */
export const EmptyUpload = createError(
  'MOCK_EMPTY_UPLOAD',
  'the body is empty, although the request has a Content-Type: does the file exist? To save the state of the sandbox, send no Content-Type',
  422
)

/** The same for WireMock's calls, without the member `meta`: WireMock's Java client rejects unknown members. */
export class InvalidDefinition extends InvalidDocument {
  override readonly isOfWireMock = true
}

/** A sandbox that was not reset, and why. */
export interface NotReset {
  readonly name: string
  readonly reason: string
}

/** A reset of all sandboxes that failed for some. */
export class SomeNotReset extends createError<[number]>('MOCK_NOT_RESET', 'not reset: %d sandboxes', 503) {
  readonly failures: readonly NotReset[]
  readonly done: number

  /** @param done the number of sandboxes that were reset */
  constructor(failures: readonly NotReset[], done: number) {
    super(failures.length)
    this.failures = failures
    this.done = done
  }
}

interface ErrorDetails {
  readonly detail?: string
  readonly source?: { readonly pointer: string }
}

/** An error with one of WireMock's codes. */
export class WireMockError extends Error {
  readonly statusCode: number
  readonly number: number
  readonly details: ErrorDetails

  constructor(statusCode: number, number: number, title: string, details: ErrorDetails = {}) {
    super(title)
    this.statusCode = statusCode
    this.number = number
    this.details = details
  }
}

/** @returns `{"errors":[{"code","title","detail"?,"source"?}]}`, the shape of WireMock's errors */
export function renderError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): object {
  const status = error instanceof FixtureFileError || error instanceof TooExpensive ? 422 : (error.statusCode ?? 500)
  reply.code(status).type('application/json')
  if (error instanceof InvalidDocument) return documentErrors(error.problems, error.isOfWireMock)
  if (error instanceof WireMockError) {
    return { errors: [{ code: error.number, title: error.message, ...error.details }] }
  }
  if (error instanceof SomeNotReset) return resetErrors(error)
  if (error instanceof TooExpensive) return { errors: [{ code: 10, title: 'Too expensive', detail: error.message }] }
  if (status >= 500 && isFailure(error)) request.server.reportFailure(error)
  if (error instanceof FixtureFileError) return fileErrors(status, error)
  const title = status === 413 ? tooLarge(request.routeOptions.bodyLimit, request.url) : error.message
  return { errors: [{ code: status, title }] }
}

/** Whether an error with status 500 or above is a failure of the server, which has not been reported yet. */
export function isFailure(error: Error): boolean {
  // The log of changes has already reported a change that cannot be stored. The others are not failures of the server.
  return !(
    error instanceof ChangeNotStored ||
    error instanceof ChangeNotConfirmed ||
    error instanceof JournalUnavailable ||
    error instanceof ServerStopping ||
    error instanceof StoreUnavailable ||
    error instanceof TooManyReaders
  )
}

/** @param limit in bytes */
export function tooLarge(limit: number, url: string): string {
  const advice = /^\/__admin\/(?:fixtures|state)(?:\/(?!reset)|$)/.test(url)
    ? ': raise --upload-limit, or start the server with the file as --fixtures, or with its folder as --fixtures-dir'
    : ''
  return `the body is larger than ${sizeText(limit)}${advice}`
}

function fileErrors(code: number, { message, problems }: FixtureFileError): object {
  const errors = problems.listed.slice(0, MOST_SHOWN).map(({ pointer, expected }) => ({
    code,
    source: { pointer },
    title: message,
    detail: expected
  }))
  return { errors, meta: { total: problems.total } }
}

function resetErrors({ failures, done }: SomeNotReset): object {
  const others = done === 1 ? '1 other sandbox was reset' : `${done} other sandboxes were reset`
  const errors = failures.slice(0, MOST_SHOWN).map(({ name, reason }) => ({
    code: 503,
    title: `the reset of the sandbox '${name}' failed: ${reason}`,
    detail: others
  }))
  return { errors, meta: { total: failures.length } }
}

function documentErrors({ listed, total }: Problems, isOfWireMock: boolean): object {
  const errors = listed.slice(0, MOST_SHOWN).map(({ pointer, expected }) => ({
    code: 10,
    source: { pointer },
    title: 'Error in the document',
    detail: expected
  }))
  return isOfWireMock ? { errors } : { errors, meta: { total } }
}
