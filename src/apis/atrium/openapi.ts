import { type TSchema, Type } from '@sinclair/typebox'
import type { FastifyError } from 'fastify'
import {
  type ApiDocs,
  example,
  type Header,
  type Link,
  type Operation,
  onlyFromStubs,
  type RequestBodyDoc,
  type ResponseDoc,
  shared
} from '../../api/operation.ts'
import { TooManySandboxes } from '../../sandbox/errors.ts'
import * as errors from './errors.ts'
import {
  ErrorBody,
  Pagination,
  User,
  UserInput,
  UserRequestBody,
  UserResponseBody,
  UsersResponseBody
} from './schemas.ts'

/** Every body has this type. */
const mediaType = 'application/vnd.mx.atrium.v1+json'

const header = (description: string, schema: TSchema): Header => ({ description, required: true, schema })

const trace = {
  'X-Request-Id': header('The id of the request, as Rails sends it.', Type.String({ pattern: '^[0-9a-f]{32}$' })),
  'X-Runtime': header('How long the response took, in seconds.', Type.String({ pattern: '^\\d+\\.\\d{6}$' }))
}
const tag = {
  ETag: header('A weak ETag: the MD5 hash of the body.', Type.String({ pattern: '^W/"[0-9a-f]{32}"$' })),
  'Cache-Control': header(
    'Caches must revalidate every time.',
    Type.String({ enum: ['max-age=0, private, must-revalidate'] })
  )
}

const failure = (description: string, error: FastifyError): ResponseDoc => ({
  description,
  headers: trace,
  content: { [mediaType]: { schema: ErrorBody, examples: example(description, errors.bodyOf(error)) } }
})

const { content: stubbed } = failure('An error that a stub could send.', new errors.InternalError())

const steven = {
  guid: 'USR-a0d28b12-2ccf-e80f-df0f-157f17d1b134',
  is_disabled: false,
  metadata: '{"first_name": "Steven", "favorite_color": "BLUE"}',
  identifier: '32d355b8-e2b4-449a-ab5c-86946224e0f9'
}

/** The calls that can follow with the guid in a response. */
const linksTo = (user_guid: string): Record<string, Link> =>
  Object.fromEntries(
    ['read_user', 'update_user', 'delete_user'].map((operationId) => [
      operationId,
      { operationId, description: 'The user with the guid in this response.', parameters: { user_guid } }
    ])
  )

const oneUser = (description: string): ResponseDoc => ({
  description,
  headers: { ...tag, ...trace },
  examples: example('An enabled user.', { user: steven }),
  links: linksTo('$response.body#/user/guid')
})

const page: ResponseDoc = {
  description: 'One page of users, oldest first. A page after the last one is empty.',
  headers: { ...tag, ...trace },
  examples: example('The first of three pages.', {
    users: [steven],
    pagination: { current_page: 1, per_page: 25, total_entries: 71, total_pages: 3 }
  }),
  links: linksTo('$response.body#/users/0/guid')
}

const requestBody = (description: string, user: Partial<typeof steven>): RequestBodyDoc => ({
  description,
  required: true,
  examples: example(description, { user })
})

const unknownUser = failure(
  'No user has this guid.',
  new errors.AtriumUserNotFound('USR-00000000-0000-0000-0000-000000000000')
)
const taken = failure('Another user has this identifier.', new errors.IdentifierTaken())
const invalidField = failure(
  'A field has the wrong type, or the limit of users is reached.',
  new errors.InvalidField('is_disabled: expected true or false')
)

