import type { Collection } from '../../state/collection.ts'
import { AtriumUserNotFound, IdentifierTaken, UserLimitReached } from '../../state/errors.ts'
import type { AtriumUser } from '../../state/records.ts'
import type { Store } from '../../state/store.ts'
import { GuidSequence } from './guid-sequence.ts'

/** What a partner may set of an Atrium user. A member left out keeps its value, or has its default in a new user. */
export type AtriumUserFields = Partial<Omit<AtriumUser, 'guid'>>

/** Where guids come from and how many users there may be. */
export interface AtriumUserOptions {
  readonly guidSeed: string
  /** `undefined`: no limit. The real development environment has one of 100. */
  readonly limit: number | undefined
}

/** The users of Atrium in one sandbox. Each operation checks and changes in one synchronous step. */
export class AtriumUsers {
  readonly #store: Store
  readonly #options: AtriumUserOptions
  readonly #guids: GuidSequence

  constructor(store: Store, options: AtriumUserOptions) {
    this.#store = store
    this.#options = options
    this.#guids = new GuidSequence(options.guidSeed)
  }

  /** All users, as they are at this moment. */
  get all(): Collection<AtriumUser> {
    return this.#store.state.atrium.users
  }

  /** @throws AtriumUserNotFound */
  get(guid: string): AtriumUser {
    const user = this.all.get(guid)
    if (user === undefined) throw new AtriumUserNotFound(guid)
    return user
  }

  /** @throws IdentifierTaken, UserLimitReached */
  create({ is_disabled = false, metadata = null, identifier = null }: AtriumUserFields): AtriumUser {
    this.#assertFree(identifier)
    const { limit } = this.#options
    if (limit !== undefined && this.all.size >= limit) throw new UserLimitReached(limit)
    const { guid, issued } = this.#nextGuid()
    const user = { guid, is_disabled, metadata, identifier }
    this.#store.change({ op: 'atrium.add', user, issued })
    return user
  }

  /** The user as JSON. */
  jsonOf(user: AtriumUser): string {
    return this.#store.json.of(user)
  }

  /** @throws AtriumUserNotFound, IdentifierTaken */
  update(guid: string, fields: AtriumUserFields): AtriumUser {
    const present = this.get(guid)
    const user = { ...present, ...fields }
    if (user.identifier !== present.identifier) this.#assertFree(user.identifier)
    this.#store.change({ op: 'atrium.replace', user })
    return user
  }

  /** @throws AtriumUserNotFound */
  remove(guid: string): void {
    this.get(guid)
    this.#store.change({ op: 'atrium.remove', guid })
  }

  #assertFree(identifier: string | null): void {
    if (identifier && this.all.holder(identifier) !== undefined) throw new IdentifierTaken(identifier)
  }

  /** The next guid of the sequence that no user has: one could be there from an exported state. Those given since differ from it. */
  #nextGuid(): { guid: string; issued: number } {
    let { issued } = this.#store.state.atrium
    let guid = this.#guids.at(issued)
    while (this.all.hasFromBeginning(guid)) guid = this.#guids.at(++issued)
    return { guid, issued: issued + 1 }
  }
}
