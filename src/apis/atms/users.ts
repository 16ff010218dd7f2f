import type { Decision } from '../../sandbox/changes.ts'
import type { SandboxState } from '../../sandbox/sandbox-state.ts'
import type { Collection } from '../../state/collection.ts'
import { InvalidRequest, UserGroupNotFound, UserNotFound, UsernameTaken } from './errors.ts'
import { nameKey } from './name-key.ts'
import { type AtmsUser, records, type UserGroup } from './records.ts'

/** The fields of an account that clients send: all except `IsAccountDisabled`. */
export type UserDefinition = Omit<AtmsUser, 'IsAccountDisabled'>

type Problems = Record<string, string[]>

export const usersOf = (state: SandboxState): Collection<AtmsUser> => records.of(state).lists.users
export const groupsOf = (state: SandboxState): Collection<UserGroup> => records.of(state).lists.userGroups

/** @throws UserNotFound */
export function getUser(state: SandboxState, username: string): AtmsUser {
  const user = usersOf(state).get(nameKey(username))
  if (user === undefined) throw new UserNotFound(username) // rule: atms.accounts.unknown, atms.accounts.disabled
  return user
}

/** @throws UserGroupNotFound */
export function getGroup(state: SandboxState, name: string): UserGroup {
  const group = groupsOf(state).get(nameKey(name))
  if (group === undefined) throw new UserGroupNotFound(name)
  return group
}

/** A new account starts enabled. @throws InvalidRequest, UsernameTaken */
export function createUser(state: SandboxState, definition: UserDefinition): Decision<AtmsUser> {
  requireValid(groupProblems(state, definition))
  const user = account(state, definition, false)
  if (usersOf(state).get(nameKey(user.Username)) !== undefined) throw new UsernameTaken(user.Username) // rule: atms.accounts.taken
  return { change: records.add('users', user), result: user }
}

/** Replaces all fields except the username, which keeps its case, and `IsAccountDisabled`. @throws UserNotFound, InvalidRequest */
export function updateUser(state: SandboxState, username: string, definition: UserDefinition): Decision<AtmsUser> {
  const { Username, IsAccountDisabled } = getUser(state, username)
  requireValid({ ...renameProblems(username, definition), ...groupProblems(state, definition) })
  // rule: atms.accounts.replace, atms.accounts.fixed-username
  const user = account(state, { ...definition, Username }, IsAccountDisabled)
  return { change: records.replace('users', user), result: user }
}

/** @throws UserNotFound */
export function setDisabled(state: SandboxState, username: string, IsAccountDisabled: boolean): Decision<AtmsUser> {
  const user = getUser(state, username)
  if (user.IsAccountDisabled === IsAccountDisabled) return { result: user }
  const changed = { ...user, IsAccountDisabled }
  return { change: records.replace('users', changed), result: changed }
}

/** @throws UserNotFound */
export function deleteUser(state: SandboxState, username: string): Decision<AtmsUser> {
  return { result: getUser(state, username), change: records.remove('users', nameKey(username)) } // rule: atms.accounts.reused-username
}

/** A complete account. The name of its group is spelled as in the group itself. */
function account(state: SandboxState, definition: UserDefinition, IsAccountDisabled: boolean): AtmsUser {
  const { Username, DisplayName, UserGroupName, Email, Phone } = definition
  const { GroupName } = getGroup(state, UserGroupName)
  return { Username, DisplayName, UserGroupName: GroupName, Email, Phone, IsAccountDisabled }
}

function groupProblems(state: SandboxState, { UserGroupName }: UserDefinition): Problems {
  if (groupsOf(state).get(nameKey(UserGroupName)) !== undefined) return {}
  // rule: atms.accounts.unknown-group
  return { 'userDefinition.UserGroupName': ['The UserGroupName field must match an existing User Group GroupName.'] }
}

function renameProblems(username: string, { Username }: UserDefinition): Problems {
  if (nameKey(Username) === nameKey(username)) return {} // rule: atms.accounts.rename
  return {
    'userDefinition.Username': ['The Username field is not editable once an account has been created.']
  }
}

function requireValid(problems: Problems): void {
  if (Object.keys(problems).length > 0) throw new InvalidRequest(problems)
}
