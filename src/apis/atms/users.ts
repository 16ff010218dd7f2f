import type { Decision } from '../../sandbox/changes.ts'
import type { SandboxState } from '../../sandbox/sandbox-state.ts'
import type { Collection } from '../../state/collection.ts'
import { type AtmsBehavior, CONTRACT } from './behavior.ts'
import { InvalidRequest, NotFound, UserGroupNotFound, UserNotFound, UsernameTaken } from './errors.ts'
import { nameKey } from './name-key.ts'
import { type AtmsUser, records, type UserGroup } from './records.ts'

/** The fields of an account that clients send: all except `IsAccountDisabled`. */
export type UserDefinition = Omit<AtmsUser, 'IsAccountDisabled'>

type Problems = Record<string, string[]>

export const usersOf = (state: SandboxState): Collection<AtmsUser> => records.of(state).lists.users
export const groupsOf = (state: SandboxState): Collection<UserGroup> => records.of(state).lists.userGroups

/** @throws UserNotFound, NotFound */
export function getUser(state: SandboxState, username: string, behavior = CONTRACT): AtmsUser {
  const user = usersOf(state).get(nameKey(username))
  const isFound = user !== undefined && (!behavior.hasExactNames || user.Username === username)
  if (isFound) return user
  // rule: atms.accounts.unknown, atms.accounts.disabled
  throw behavior.describesUnknown ? new UserNotFound(username) : new NotFound()
}

/** @throws UserGroupNotFound, NotFound */
export function getGroup(state: SandboxState, name: string, behavior = CONTRACT): UserGroup {
  const group = groupsOf(state).get(nameKey(name))
  const isFound = group !== undefined && (!behavior.hasExactNames || group.GroupName === name)
  return isFound ? group : unknownGroup(name, behavior)
}

function unknownGroup(name: string, { describesUnknown }: AtmsBehavior): never {
  throw describesUnknown ? new UserGroupNotFound(name) : new NotFound()
}

/** A new account starts enabled. @throws InvalidRequest, UsernameTaken */
export function createUser(state: SandboxState, definition: UserDefinition, behavior = CONTRACT): Decision<AtmsUser> {
  requireValid(groupProblems(state, definition, behavior))
  const user = account(state, definition, false, behavior)
  if (usersOf(state).get(nameKey(user.Username)) !== undefined) throw taken(user.Username, behavior)
  return { change: records.add('users', user), result: user }
}

/** Replaces all fields except the username, which keeps its case, and `IsAccountDisabled`. @throws UserNotFound, InvalidRequest */
export function updateUser(
  state: SandboxState,
  username: string,
  definition: UserDefinition,
  behavior = CONTRACT
): Decision<AtmsUser> {
  const { Username, IsAccountDisabled, ...current } = getUser(state, username, behavior)
  requireValid({ ...renameProblems(username, definition, behavior), ...groupProblems(state, definition, behavior) })
  // rule: atms.accounts.replace, atms.accounts.fixed-username
  const user = account(
    state,
    { ...definition, ...optionalFields(definition, current, behavior), Username },
    IsAccountDisabled,
    behavior
  )
  return { change: records.replace('users', user), result: user }
}

/** @throws UserNotFound */
export function setDisabled(
  state: SandboxState,
  username: string,
  IsAccountDisabled: boolean,
  behavior = CONTRACT
): Decision<AtmsUser> {
  const user = getUser(state, username, behavior)
  if (user.IsAccountDisabled === IsAccountDisabled) return { result: user }
  const changed = { ...user, IsAccountDisabled }
  return { change: records.replace('users', changed), result: changed }
}

/** @throws UserNotFound */
export function deleteUser(state: SandboxState, username: string, behavior = CONTRACT): Decision<AtmsUser> {
  return { result: getUser(state, username, behavior), change: records.remove('users', nameKey(username)) } // rule: atms.accounts.reused-username
}

/** The fields that a PUT may omit. */
function optionalFields(
  { Email, Phone }: UserDefinition,
  current: Pick<AtmsUser, 'Email' | 'Phone'>,
  { mergesUpdates }: AtmsBehavior
): Pick<AtmsUser, 'Email' | 'Phone'> {
  return mergesUpdates ? { Email: Email ?? current.Email, Phone: Phone ?? current.Phone } : { Email, Phone }
}

/** A complete account. The name of its group is spelled as in the group itself. */
function account(
  state: SandboxState,
  definition: UserDefinition,
  IsAccountDisabled: boolean,
  behavior: AtmsBehavior
): AtmsUser {
  const { Username, DisplayName, UserGroupName, Email, Phone } = definition
  const { GroupName } = groupsOf(state).get(nameKey(UserGroupName)) ?? unknownGroup(UserGroupName, behavior)
  return { Username, DisplayName, UserGroupName: GroupName, Email, Phone, IsAccountDisabled }
}

function groupProblems(
  state: SandboxState,
  { UserGroupName }: UserDefinition,
  { groupStatus }: AtmsBehavior
): Problems {
  // With a 404, the group is missed when the account is completed.
  if (groupStatus === 404 || groupsOf(state).get(nameKey(UserGroupName)) !== undefined) return {}
  // rule: atms.accounts.unknown-group
  return { 'userDefinition.UserGroupName': ['The UserGroupName field must match an existing User Group GroupName.'] }
}

function renameProblems(username: string, { Username }: UserDefinition, { ignoresRenames }: AtmsBehavior): Problems {
  if (ignoresRenames || nameKey(Username) === nameKey(username)) return {} // rule: atms.accounts.rename
  return {
    'userDefinition.Username': ['The Username field is not editable once an account has been created.']
  }
}

function taken(username: string, { takenStatus }: AtmsBehavior): Error {
  const error = new UsernameTaken(username) // rule: atms.accounts.taken
  return takenStatus === 400 ? new InvalidRequest({ 'userDefinition.Username': [error.message] }) : error
}

function requireValid(problems: Problems): void {
  if (Object.keys(problems).length > 0) throw new InvalidRequest(problems)
}
