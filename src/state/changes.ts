import type { AtmsUser, AtriumUser } from './records.ts'
import { nameKey, type State } from './state.ts'

/** One change to one user, as it is applied to the state and kept in the log of changes. */
export type RecordChange =
  | { readonly op: 'atrium.add'; readonly user: AtriumUser; readonly issued: number }
  | { readonly op: 'atrium.replace'; readonly user: AtriumUser }
  | { readonly op: 'atrium.remove'; readonly guid: string }
  | { readonly op: 'atms.add'; readonly user: AtmsUser }
  | { readonly op: 'atms.replace'; readonly user: AtmsUser }
  | { readonly op: 'atms.remove'; readonly username: string }

/** Names a fixture set by its content: the state it holds is the same wherever the hash is. */
export interface FixtureName {
  readonly name: string
  readonly sha256: string
}

/** Back to a fixture set: nothing is left of what was before. */
export interface ResetChange {
  readonly op: 'reset'
  readonly fixtures: FixtureName
}

/** A change that replaces all: a reset, or a state that was sent, in the fixture format. */
export type WholeChange = ResetChange | { readonly op: 'state'; readonly content: string }

export type Change = RecordChange | WholeChange

/** The state after one change to one user. Replaying the log of changes goes through here too. */
export function withChange(state: State, change: RecordChange): State {
  const { atrium, atms } = state
  switch (change.op) {
    case 'atrium.add':
      return { atrium: withAtriumUsers(atrium, atrium.users.add(change.user), change.issued), atms }
    case 'atrium.replace':
      return { atrium: withAtriumUsers(atrium, atrium.users.replace(change.user), atrium.issued), atms }
    case 'atrium.remove':
      return { atrium: withAtriumUsers(atrium, atrium.users.remove(change.guid), atrium.issued), atms }
    case 'atms.add':
      return { atrium, atms: withAtmsUsers(atms, atms.users.add(change.user)) }
    case 'atms.replace':
      return { atrium, atms: withAtmsUsers(atms, atms.users.replace(change.user)) }
    case 'atms.remove':
      return { atrium, atms: withAtmsUsers(atms, atms.users.remove(nameKey(change.username))) }
  }
}

// Member by member: to spread an object takes Node 20 a microsecond, and every change does it.
type Atrium = State['atrium']
type Atms = State['atms']
const withAtriumUsers = ({ credentials }: Atrium, users: Atrium['users'], issued: number): Atrium => ({
  credentials,
  users,
  issued
})
const withAtmsUsers = ({ tokens, userGroups }: Atms, users: Atms['users']): Atms => ({ tokens, userGroups, users })

/** A state that was sent as a whole, in the place of the present one: the guid sequence goes on where it is. */
export function withContent(present: State, content: State): State {
  return { ...content, atrium: { ...content.atrium, issued: present.atrium.issued } }
}
