import { type Static, Type } from '@sinclair/typebox'
import { AtmsUser, UserGroup as StoredUserGroup } from '../../state/records.ts'

export const User = AtmsUser
export const Users = Type.Array(User)
export const UserGroup = StoredUserGroup
export const UserGroups = Type.Array(UserGroup)

const { Username, DisplayName, UserGroupName, Email, Phone } = AtmsUser.properties

/** What a partner sends of an account. Members that it does not name are ignored, a key may be in any case. */
export const UserDefinition = Type.Object({
  Username,
  DisplayName,
  UserGroupName,
  Email: Type.Optional(Email),
  Phone: Type.Optional(Phone)
})
export type UserDefinition = Static<typeof UserDefinition>

export const ErrorBody = Type.Object(
  {
    Message: Type.String(),
    MessageDetail: Type.Optional(Type.String({ description: 'The nearest route, where none took the request.' })),
    ModelState: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String())))
  },
  { additionalProperties: false }
)

export const UserParams = Type.Object({
  username: Type.String({ description: 'The username of an account, in any case.' })
})
export const GroupParams = Type.Object({ GroupName: Type.String({ description: 'The name of a group, in any case.' }) })
export type UserParams = Static<typeof UserParams>
