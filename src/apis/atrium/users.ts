import { Check } from '@sinclair/typebox/value'
import type { Decision } from '../../sandbox/changes.ts'
import type { SandboxState } from '../../sandbox/sandbox-state.ts'
import type { Collection } from '../../state/collection.ts'
import { CONTRACT } from './behavior.ts'
import { AtriumUserNotFound, BadRequest, IdentifierTaken, UserLimitReached, withStatus } from './errors.ts'
import type { GuidSequence } from './guid-sequence.ts'
import { AtriumUser, records } from './records.ts'

/** The members of a user that a partner may set. An omitted member keeps its value, or gets its default in a new user. */
export type UserFields = Partial<Omit<AtriumUser, 'guid'>>

/** The source of new guids, and the maximum number of users. */
export interface CreateOptions {
  readonly guids: GuidSequence
  readonly limit: number | undefined
}

export const usersOf = (state: SandboxState): Collection<AtriumUser> => records.of(state).lists.users

const { guid: Guid } = AtriumUser.properties

/** @throws AtriumUserNotFound, BadRequest */
export function getUser(state: SandboxState, guid: string, { malformedGuidStatus } = CONTRACT): AtriumUser {
  const user = usersOf(state).get(guid)
  if (user !== undefined) return user
  // rule: atrium.user.malformed-guid
  if (malformedGuidStatus === 400 && !Check(Guid, guid))
    throw new BadRequest(`user_guid: expected a guid, not '${guid}'`)
  throw new AtriumUserNotFound(guid)
}

/** @throws IdentifierTaken, UserLimitReached */
export function createUser(
  state: SandboxState,
  { is_disabled = false, metadata = null, identifier = null }: UserFields,
  { guids, limit }: CreateOptions,
  { limitStatus } = CONTRACT
): Decision<AtriumUser> {
  const { lists, counters } = records.of(state)
  requireFree(lists.users, identifier)
  // rule: atrium.user.limit
  if (limit !== undefined && lists.users.size >= limit) throw withStatus(new UserLimitReached(), limitStatus)
  let index = counters.guids
  let guid = guids.at(index)
  // A fixture that was exported from a state may contain guids of the sequence.
  while (lists.users.get(guid) !== undefined) guid = guids.at(++index)
  const user = { guid, is_disabled, metadata, identifier }
  return { change: records.add('users', user, { guids: index + 1 }), result: user }
}

/** The fields of a new user, unless a partner sets them. */
const NO_FIELDS: Required<UserFields> = { is_disabled: false, metadata: null, identifier: null }

/** @throws AtriumUserNotFound, IdentifierTaken */
export function updateUser(
  state: SandboxState,
  guid: string,
  fields: UserFields,
  behavior = CONTRACT
): Decision<AtriumUser> {
  const current = getUser(state, guid, behavior)
  const user = { ...current, ...(behavior.replacesUsers && NO_FIELDS), ...fields } // rule: atrium.user.partial-update
  if (user.identifier !== current.identifier) requireFree(usersOf(state), user.identifier)
  return { change: records.replace('users', user), result: user }
}

/** @throws AtriumUserNotFound */
export function deleteUser(state: SandboxState, guid: string, behavior = CONTRACT): Decision<AtriumUser> {
  return { result: getUser(state, guid, behavior), change: records.remove('users', guid) } // rule: atrium.user.reused-identifier
}

function requireFree(users: Collection<AtriumUser>, identifier: string | null): void {
  // rule: atrium.user.taken, atrium.user.no-identifier
  if (identifier && users.holder(identifier) !== undefined) throw new IdentifierTaken()
}
