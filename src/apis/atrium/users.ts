import type { Decision } from '../../sandbox/changes.ts'
import type { SandboxState } from '../../sandbox/sandbox-state.ts'
import type { Collection } from '../../state/collection.ts'
import { AtriumUserNotFound, IdentifierTaken, UserLimitReached } from './errors.ts'
import type { GuidSequence } from './guid-sequence.ts'
import { type AtriumUser, records } from './records.ts'

/** The members of a user that a partner may set. An omitted member keeps its value, or gets its default in a new user. */
export type UserFields = Partial<Omit<AtriumUser, 'guid'>>

/** The source of new guids, and the maximum number of users. */
export interface CreateOptions {
  readonly guids: GuidSequence
  readonly limit: number | undefined
}

export const usersOf = (state: SandboxState): Collection<AtriumUser> => records.of(state).lists.users

/** @throws AtriumUserNotFound */
export function getUser(state: SandboxState, guid: string): AtriumUser {
  const user = usersOf(state).get(guid)
  if (user === undefined) throw new AtriumUserNotFound(guid) // rule: atrium.user.malformed-guid
  return user
}

/** @throws IdentifierTaken, UserLimitReached */
export function createUser(
  state: SandboxState,
  { is_disabled = false, metadata = null, identifier = null }: UserFields,
  { guids, limit }: CreateOptions
): Decision<AtriumUser> {
  const { lists, counters } = records.of(state)
  requireFree(lists.users, identifier)
  // rule: atrium.user.limit
  if (limit !== undefined && lists.users.size >= limit) throw new UserLimitReached()
  let index = counters.guids
  let guid = guids.at(index)
  // A fixture that was exported from a state may contain guids of the sequence.
  while (lists.users.get(guid) !== undefined) guid = guids.at(++index)
  const user = { guid, is_disabled, metadata, identifier }
  return { change: records.add('users', user, { guids: index + 1 }), result: user }
}

/** @throws AtriumUserNotFound, IdentifierTaken */
export function updateUser(state: SandboxState, guid: string, fields: UserFields): Decision<AtriumUser> {
  const current = getUser(state, guid)
  const user = { ...current, ...fields } // rule: atrium.user.partial-update
  if (user.identifier !== current.identifier) requireFree(usersOf(state), user.identifier)
  return { change: records.replace('users', user), result: user }
}

/** @throws AtriumUserNotFound */
export function deleteUser(state: SandboxState, guid: string): Decision<AtriumUser> {
  return { result: getUser(state, guid), change: records.remove('users', guid) } // rule: atrium.user.reused-identifier
}

function requireFree(users: Collection<AtriumUser>, identifier: string | null): void {
  // rule: atrium.user.taken, atrium.user.no-identifier
  if (identifier && users.holder(identifier) !== undefined) throw new IdentifierTaken()
}
