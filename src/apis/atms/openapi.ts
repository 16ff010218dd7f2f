import { Type } from '@sinclair/typebox'
import type { FastifyError } from 'fastify'
import {
  type ApiDocs,
  example,
  type Header,
  type Json,
  type Link,
  type Operation,
  onlyFromStubs,
  type RequestBodyDoc,
  type ResponseDoc,
  shared
} from '../../api/operation.ts'
import { TooManySandboxes } from '../../sandbox/errors.ts'
import * as errors from './errors.ts'
import { ErrorBody, User, UserDefinition, UserGroup, UserGroups, Users } from './schemas.ts'

const uncached = (value: string): Header => ({
  description: 'Responses are never cached.',
  required: true,
  schema: Type.String({ enum: [value] })
})

/** The headers of every response. */
const headers = { 'Cache-Control': uncached('no-cache'), Pragma: uncached('no-cache'), Expires: uncached('-1') }

const failure = (description: string, error: FastifyError): ResponseDoc => ({
  description,
  headers,
  content: { 'application/json': { schema: ErrorBody, examples: example(description, errors.bodyOf(error)) } }
})

const { content: stubbed } = failure('An error that a stub could send.', new errors.UnforeseenError())

const definition = {
  Username: 'tmiller',
  DisplayName: 'Tom Miller',
  UserGroupName: 'Operators',
  Email: 'tmiller@dot.example',
  Phone: '555-0101'
}
/** A user of the built-in fixtures. */
const existing = 'bjones'
const user = { ...definition, IsAccountDisabled: false }
const group = { GroupName: 'Operators', Description: 'Run the traffic management centre.' }

type Links = Readonly<Record<string, Link>>

const found = (description: string, value: Json, links?: Links): ResponseDoc => ({
  description,
  headers,
  examples: example('From a fixture.', value),
  ...(links && { links })
})
const done = (description: string, links?: Links): ResponseDoc => ({ description, headers, ...(links && { links }) })

/** The calls that can follow with a username in the request or the response. */
const linksTo = (username: string, ...operationIds: string[]): Links =>
  Object.fromEntries(
    operationIds.map((operationId) => [
      operationId,
      { operationId, description: 'The account with this username.', parameters: { username } }
    ])
  )

// The routes declare this schema without the media types. The mock reads the body as leniently as ASP.NET does: see user-definition.ts.
const bodyWith = (description: string, value: typeof definition): RequestBodyDoc => {
  const operator = { schema: UserDefinition, examples: example(description, value) }
  return {
    description: 'The account.',
    required: true,
    content: { 'application/json': operator, 'text/json': operator }
  }
}

const invalid = failure(
  'The body is not a valid UserDefinition, names an unknown user group, or renames the account.',
  new errors.InvalidRequest({ 'userDefinition.DisplayName': ['The DisplayName field is required.'] })
)
const unknownUser = failure('No account has this username.', new errors.UserNotFound('nobody'))
const unknownGroup = failure('No group has this name.', new errors.UserGroupNotFound('Nobodies'))
const taken = failure('The username is taken.', new errors.UsernameTaken(definition.Username))

