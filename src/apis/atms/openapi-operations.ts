import { type Answer, example, type Json, type Link, type Operation, shared } from '../../api/operation.ts'
import { AtmsUserNotFound, UserGroupNotFound, UsernameTaken } from '../../state/errors.ts'
import { InvalidRequest } from './errors.ts'
import { failure, headers, MEDIA_TYPE } from './openapi-responses.ts'
import { User, UserDefinition, UserGroup, UserGroups, Users } from './schemas.ts'

const definition = {
  Username: 'asmith',
  DisplayName: 'Alice Smith',
  UserGroupName: 'Operators',
  Email: 'asmith@example.com',
  Phone: '555-0101'
}
const user = { ...definition, IsAccountDisabled: false }
const group = { GroupName: 'Operators', Description: 'Run the traffic management centre.' }

const onUsers = ['users'] as const
const onGroups = ['user groups'] as const

/** What any request can come to. */
export const always = {
  400: shared('BadRequest'),
  401: shared('Unauthorized'),
  429: shared('TooManyRequests'),
  500: shared('InternalError'),
  502: shared('BadGateway'),
  503: shared('Unavailable'),
  504: shared('GatewayTimeout')
}

const invalid = failure(
  'The body is not a valid UserDefinition, names no user group, or renames the account.',
  new InvalidRequest({ 'userDefinition.DisplayName': ['The DisplayName field is required.'] })
)
const unknownUser = failure('There is no account of this username.', new AtmsUserNotFound('nobody'))
const unknownGroup = failure('There is no group of this name.', new UserGroupNotFound('Nobodies'))
const taken = failure('The username is taken.', new UsernameTaken(definition.Username))

const shows = (description: string, schema: Answer['content'], links?: Answer['links']): Answer => ({
  description,
  headers,
  ...(schema && { content: schema }),
  ...(links && { links })
})

const body = (schema: typeof User | typeof Users | typeof UserGroup | typeof UserGroups, value: Json) => ({
  [MEDIA_TYPE]: { schema, examples: example('As in a fixture.', value) }
})

const done = (description: string, links?: Answer['links']): Answer => shows(description, undefined, links)

/** What can be done with the username of an exchange. */
const linksTo = (username: string, ...operationIds: string[]): Record<string, Link> =>
  Object.fromEntries(
    operationIds.map((operationId) => [
      operationId,
      { operationId, description: 'The account by its username.', parameters: { username } }
    ])
  )

const requestBody = {
  description: 'The account.',
  required: true,
  content: Object.fromEntries(
    ['application/json', 'text/json'].map((type) => [
      type,
      { schema: UserDefinition, examples: example('An operator.', definition) }
    ])
  )
}

export const operations: Readonly<Record<string, Operation>> = {
  list_users: {
    tags: onUsers,
    summary: 'List all users',
    responses: {
      ...always,
      200: shows(
        'All accounts, the oldest first.',
        body(Users, [user]),
        linksTo('$response.body#/0/Username', 'read_user', 'disable_user', 'enable_user', 'delete_user')
      )
    }
  },
  create_user: {
    tags: onUsers,
    summary: 'Create a user',
    description: 'A new account is enabled.',
    requestBody,
    responses: {
      ...always,
      204: done(
        'The account is there.',
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
      ...always,
      200: shows('The account.', body(User, user), {
        update_user: {
          operationId: 'update_user',
          description: 'The same account with another name to display.',
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
    description: 'Replaces all that a UserDefinition says: an `Email` or `Phone` that is left out becomes null.',
    requestBody,
    responses: {
      ...always,
      204: done('The account is as it was sent.', linksTo('$request.path.username', 'read_user', 'delete_user')),
      400: invalid,
      404: unknownUser,
      413: shared('ContentTooLarge'),
      415: shared('UnsupportedMediaType')
    }
  },
  delete_user: {
    tags: onUsers,
    summary: 'Delete a user',
    responses: { ...always, 204: done('The account is gone.'), 404: unknownUser }
  },
  disable_user: {
    tags: onUsers,
    summary: 'Disable a user',
    responses: {
      ...always,
      204: done(
        'The account is disabled, whatever it was.',
        linksTo('$request.path.username', 'enable_user', 'read_user')
      ),
      404: unknownUser
    }
  },
  enable_user: {
    tags: onUsers,
    summary: 'Enable a user',
    responses: {
      ...always,
      204: done('The account is enabled, whatever it was.', linksTo('$request.path.username', 'read_user')),
      404: unknownUser
    }
  },
  list_user_groups: {
    tags: onGroups,
    summary: 'List all user groups',
    responses: {
      ...always,
      200: shows('All groups.', body(UserGroups, [group]), {
        read_user_group: {
          operationId: 'read_user_group',
          description: 'The group by its name.',
          parameters: { GroupName: '$response.body#/0/GroupName' }
        },
        create_user: {
          operationId: 'create_user',
          description: 'An account of this group.',
          requestBody: { ...definition, UserGroupName: '$response.body#/0/GroupName' }
        }
      })
    }
  },
  read_user_group: {
    tags: onGroups,
    summary: 'Read a user group',
    responses: { ...always, 200: shows('The group.', body(UserGroup, group)), 404: unknownGroup }
  }
}
