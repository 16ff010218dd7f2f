import type { Collection } from '../../state/collection.ts'
import { AtmsUserNotFound, UserGroupNotFound, UsernameTaken } from '../../state/errors.ts'
import type { AtmsUser, UserGroup } from '../../state/records.ts'
import { nameKey } from '../../state/state.ts'
import type { Store } from '../../state/store.ts'

/** What a partner sends of an account: all but whether it is disabled. */
export type UserDefinition = Omit<AtmsUser, 'IsAccountDisabled'>

/** The accounts and user groups of the ATMS in one sandbox. Each operation checks and changes in one synchronous step. */
export class AtmsUsers {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** All accounts, as they are at this moment. */
  get all(): Collection<AtmsUser> {
    return this.#store.state.atms.users
  }

  get groups(): Collection<UserGroup> {
    return this.#store.state.atms.userGroups
  }

  /** @throws AtmsUserNotFound */
  get(username: string): AtmsUser {
    const user = this.all.get(nameKey(username))
    if (user === undefined) throw new AtmsUserNotFound(username)
    return user
  }

  /** @throws UserGroupNotFound */
  group(name: string): UserGroup {
    const group = this.groups.get(nameKey(name))
    if (group === undefined) throw new UserGroupNotFound(name)
    return group
  }

  /** A new account starts enabled. @throws UserGroupNotFound, UsernameTaken */
  create(definition: UserDefinition): AtmsUser {
    const user = this.#account(definition, false)
    if (this.all.get(nameKey(user.Username)) !== undefined) throw new UsernameTaken(user.Username)
    this.#store.change({ op: 'atms.add', user })
    return user
  }

  /** Replaces all but the username, kept in its first spelling, and the flag. @throws AtmsUserNotFound, UserGroupNotFound */
  update(username: string, definition: UserDefinition): AtmsUser {
    const { Username, IsAccountDisabled } = this.get(username)
    return this.#replace(this.#account({ ...definition, Username }, IsAccountDisabled))
  }

  /** @throws AtmsUserNotFound */
  setDisabled(username: string, IsAccountDisabled: boolean): AtmsUser {
    const user = this.get(username)
    return user.IsAccountDisabled === IsAccountDisabled ? user : this.#replace({ ...user, IsAccountDisabled })
  }

  /** @throws AtmsUserNotFound */
  remove(username: string): void {
    const user = this.get(username)
    this.#store.change({ op: 'atms.remove', username: user.Username })
  }

  /** The group is kept in its own spelling. */
  #account(definition: UserDefinition, IsAccountDisabled: boolean): AtmsUser {
    const { Username, DisplayName, UserGroupName, Email, Phone } = definition
    return {
      Username,
      DisplayName,
      UserGroupName: this.group(UserGroupName).GroupName,
      Email,
      Phone,
      IsAccountDisabled
    }
  }

  #replace(user: AtmsUser): AtmsUser {
    this.#store.change({ op: 'atms.replace', user })
    return user
  }
}
