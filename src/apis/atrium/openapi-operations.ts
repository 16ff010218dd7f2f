import { type Answer, example, type Link, type Operation, shared } from '../../api/operation.ts'
import { AtriumUserNotFound, IdentifierTaken } from '../../state/errors.ts'
import * as errors from './errors.ts'
import { failure, MEDIA_TYPE, plainHeaders, taggedHeaders } from './openapi-responses.ts'
import { PageQuery, UserRequestBody, UserResponseBody, UsersResponseBody } from './schemas.ts'

const steven = {
  guid: 'USR-a0d28b12-2ccf-e80f-df0f-157f17d1b134',
  is_disabled: false,
  metadata: '{"first_name": "Steven", "favorite_color": "BLUE"}',
  identifier: '32d355b8-e2b4-449a-ab5c-86946224e0f9'
}

const tags = ['users'] as const

/** What any request can come to. */
export const always = {
  400: shared('BadRequest'),
  401: shared('Unauthorized'),
  406: shared('NotAcceptable'),
  429: shared('TooManyRequests'),
  500: shared('InternalError'),
  502: shared('BadGateway'),
  503: shared('Unavailable'),
  504: shared('GatewayTimeout'),
  509: shared('BandwidthExceeded')
}

const unknownUser = failure(
  'No user has this guid.',
  new AtriumUserNotFound('USR-00000000-0000-0000-0000-000000000000')
)
const taken = failure('Another user has this identifier.', new IdentifierTaken(steven.identifier))
const wrongType = failure(
  'A member of the user has a wrong type, or the limit of users is reached.',
  new errors.InvalidField('is_disabled: expected true or false')
)

/** What can be done with the guid of an answer. */
const linksTo = (user_guid: string): Record<string, Link> =>
  Object.fromEntries(
    ['read_user', 'update_user', 'delete_user'].map((operationId) => [
      operationId,
      { operationId, description: 'The user by the guid of this answer.', parameters: { user_guid } }
    ])
  )

const user = (description: string): Answer => ({
  description,
  headers: taggedHeaders,
  content: { [MEDIA_TYPE]: { schema: UserResponseBody, examples: example('An enabled user.', { user: steven }) } },
  links: linksTo('$response.body#/user/guid')
})

const page: Answer = {
  description: 'A page of the users, the oldest first. A page past the last one is empty.',
  headers: taggedHeaders,
  content: {
    [MEDIA_TYPE]: {
      schema: UsersResponseBody,
      examples: example('The first of three pages.', {
        users: [steven],
        pagination: { current_page: 1, per_page: 25, total_entries: 71, total_pages: 3 }
      })
    }
  },
  links: linksTo('$response.body#/users/0/guid')
}

const requestBody = (description: string, value: object) => ({
  description,
  required: true,
  content: { 'application/json': { schema: UserRequestBody, examples: example(description, { user: { ...value } }) } }
})

export const operations: Readonly<Record<string, Operation>> = {
  list_users: {
    tags,
    summary: 'List users',
    querystring: PageQuery,
    responses: { ...always, 200: page, 304: shared('NotModified') }
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
      ...always,
      200: user('The user as it was created. The real service answers 200 too, not 201.'),
      409: taken,
      413: shared('ContentTooLarge'),
      422: wrongType
    }
  },
  read_user: {
    tags,
    summary: 'Read a user',
    responses: { ...always, 200: user('The user.'), 304: shared('NotModified'), 404: unknownUser }
  },
  update_user: {
    tags,
    summary: 'Update a user',
    description: 'Members that are not sent keep their values; `null` clears `identifier` or `metadata`.',
    requestBody: requestBody('Disables a user.', { is_disabled: true }),
    responses: {
      ...always,
      200: user('The user as it is now.'),
      404: unknownUser,
      409: taken,
      413: shared('ContentTooLarge'),
      422: wrongType
    }
  },
  delete_user: {
    tags,
    summary: 'Delete a user',
    responses: {
      ...always,
      204: { description: 'The user is gone.', headers: plainHeaders },
      404: unknownUser
    }
  }
}
