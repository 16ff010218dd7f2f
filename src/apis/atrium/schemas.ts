import { type Static, Type } from '@sinclair/typebox'
import { AtriumUser } from '../../state/records.ts'

export const User = AtriumUser

const NullableText = (description: string) => Type.Optional(Type.Union([Type.String(), Type.Null()], { description }))

/** The members that a partner may send of a user. The descriptions say what was expected, in the answer to another type. */
export const UserInput = Type.Object(
  {
    identifier: NullableText('a text that no other user has, or null'),
    // Old clients send strings; null is as if it were not given.
    is_disabled: Type.Optional(
      Type.Union([Type.Boolean(), Type.Literal('true'), Type.Literal('false'), Type.Literal(''), Type.Null()], {
        description: 'true or false'
      })
    ),
    metadata: NullableText('a text, or null')
  },
  { minProperties: 1 }
)
export type UserInput = Static<typeof UserInput>

export const UserRequestBody = Type.Object({ user: UserInput })

export const UserResponseBody = Type.Object({ user: User }, { additionalProperties: false })

const Count = (description: string) => Type.Integer({ minimum: 0, description })

export const Pagination = Type.Object(
  {
    current_page: Count('The page that was asked for.'),
    per_page: Count('Users on a full page.'),
    total_entries: Count('Users in all.'),
    total_pages: Type.Integer({ minimum: 1, description: 'At least 1, with no user too.' })
  },
  { additionalProperties: false }
)

export const UsersResponseBody = Type.Object(
  { users: Type.Array(User), pagination: Pagination },
  { additionalProperties: false }
)

export const ErrorBody = Type.Object(
  {
    error: Type.Object(
      {
        message: Type.String({ description: 'What was wrong, and with which field.' }),
        status: Type.String({ description: 'The HTTP reason in snake case.' }),
        type: Type.String({ description: 'The kind of error, for machines.' })
      },
      { additionalProperties: false }
    )
  },
  { additionalProperties: false }
)

export const UserParams = Type.Object({ user_guid: Type.String({ description: 'The guid of a user.' }) })

const PageParameter = (description: string) =>
  Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())], { description }))

/** No value is refused: what is not a plain decimal number counts as not given. */
export const PageQuery = Type.Object({
  page: PageParameter('The page to show: 1 unless a number is given.'),
  records_per_page: PageParameter('Users on a page, 10 to 100: 25 for anything else.')
})
export type PageQuery = Static<typeof PageQuery>
