import type { Decision } from '../../sandbox/changes.ts'
import type { SandboxState } from '../../sandbox/sandbox-state.ts'
import type { Collection } from '../../state/collection.ts'
import { AtriumUserNotFound, IdentifierTaken, UserLimitReached } from './errors.ts'
import type { GuidSequence } from './guid-sequence.ts'
import { type AtriumUser, records } from './records.ts'

/** What a partner may set of a user. A member that is left out keeps its value, or has its default in a new user. */
export type UserFields = Partial<Omit<AtriumUser, 'guid'>>

/** Where guids come from and how many users there may be. */
export interface CreateOptions {
  readonly guids: GuidSequence
  readonly limit: number | undefined
}

export const usersOf = (state: SandboxState): Collection<AtriumUser> => records.of(state).lists.users

/** @throws AtriumUserNotFound */
export function getUser(state: SandboxState, guid: string): AtriumUser {
  const user = usersOf(state).get(guid)
  if (user === undefined) throw new AtriumUserNotFound(guid)
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
  if (limit !== undefined && lists.users.size >= limit) throw new UserLimitReached()
  let place = counters.guids
  let guid = guids.at(place)
  // A fixture may hold guids of the sequence: it may have been exported from a state.
  while (lists.users.get(guid) !== undefined) guid = guids.at(++place)
  const user = { guid, is_disabled, metadata, identifier }
  return { change: records.add('users', user, { guids: place + 1 }), result: user }
}

/** @throws AtriumUserNotFound, IdentifierTaken */
export function updateUser(state: SandboxState, guid: string, fields: UserFields): Decision<AtriumUser> {
  const present = getUser(state, guid)
  const user = { ...present, ...fields }
  if (user.identifier !== present.identifier) requireFree(usersOf(state), user.identifier)
  return { change: records.replace('users', user), result: user }
}

/** @throws AtriumUserNotFound */
export function deleteUser(state: SandboxState, guid: string): Decision<AtriumUser> {
  return { result: getUser(state, guid), change: records.remove('users', guid) }
}

function requireFree(users: Collection<AtriumUser>, identifier: string | null): void {
  if (identifier && users.holder(identifier) !== undefined) throw new IdentifierTaken()
}
