import { type IntegerOptions, type Static, Type } from '@sinclair/typebox'
import { lenient } from '../../api/lenient.ts'
import { AtriumUser } from './records.ts'

export const User = AtriumUser

const NullableText = (description: string) => Type.Optional(Type.Union([Type.String(), Type.Null()], { description }))

/** The members of a user that a partner may send. Error messages quote the descriptions. */
export const UserInput = Type.Object(
  {
    identifier: NullableText('a unique string or null'),
    // Old clients send strings; null counts as not given.
    is_disabled: Type.Optional(
      Type.Union(
        [
          Type.Boolean(),
          Type.Null(),
          lenient(Type.Literal('true')),
          lenient(Type.Literal('false')),
          lenient(Type.Literal(''))
        ],
        { description: 'true or false' }
      )
    ),
    metadata: NullableText('a string or null')
  },
  { minProperties: 1 }
)
export type UserInput = Static<typeof UserInput>

/** The user's members are checked separately, by `fieldsOf`. */
export const UserEnvelope = Type.Object({ user: Type.Object({}, { minProperties: 1 }) })
export const UserRequestBody = Type.Object({ user: UserInput })
export type UserRequestBody = Static<typeof UserRequestBody>

export const UserResponseBody = Type.Object({ user: User }, { additionalProperties: false })

const Count = (description: string) => Type.Integer({ minimum: 0, description })

export const Pagination = Type.Object(
  {
    current_page: Count('The requested page.'),
    per_page: Count('The page size.'),
    total_entries: Count('The total number of users.'),
    total_pages: Type.Integer({ minimum: 1, description: 'The number of pages: at least 1, even without users.' })
  },
  { additionalProperties: false }
)

export const UsersResponseBody = Type.Object(
  { users: Type.Array(User), pagination: Pagination },
  { additionalProperties: false }
)

export type UsersResponseBody = Static<typeof UsersResponseBody>

export const ErrorBody = Type.Object(
  {
    error: Type.Object(
      {
        message: Type.String({ description: 'What is wrong, and with which field.' }),
        status: Type.String({ description: 'The HTTP reason phrase in snake case.' }),
        type: Type.String({ description: 'A machine-readable error type.' })
      },
      { additionalProperties: false }
    )
  },
  { additionalProperties: false }
)

export const UserParams = Type.Object({ user_guid: Type.String({ description: 'The guid of a user.' }) })
export type UserParams = Static<typeof UserParams>

const PageParameter = (description: string, bounds: IntegerOptions) =>
  Type.Optional(
    Type.Union([Type.Integer(bounds), lenient(Type.String()), lenient(Type.Array(Type.String()))], { description })
  )

/** The values that clients should send. The server reads them as the framework does, which accepts more. */
export const PageQuery = Type.Object({
  page: PageParameter('The page to return.', { minimum: 1, default: 1 }),
  records_per_page: PageParameter('The page size. A value outside the limits is replaced with 25.', {
    minimum: 10,
    maximum: 100,
    default: 25
  })
})
/** The parameters as they arrive. */
export type PageQuery = Partial<Record<keyof Static<typeof PageQuery>, string | string[]>>

const NoContent = Type.Null()

// The schemas of the routes. The published document is generated from them.
export const listUsersSchema = {
  operationId: 'list_users',
  querystring: PageQuery,
  response: { 200: UsersResponseBody }
}
export const createUserSchema = {
  operationId: 'create_user',
  body: UserRequestBody,
  response: { 200: UserResponseBody }
}
export const readUserSchema = { operationId: 'read_user', params: UserParams, response: { 200: UserResponseBody } }
export const updateUserSchema = {
  operationId: 'update_user',
  params: UserParams,
  body: UserRequestBody,
  response: { 200: UserResponseBody }
}
export const deleteUserSchema = { operationId: 'delete_user', params: UserParams, response: { 204: NoContent } }
