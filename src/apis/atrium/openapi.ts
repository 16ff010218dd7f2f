import { type DocumentSource, onlyWhenAsked } from '../../api/operation.ts'
import { TooManySandboxes } from '../../sandbox/errors.ts'
import * as errors from './errors.ts'
import { always, operations } from './openapi-operations.ts'
import { failure, unchangedHeaders } from './openapi-responses.ts'
import {
  ErrorBody,
  Pagination,
  User,
  UserInput,
  UserRequestBody,
  UserResponseBody,
  UsersResponseBody
} from './schemas.ts'

/** What is published of this API. */
export const atrium: DocumentSource = {
  title: 'MX Atrium, users',
  description: [
    'The user API of MX Atrium as atrium-atms-mock emulates it.',
    'What is certain of it and what is decided stands in `atrium.md` beside this document.',
    '',
    'A wrong verb on a known path is a 405 with `Allow`, an unknown path a 404, a HEAD answers as its GET does without the body.',
    'Paths of the real API that are not emulated (`/users/{user_guid}/accounts`, `/institutions`, …) answer 501; where they belong to a user,',
    '404 for an unknown one and 403 for a disabled one. All of them have the error body of the answers below.'
  ].join('\n'),
  tags: [{ name: 'users', description: 'The users of a partner.' }],
  security: [{ apiKey: [], clientId: [] }],
  securitySchemes: {
    apiKey: {
      type: 'apiKey',
      in: 'header',
      name: 'MX-API-Key',
      description: '`test-api-key` in all fixtures that come with the mock.'
    },
    clientId: {
      type: 'apiKey',
      in: 'header',
      name: 'MX-Client-ID',
      description: '`test-client-id` in all fixtures that come with the mock.'
    }
  },
  schemas: { User, UserInput, UserRequestBody, UserResponseBody, UsersResponseBody, Pagination, ErrorBody },
  responses: {
    NotModified: { description: 'The body still has the tag of `If-None-Match`.', headers: unchangedHeaders },
    BadRequest: failure(
      'Malformed JSON, a missing or empty user, a malformed path, or a bad name of a sandbox.',
      new errors.BadRequest('the user object cannot be empty: expected {"user":{…}} with at least one member')
    ),
    Unauthorized: failure('The credentials are missing, unknown, or not of one pair.', new errors.Unauthorized()),
    NotAcceptable: failure('Accept takes neither JSON nor version 1.', new errors.NotAcceptable('text/html')),
    ContentTooLarge: failure('The body is over the limit.', new errors.BodyTooLarge(1_048_576)),
    TooManyRequests: onlyWhenAsked('Too many requests'),
    InternalError: failure('The mock failed, or a tester asks for it.', new errors.InternalError()),
    BadGateway: onlyWhenAsked('A bad gateway'),
    Unavailable: failure(
      'No room for another sandbox, or a tester asks for it.',
      new errors.Unavailable(new TooManySandboxes(1000).message)
    ),
    GatewayTimeout: onlyWhenAsked('A gateway that waited too long'),
    BandwidthExceeded: onlyWhenAsked('The bandwidth is used up')
  },
  always,
  operations
}
