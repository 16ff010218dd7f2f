import { type Static, Type } from '@sinclair/typebox'

const NullableText = (description: string) => Type.Union([Type.String(), Type.Null()], { description })

/** A credential travels in a header: printable ASCII without blanks. */
const HeaderValue = (description: string) => Type.String({ pattern: '^[!-~]+$', description })

/** Text with something in it besides white space. */
const Filled = (description: string) => Type.String({ pattern: '\\S', description })

/** A user of Atrium. The order of the members is that of the wire: recorded from the real development host. */
export const AtriumUser = Type.Object(
  {
    guid: Type.String({
      // Real ones are not valid v4 UUIDs, so no version digit is asked for.
      pattern: '^USR-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
      description: 'The unique identifier of the user, given by the server.'
    }),
    is_disabled: Type.Boolean({ description: "Whether access to the user's data is restricted." }),
    metadata: NullableText('Anything the partner wants to keep; echoed byte for byte.'),
    identifier: NullableText("The partner's own identifier, unique among users; null and empty mean none.")
  },
  { additionalProperties: false }
)
export type AtriumUser = Static<typeof AtriumUser>

export const AtriumCredential = Type.Object(
  { apiKey: HeaderValue('Sent as MX-API-Key.'), clientId: HeaderValue('Sent as MX-Client-ID.') },
  { additionalProperties: false }
)
export type AtriumCredential = Static<typeof AtriumCredential>

/** A user of the ATMS, its members in the order of the API's document. */
export const AtmsUser = Type.Object(
  {
    Username: Filled('Unique user name or e-mail address; not editable once the account exists.'),
    DisplayName: Filled('Long name to display for the user.'),
    UserGroupName: Filled('The GroupName of an existing user group.'),
    Email: NullableText('E-mail address of the user.'),
    Phone: NullableText('Phone number of the user.'),
    IsAccountDisabled: Type.Boolean({ description: 'Whether the user is kept from accessing the system.' })
  },
  { additionalProperties: false }
)
export type AtmsUser = Static<typeof AtmsUser>

export const AtmsToken = HeaderValue('A key of one partner system, sent as token.')

export const UserGroup = Type.Object(
  {
    GroupName: Filled('Unique name of the user group.'),
    Description: NullableText('What users of the group do.')
  },
  { additionalProperties: false }
)
export type UserGroup = Static<typeof UserGroup>
