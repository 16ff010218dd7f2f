import { createError } from '@fastify/error'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Problems } from '../common/problems.ts'
import { FixtureFileError } from '../fixtures/fixture-file.ts'

const MOST_SHOWN = 100

export const AdminNotFound = createError<[string]>(
  'MOCK_NOT_FOUND',
  "there is nothing at '%s': no admin call, and nothing of that id",
  404
)
export const AdminMethodNotAllowed = createError<[string, string]>(
  'MOCK_METHOD_NOT_ALLOWED',
  '%s is not allowed here: use one of %s',
  405
)
export const BadBody = createError<[string]>('MOCK_BAD_BODY', '%s', 400)
export const AdminUnauthorized = createError(
  'MOCK_UNAUTHORIZED',
  'expected the header Authorization: Bearer with the token of --admin-token',
  401
)
export const NoAuthority = createError(
  'MOCK_NO_AUTHORITY',
  'there is no authority of the server to trust: it serves no HTTPS (--tls-port), or a certificate that was brought along',
  404
)

/** A document with something wrong in it. */
export class InvalidDocument extends createError('MOCK_INVALID_DOCUMENT', 'the document is not valid', 422) {
  readonly problems: Problems
  /** Errors of this package are told apart by their code alone: `instanceof` takes a subclass for its base and back. */
  readonly isOfWireMock: boolean = false

  constructor(problems: Problems) {
    super()
    const [first] = problems.listed
    if (first !== undefined) this.message += `: ${first.pointer} ${first.expected}`
    this.problems = problems
  }
}

/** The same, in a call of WireMock's. Its client for Java refuses members that it does not know, as a total is. */
export class InvalidDefinition extends InvalidDocument {
  override readonly isOfWireMock = true
}

interface ErrorDetails {
  readonly detail?: string
  readonly source?: { readonly pointer: string }
}

/** An error that WireMock has a number for. */
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
  const status = error instanceof FixtureFileError ? 422 : (error.statusCode ?? 500)
  reply.code(status).type('application/json')
  if (error instanceof InvalidDocument) return documentErrors(error.problems, error.isOfWireMock)
  if (error instanceof WireMockError) {
    return { errors: [{ code: error.number, title: error.message, ...error.details }] }
  }
  if (status >= 500) request.server.reportFailure(error, request)
  if (error instanceof FixtureFileError) return fileErrors(status, error)
  const title = status === 413 ? tooLarge(request.routeOptions.bodyLimit, request.url) : error.message
  return { errors: [{ code: status, title }] }
}

/** What is said of a body over the limit, in bytes; of a fixture, with what else can be done. */
export function tooLarge(limit: number, url: string): string {
  const advice = /^\/__admin\/(?:fixtures|state)/.test(url)
    ? ': start the server on such a fixture, or with its folder as --fixtures-dir'
    : ''
  return `the body is larger than ${limit / 2 ** 20} MiB${advice}`
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

function documentErrors({ listed, total }: Problems, isOfWireMock: boolean): object {
  const errors = listed.slice(0, MOST_SHOWN).map(({ pointer, expected }) => ({
    code: 10,
    source: { pointer },
    title: 'Error in the document',
    detail: expected
  }))
  return isOfWireMock ? { errors } : { errors, meta: { total } }
}
