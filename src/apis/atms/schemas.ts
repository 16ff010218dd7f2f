import { type Static, Type } from '@sinclair/typebox'
import { AtmsUser, UserGroup as StoredUserGroup } from './records.ts'

export const User = AtmsUser
export const Users = Type.Array(User)
export const UserGroup = StoredUserGroup
export const UserGroups = Type.Array(UserGroup)

const { Username, DisplayName, UserGroupName, Email, Phone } = AtmsUser.properties

/** The fields of an account that clients send. Unknown fields are ignored, and keys are case-insensitive. */
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
    MessageDetail: Type.Optional(Type.String({ description: 'The nearest route, if no route matched.' })),
    ModelState: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String())))
  },
  { additionalProperties: false }
)

export const UserParams = Type.Object({
  username: Type.String({ description: 'The username of an account, case-insensitive.' })
})
export const GroupParams = Type.Object({
  GroupName: Type.String({ description: 'The name of a group, case-insensitive.' })
})
export type UserParams = Static<typeof UserParams>
export type GroupParams = Static<typeof GroupParams>

const NoContent = Type.Null()

// The schemas of the routes. The published document is generated from them.
export const listUsersSchema = { operationId: 'list_users', response: { 200: Users } }
export const createUserSchema = { operationId: 'create_user', body: UserDefinition, response: { 204: NoContent } }
export const readUserSchema = { operationId: 'read_user', params: UserParams, response: { 200: User } }
export const updateUserSchema = {
  operationId: 'update_user',
  params: UserParams,
  body: UserDefinition,
  response: { 204: NoContent }
}
export const deleteUserSchema = { operationId: 'delete_user', params: UserParams, response: { 204: NoContent } }
export const disableUserSchema = { operationId: 'disable_user', params: UserParams, response: { 204: NoContent } }
export const enableUserSchema = { operationId: 'enable_user', params: UserParams, response: { 204: NoContent } }
export const listUserGroupsSchema = { operationId: 'list_user_groups', response: { 200: UserGroups } }
export const readUserGroupSchema = {
  operationId: 'read_user_group',
  params: GroupParams,
  response: { 200: UserGroup }
}
