import { type Static, Type } from '@sinclair/typebox'
import { defineRecords, list } from '../../api/define-api.ts'
import { nameKey } from './name-key.ts'

const NullableText = (description: string) => Type.Union([Type.String(), Type.Null()], { description })

/** Text that is not blank. */
const NonBlank = (description: string) => Type.String({ pattern: '\\S', description })

/** A user of the ATMS. Its members have the order of the vendor's API document. rule: atms.responses.fields */
export const AtmsUser = Type.Object(
  {
    Username: NonBlank('Unique user name or e-mail address; cannot be changed once the account exists.'),
    DisplayName: NonBlank('Long name to display for the user.'),
    UserGroupName: NonBlank('The GroupName of an existing user group.'),
    Email: NullableText('E-mail address of the user.'),
    Phone: NullableText('Phone number of the user.'),
    IsAccountDisabled: Type.Boolean({ description: 'Whether the user is denied access to the system.' })
  },
  { additionalProperties: false }
)
export type AtmsUser = Static<typeof AtmsUser>

export const UserGroup = Type.Object(
  {
    GroupName: NonBlank('Unique name of the user group.'),
    Description: NullableText('What users of the group do.')
  },
  { additionalProperties: false }
)
export type UserGroup = Static<typeof UserGroup>

/** Fixtures contain only the token itself, as a string. */
export const AtmsToken = Type.Object({
  token: Type.String({ pattern: '^[!-~]+$', description: 'The key of a partner system, sent as the header token.' })
})

export const records = defineRecords('atms', {
  tokens: list(AtmsToken, {
    keys: { key: ({ token }) => token },
    bare: 'token',
    withTable: [{ token: 'test-token' }],
    count: 'tokens'
  }),
  userGroups: list(UserGroup, {
    keys: { key: ({ GroupName }) => nameKey(GroupName) },
    defaults: { Description: null },
    count: 'userGroups',
    label: 'user groups'
  }),
  users: list(AtmsUser, {
    keys: { key: ({ Username }) => nameKey(Username) },
    defaults: { Email: null, Phone: null, IsAccountDisabled: false },
    references: { UserGroupName: 'userGroups' },
    isTable: true,
    label: 'ATMS users'
  })
})
