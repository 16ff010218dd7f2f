import { Errors } from '@sinclair/typebox/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { acceptsBody } from '../../src/api/checks.ts'
import { schemaProblems } from '../../src/common/schema-problems.ts'
import { bodyText } from '../../src/http/body-text.ts'
import { pathOf } from '../../src/http/known-paths.ts'
import { bodyWithinLimit } from '../../src/http/read-body.ts'
import { InvalidContact, InvalidRequest, MethodNotAllowed, PathNotFound, Unauthorized } from './errors.ts'
import { NewContact } from './schemas.ts'

/** Run in this order; the first failure responds. */
export const checks = [authenticate, route, readPath, readBody, validate]

/** First, so that nothing can be learned about paths and bodies without a token. */
function authenticate(request: FastifyRequest, reply: FastifyReply): void {
  if (request.isAuthenticated) return
  // RFC 6750, section 3: a protected resource names its scheme.
  reply.header('www-authenticate', 'Bearer')
  throw new Unauthorized()
}

function route(request: FastifyRequest, reply: FastifyReply): void {
  if (!request.is404) return
  const path = pathOf(request.url)
  const verbs = request.server.paths.verbsOf(path)?.join(', ')
  if (verbs === undefined) throw new PathNotFound(path)
  reply.header('allow', verbs)
  throw new MethodNotAllowed(request.method, verbs)
}

function readPath({ address }: FastifyRequest): void {
  if (address.isMalformed) throw new InvalidRequest('the path is not percent-encoded UTF-8')
}

/** Ignores `Content-Type`: the API only knows JSON. */
function readBody(request: FastifyRequest): void {
  if (!acceptsBody(request)) return
  try {
    request.body = JSON.parse(bodyText(bodyWithinLimit(request)) ?? '')
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new InvalidRequest(`the body is not valid JSON: ${error.message}`)
  }
}

function validate(request: FastifyRequest): void {
  if (!acceptsBody(request)) return
  const [problem] = schemaProblems(Errors(NewContact, request.body), '')
  if (problem !== undefined) throw new InvalidContact(`${problem.pointer || 'body'}: ${problem.expected}`)
}
