import { Check } from '@sinclair/typebox/value'
import { bytesOf } from '../../../common/bytes.ts'
import type { Behavior } from '../../../rules/behavior.ts'
import type { Exchange } from '../../../rules/exchange.ts'
import type { Observations, Rule } from '../../../rules/rule.ts'
import { type AtriumBehavior, behaviorOf } from '../behavior.ts'
import { AtriumUser } from '../records.ts'
import { credentialsOf, deviationsOf, type Fault, isTolerated, type Known } from './faults.ts'
import { callOf, targetOf } from './requests.ts'

export type AtriumRule = Rule<AtriumObservations>

/** The oldest are forgotten first. What is forgotten is unknown, which makes rules inapplicable, never broken. */
const MAX_KNOWN = 10_000
/** About how much memory one of them takes besides a user, in bytes. */
const KNOWN_BYTES = 200

/** What exchanges have shown about users and credentials. */
export class AtriumObservations implements Observations, Known {
  readonly chosen: Behavior
  readonly behavior: AtriumBehavior
  readonly #max: number
  /** In the order in which they were first seen; `null` for a deleted user. */
  readonly #users = new Map<string, AtriumUser | null>()
  readonly #holders = new Map<string, string>()
  readonly #freed = new Set<string>()
  readonly #created = new Map<string, number>()
  #creations = 0
  #userBytes = 0
  #total: number | undefined
  readonly #credentials = new Set<string>()
  #last: { readonly exchange: Exchange; readonly deviations: readonly Fault[] } | undefined

  constructor(chosen: Behavior = new Map(), max = MAX_KNOWN) {
    this.chosen = chosen
    this.behavior = behaviorOf(chosen)
    this.#max = max
  }

  get bytes(): number {
    return this.#userBytes + KNOWN_BYTES * (this.#users.size + this.#freed.size + this.#credentials.size)
  }

  exists(guid: string): boolean | undefined {
    const user = this.#users.get(guid)
    return user === undefined ? undefined : user !== null
  }

  user(guid: string | undefined): AtriumUser | undefined {
    return this.#users.get(guid ?? '') ?? undefined
  }

  holderOf(identifier: string): string | null | undefined {
    return this.#holders.get(identifier) ?? (this.#freed.has(identifier) ? null : undefined)
  }

  /** How many users there are; `undefined` if that is not known. */
  get total(): number | undefined {
    return this.#total
  }

  /** When a user was created, relative to others; `undefined` if that was not seen. */
  creationOf(guid: string): number | undefined {
    return this.#created.get(guid)
  }

  accepts(credentials: string | undefined): boolean {
    return credentials !== undefined && this.#credentials.has(credentials)
  }

  /** Everything that the contract says is wrong with a request. Most rules ask for it, so it is computed once. */
  deviationsOf(exchange: Exchange): readonly Fault[] {
    if (this.#last?.exchange !== exchange) this.#last = { exchange, deviations: deviationsOf(exchange, this) }
    return this.#last.deviations
  }

  /** Everything for which the server rejects a request. */
  faultsOf(exchange: Exchange): readonly Fault[] {
    return this.deviationsOf(exchange).filter((fault) => !isTolerated(fault, this.behavior))
  }

  observe(exchange: Exchange): void {
    this.#last = undefined
    const { status } = exchange.response
    const target = targetOf(exchange)
    const credentials = credentialsOf(exchange)
    if (credentials !== undefined && target !== undefined && status !== 401)
      this.#remember(this.#credentials, credentials)
    if (status >= 300) return
    const call = callOf(exchange)
    if (call === 'DELETE user') this.#remove(target?.guid ?? '')
    const user = exchange.at('/user')
    if (Check(AtriumUser, user)) {
      if (call === 'POST list') {
        this.#created.set(user.guid, this.#creations++)
        this.#total &&= this.#total + 1
      }
      this.#set(user)
    }
    const users = exchange.at('/users')
    if (Array.isArray(users)) for (const each of users) if (Check(AtriumUser, each)) this.#set(each)
    const total = exchange.at('/pagination/total_entries')
    if (typeof total === 'number') this.#total = total
  }

  #set(user: AtriumUser): void {
    const { guid, identifier } = user
    this.#release(guid)
    this.#users.set(guid, user)
    this.#userBytes += bytesOf(user)
    if (identifier) {
      this.#holders.set(identifier, guid)
      this.#freed.delete(identifier)
    }
    this.#forgetOldest()
  }

  #remove(guid: string): void {
    const identifier = this.#release(guid)
    if (identifier) this.#remember(this.#freed, identifier)
    this.#users.set(guid, null)
    this.#total &&= this.#total - 1
    this.#forgetOldest()
  }

  #forgetOldest(): void {
    for (const guid of oldestOf(this.#users, this.#max)) {
      this.#release(guid)
      this.#users.delete(guid)
      this.#created.delete(guid)
    }
  }

  /** A user is replaced or forgotten. @returns the identifier that the user had, if it is known */
  #release(guid: string): string | null | undefined {
    const user = this.#users.get(guid)
    this.#userBytes -= bytesOf(user)
    const identifier = user?.identifier
    if (identifier && this.#holders.get(identifier) === guid) this.#holders.delete(identifier)
    return identifier
  }

  #remember(texts: Set<string>, text: string): void {
    texts.add(text)
    for (const oldest of oldestOf(texts, this.#max)) texts.delete(oldest)
  }
}

/** The keys that exceed a maximum, in the order in which they were added. */
const oldestOf = (collection: ReadonlyMap<string, unknown> | ReadonlySet<string>, max: number): string[] =>
  collection.size > max ? [...collection.keys()].slice(0, collection.size - max) : []