const onUsers = ['users'] as const
const onGroups = ['user groups'] as const
const operations: Record<string, Operation> = {
  list_users: {
    tags: onUsers,
    summary: 'List all users',
    responses: {
      200: found(
        'All accounts, oldest first.',
        [user],
        linksTo('$response.body#/0/Username', 'read_user', 'disable_user', 'enable_user', 'delete_user')
      )
    }
  },
  create_user: {
    tags: onUsers,
    summary: 'Create a user',
    description: 'A new account is enabled.',
    requestBody: bodyWith('An operator.', definition),
    responses: {
      204: done(
        'The account is created.',
        linksTo('$request.body#/Username', 'read_user', 'disable_user', 'enable_user', 'delete_user')
      ),
      400: invalid,
      409: taken,
      413: shared('ContentTooLarge'),
      415: shared('UnsupportedMediaType')
    }
  },
  read_user: {
    tags: onUsers,
    summary: 'Read a user',
    responses: {
      200: found('The account.', user, {
        update_user: {
          operationId: 'update_user',
          description: 'The same account with another display name.',
          parameters: { username: '$response.body#/Username' },
          requestBody: { ...definition, Username: '$response.body#/Username' }
        }
      }),
      404: unknownUser
    }
  },
  update_user: {
    tags: onUsers,
    summary: 'Update a user',
    description: 'Replaces every field of a UserDefinition: an omitted `Email` or `Phone` becomes null.',
    requestBody: bodyWith('The same operator with another name.', { ...definition, Username: existing }),
    responses: {
      204: done('The account is updated.', linksTo('$request.path.username', 'read_user', 'delete_user')),
      400: invalid,
      404: unknownUser,
      413: shared('ContentTooLarge'),
      415: shared('UnsupportedMediaType')
    }
  },
  delete_user: {
    tags: onUsers,
    summary: 'Delete a user',
    parameterExamples: { username: definition.Username },
    responses: { 204: done('The account is deleted.'), 404: unknownUser }
  },
  disable_user: {
    tags: onUsers,
    summary: 'Disable a user',
    responses: {
      204: done(
        'The account is disabled, even if it already was.',
        linksTo('$request.path.username', 'enable_user', 'read_user')
      ),
      404: unknownUser
    }
  },
  enable_user: {
    tags: onUsers,
    summary: 'Enable a user',
    responses: {
      204: done('The account is enabled, even if it already was.', linksTo('$request.path.username', 'read_user')),
      404: unknownUser
    }
  },
  list_user_groups: {
    tags: onGroups,
    summary: 'List all user groups',
    responses: {
      200: found('All groups.', [group], {
        read_user_group: {
          operationId: 'read_user_group',
          description: 'The group with this name.',
          parameters: { GroupName: '$response.body#/0/GroupName' }
        },
        create_user: {
          operationId: 'create_user',
          description: 'An account in this group.',
          requestBody: { ...definition, UserGroupName: '$response.body#/0/GroupName' }
        }
      })
    }
  },
  read_user_group: {
    tags: onGroups,
    summary: 'Read a user group',
    responses: { 200: found('The group.', group), 404: unknownGroup }
  }
}

/** The documentation of this API. */
export const docs: ApiDocs = {
  title: 'inSIGHT ATMS, user management',
  description: [
    'The user management API of inSIGHT ATMS, as atrium-atms-mock emulates it.',
    'The file [atms.md](http://localhost:3000/docs/specs/atms) next to this document lists its rules and the evidence for each.',
    '',
    'An unsupported method on a known path, including HEAD and OPTIONS, gets a 405 with `Allow`; an unknown path under `/api` gets a 404. Both',
    'have the error body shown below. `Users`, `UserGroups`, `enable` and `disable` are case-insensitive.',
    '',
    'The server accepts more than the schemas allow: keys are case-insensitive, numbers and booleans become strings, unknown fields are ignored,',
    'and comments, single quotes and trailing commas are accepted.'
  ].join('\n'),
  tags: [
    { name: 'users', description: 'The accounts of the system.' },
    { name: 'user groups', description: 'The groups that accounts belong to.' }
  ],
  credentials: { token: { description: '`test-token` in all built-in fixtures.', example: 'test-token' } },
  schemas: { User, Users, UserDefinition, UserGroup, UserGroups, ErrorBody },
  responses: {
    BadRequest: failure(
      'A malformed path, or a malformed sandbox name.',
      new errors.InvalidRequest({ username: ['The username in the path must be percent-encoded UTF-8.'] })
    ),
    Unauthorized: failure('The token is missing or unknown.', new errors.Unauthorized()),
    ContentTooLarge: failure('The body exceeds the limit.', new errors.BodyTooLarge(1_048_576)),
    UnsupportedMediaType: failure(
      'The media type of the body is neither application/json nor text/json.',
      new errors.UnsupportedMediaType('text/plain')
    ),
    TooManyRequests: onlyFromStubs('Too many requests', stubbed),
    InternalError: failure('The mock failed, or a stub sent this error.', new errors.UnforeseenError()),
    BadGateway: onlyFromStubs('Bad gateway', stubbed),
    Unavailable: failure(
      'The sandbox limit or the memory limit is reached, the data directory is missing or not writable, or a stub sent this error.',
      errors.rejected(503, new TooManySandboxes(1000).message)
    ),
    GatewayTimeout: onlyFromStubs('Gateway timeout', stubbed)
  },
  commonResponses: {
    400: shared('BadRequest'),
    401: shared('Unauthorized'),
    429: shared('TooManyRequests'),
    500: shared('InternalError'),
    502: shared('BadGateway'),
    503: shared('Unavailable'),
    504: shared('GatewayTimeout')
  },
  parameterExamples: { username: existing, GroupName: group.GroupName },
  operations
}
