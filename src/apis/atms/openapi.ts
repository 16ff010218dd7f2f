import { type DocumentSource, onlyWhenAsked } from '../../api/operation.ts'
import { TooManySandboxes } from '../../sandbox/errors.ts'
import * as errors from './errors.ts'
import { always, operations } from './openapi-operations.ts'
import { failure } from './openapi-responses.ts'
import { ErrorBody, User, UserDefinition, UserGroup, UserGroups, Users } from './schemas.ts'

/** What is published of this API. */
export const atms: DocumentSource = {
  title: 'inSIGHT ATMS, user management',
  description: [
    'The user management API of inSIGHT ATMS as atrium-atms-mock emulates it.',
    'What is certain of it and what is decided stands in `atms.md` beside this document.',
    '',
    'A wrong verb on a known path, HEAD and OPTIONS included, is a 405 with `Allow`, and an unknown path under `/api` a 404, both with',
    'the error body of the answers below. `Users`, `UserGroups`, `enable` and `disable` may be written in any case.',
    '',
    'A body may be laxer than its schema: a key in any case sets the member, numbers and booleans become text, unknown members are ignored.'
  ].join('\n'),
  tags: [
    { name: 'users', description: 'The accounts of the system.' },
    { name: 'user groups', description: 'The groups that an account can belong to.' }
  ],
  security: [{ token: [] }],
  securitySchemes: {
    token: {
      type: 'apiKey',
      in: 'header',
      name: 'token',
      description: '`test-token` in all fixtures that come with the mock.'
    }
  },
  schemas: { User, Users, UserDefinition, UserGroup, UserGroups, ErrorBody },
  responses: {
    BadRequest: failure(
      'A malformed path, or a bad name of a sandbox.',
      new errors.InvalidRequest({ username: ['The username in the path must be percent-encoded UTF-8.'] })
    ),
    Unauthorized: failure('The token is missing or unknown.', new errors.Unauthorized()),
    ContentTooLarge: failure('The body is over the limit.', new errors.BodyTooLarge(1_048_576)),
    UnsupportedMediaType: failure(
      'The body is not of the type application/json or text/json.',
      new errors.UnsupportedMediaType('text/plain')
    ),
    TooManyRequests: onlyWhenAsked('Too many requests'),
    InternalError: failure('The mock failed, or a tester asks for it.', new errors.UnforeseenError()),
    BadGateway: onlyWhenAsked('A bad gateway'),
    Unavailable: failure(
      'No room for another sandbox, or a tester asks for it.',
      new errors.Unavailable(new TooManySandboxes(1000).message)
    ),
    GatewayTimeout: onlyWhenAsked('A gateway that waited too long')
  },
  always,
  operations
}
