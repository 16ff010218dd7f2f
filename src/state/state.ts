import type { Collection } from './collection.ts'
import type { Keys } from './indexes.ts'
import type { AtmsUser, AtriumCredential, AtriumUser, UserGroup } from './records.ts'

/** Everything that the two emulated APIs know at one moment: an immutable value. */
export interface State {
  readonly atrium: {
    readonly credentials: readonly AtriumCredential[]
    readonly users: Collection<AtriumUser>
    /** How many guids the seeded sequence has given since the last reset. */
    readonly issued: number
  }
  readonly atms: {
    readonly tokens: readonly string[]
    readonly userGroups: Collection<UserGroup>
    readonly users: Collection<AtmsUser>
  }
}

/** Usernames and group names compare without regard to case, and without a locale. */
export const nameKey = (name: string): string => name.toLowerCase()

export const atriumUserKeys: Keys<AtriumUser> = {
  key: (user) => user.guid,
  // null and "" both mean that the user has no identifier, and never clash.
  unique: (user) => user.identifier || undefined
}

export const atmsUserKeys: Keys<AtmsUser> = { key: (user) => nameKey(user.Username) }

export const userGroupKeys: Keys<UserGroup> = { key: (group) => nameKey(group.GroupName) }

/** The same users, for sandboxes to begin with: none of the guid sequence is issued. */
export async function toBeginWith({ atrium, atms }: State): Promise<State> {
  return {
    atrium: { ...atrium, users: await atrium.users.apart(), issued: 0 },
    atms: { ...atms, users: await atms.users.apart() }
  }
}