const tags = ['users'] as const
const operations: Record<string, Operation> = {
  list_users: {
    tags,
    summary: 'List users',
    responses: {
      200: page,
      304: shared('NotModified'),
      404: failure('`page` is not a whole number of at least 1.', new errors.InvalidPage('0'))
    }
  },
  create_user: {
    tags,
    summary: 'Create a user',
    requestBody: requestBody('A user with an identifier and metadata.', {
      identifier: 'partner-id-1',
      is_disabled: false,
      metadata: '{"first_name": "Steven"}'
    }),
    responses: {
      200: oneUser('The created user. Like the real service, the mock responds with 200, not 201.'),
      409: taken,
      413: shared('ContentTooLarge'),
      422: invalidField
    }
  },
  read_user: {
    tags,
    summary: 'Read a user',
    responses: { 200: oneUser('The user.'), 304: shared('NotModified'), 404: unknownUser }
  },
  update_user: {
    tags,
    summary: 'Update a user',
    description: 'Omitted fields keep their values; `null` clears `identifier` or `metadata`.',
    requestBody: requestBody('Disables a user.', { is_disabled: true }),
    responses: {
      200: oneUser('The updated user.'),
      404: unknownUser,
      409: taken,
      413: shared('ContentTooLarge'),
      422: invalidField
    }
  },
  delete_user: {
    tags,
    summary: 'Delete a user',
    responses: { 204: { description: 'The user is deleted.', headers: trace }, 404: unknownUser }
  }
}

/** The documentation of this API. */
export const docs: ApiDocs = {
  title: 'MX Atrium, users',
  description: [
    'The user API of MX Atrium, as atrium-atms-mock emulates it.',
    'The file [atrium.md](http://localhost:3000/docs/specs/atrium) next to this document lists its rules and the evidence for each.',
    '',
    'An unsupported method on a known path gets a 404 with `Allow`, as in Rails; HEAD responds like GET, without the body. A POST or PUT without a',
    'JSON body is read from a form or the query string: `user[identifier]=a&user[is_disabled]=true`.',
    'Paths of the real API that the mock does not emulate (`/users/{user_guid}/accounts`, `/institutions`, …) respond with 501. If such',
    'a path belongs to a user, an unknown user gets a 404 and a disabled one a 403. All of these have the error body shown below.',
    '',
    'The schemas describe what a client should send. The server accepts more: `is_disabled` may also be the string `true`, `false` or empty, and a',
    'page size outside the limits is replaced with the default. An invalid `page` gets a 404.'
  ].join('\n'),
  tags: [{ name: 'users', description: 'The users of a partner.' }],
  mediaType,
  credentials: {
    apiKey: { description: '`test-api-key` in all built-in fixtures.', example: 'test-api-key' },
    clientId: { description: '`test-client-id` in all built-in fixtures.', example: 'test-client-id' }
  },
  schemas: { User, UserInput, UserRequestBody, UserResponseBody, UsersResponseBody, Pagination, ErrorBody },
  responses: {
    NotModified: {
      description: 'The ETag in `If-None-Match` is current.',
      headers: { ...tag, 'X-Request-Id': trace['X-Request-Id'] }
    },
    BadRequest: failure(
      'Malformed JSON, a missing or empty user, a malformed path, or a malformed sandbox name.',
      new errors.BadRequest('the user object cannot be empty: expected {"user":{…}} with at least one field')
    ),
    Unauthorized: failure('The credentials are missing, unknown, or not a pair.', new errors.Unauthorized()),
    NotAcceptable: failure('Accept allows neither JSON nor version 1.', new errors.NotAcceptable('text/html')),
    ContentTooLarge: failure('The body exceeds the limit.', new errors.BodyTooLarge(1_048_576)),
    TooManyRequests: onlyFromStubs('Too many requests', stubbed),
    InternalError: failure('The mock failed, or a stub sent this error.', new errors.InternalError()),
    BadGateway: onlyFromStubs('Bad gateway', stubbed),
    Unavailable: failure(
      'The sandbox limit or the memory limit is reached, the data directory is missing or not writable, or a stub sent this error.',
      new errors.Unavailable(new TooManySandboxes(1000).message)
    ),
    GatewayTimeout: onlyFromStubs('Gateway timeout', stubbed),
    BandwidthExceeded: onlyFromStubs('Bandwidth limit exceeded', stubbed)
  },
  commonResponses: {
    400: shared('BadRequest'),
    401: shared('Unauthorized'),
    406: shared('NotAcceptable'),
    429: shared('TooManyRequests'),
    500: shared('InternalError'),
    502: shared('BadGateway'),
    503: shared('Unavailable'),
    504: shared('GatewayTimeout'),
    509: shared('BandwidthExceeded')
  },
  parameterExamples: { user_guid: steven.guid },
  operations
}
