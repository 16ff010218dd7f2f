import { Check } from '@sinclair/typebox/value'
import { bytesOf } from '../../../common/bytes.ts'
import type { Behavior } from '../../../rules/behavior.ts'
import type { Exchange } from '../../../rules/exchange.ts'
import type { Observations, Rule } from '../../../rules/rule.ts'
import { type AtmsBehavior, behaviorOf } from '../behavior.ts'
import { nameKey } from '../name-key.ts'
import { AtmsUser, UserGroup } from '../records.ts'
import { definitionOf, deviationsOf, type Fault, isTolerated, type Known } from './faults.ts'
import { callOf, targetOf } from './requests.ts'

export type AtmsRule = Rule<AtmsObservations>

/** The oldest are forgotten first. What is forgotten is unknown, which makes rules inapplicable, never broken. */
const MAX_KNOWN = 10_000
/** About how much memory one of them takes besides a user, in bytes. */
const KNOWN_BYTES = 200

interface KnownUser {
  readonly user: AtmsUser
  /** The same, if an omitted `Email` or `Phone` keeps its value. */
  readonly merged: AtmsUser
}

/** What exchanges have shown about users, groups and tokens. */
export class AtmsObservations implements Observations, Known {
  readonly chosen: Behavior
  readonly behavior: AtmsBehavior
  readonly #max: number
  /** By the key of their name; `null` for a deleted user. */
  readonly #users = new Map<string, KnownUser | null>()
  /** Names that nobody had, and whether a PUT has tried to give them to a user since. */
  readonly #missing = new Map<string, boolean>()
  readonly #created = new Map<string, number>()
  #creations = 0
  #userBytes = 0
  /** The names of all groups by their keys; `undefined` until the list was read. */
  #groups: ReadonlyMap<string, string> | undefined
  readonly #tokens = new Set<string>()
  #last: { readonly exchange: Exchange; readonly deviations: readonly Fault[] } | undefined

  constructor(chosen: Behavior = new Map(), max = MAX_KNOWN) {
    this.chosen = chosen
    this.behavior = behaviorOf(chosen)
    this.#max = max
  }

  get bytes(): number {
    const known = this.#users.size + this.#missing.size + this.#tokens.size + (this.#groups?.size ?? 0)
    return this.#userBytes + KNOWN_BYTES * known
  }

  exists(username: string): boolean | undefined {
    const user = this.#users.get(nameKey(username))
    return user === undefined ? undefined : user !== null
  }

  user(username: string | undefined): AtmsUser | undefined {
    return this.#users.get(nameKey(String(username)))?.user
  }

  /** The user, if an omitted `Email` or `Phone` keeps its value. */
  mergedUser(username: string | undefined): AtmsUser | undefined {
    return this.#users.get(nameKey(String(username)))?.merged
  }

  /** Whether a PUT has tried to give this name to a user, although nobody had it. */
  isNewName(username: string | undefined): boolean {
    return this.#missing.get(nameKey(String(username))) === true
  }

  groupNamed(name: string): string | undefined {
    return this.#groups?.get(nameKey(name))
  }

  hasGroup(name: string): boolean | undefined {
    return this.#groups?.has(nameKey(name))
  }

  /** When a user was created, relative to others; `undefined` if that was not seen. */
  creationOf(username: string): number | undefined {
    return this.#created.get(nameKey(username))
  }

  accepts(token: string | undefined): boolean {
    return token !== undefined && this.#tokens.has(token)
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
    const token = exchange.header('token')
    if (token !== undefined && targetOf(exchange) !== undefined && status !== 401) this.#tokens.add(token)
    this.#noticeNames(exchange)
    if (status < 300) this.#learn(exchange)
    for (const name of oldestOf(this.#users, this.#max)) this.#remember(name, undefined)
    forgetOldest(this.#created, this.#max)
    forgetOldest(this.#missing, this.#max)
    forgetOldest(this.#tokens, this.#max)
  }

  #learn(exchange: Exchange): void {
    const { received } = exchange
    const call = callOf(exchange)
    const name = nameKey(String(targetOf(exchange)?.name))
    const user = this.#users.get(name)
    for (const each of [received].flat()) if (Check(AtmsUser, each)) this.#set(each)
    if (call === 'GET groups' && Array.isArray(received)) {
      const names = received.flatMap((group) => (Check(UserGroup, group) ? [group.GroupName] : []))
      this.#groups = new Map(names.map((group) => [nameKey(group), group]))
    }
    if (call === 'POST users') this.#create(exchange)
    if (call === 'DELETE user') this.#remember(name, null)
    if (user && call === 'PUT action') this.#disable(user, /disable\/*$/i.test(exchange.request.path))
    if (user && call === 'PUT user') this.#update(user, exchange)
  }

  #noticeNames(exchange: Exchange): void {
    const call = callOf(exchange)
    const sought = nameKey(String(targetOf(exchange)?.name))
    if (call === 'GET user' && exchange.response.status === 404)
      this.#missing.set(sought, this.isNewName(targetOf(exchange)?.name))
    const { definition } = call === 'PUT user' ? definitionOf(exchange) : {}
    const name = definition && nameKey(definition.Username)
    if (name !== undefined && this.#missing.has(name)) this.#missing.set(name, true)
  }

  #set(user: AtmsUser, merged = user): void {
    const name = nameKey(user.Username)
    this.#remember(name, { user, merged })
    this.#missing.delete(name)
  }

  /** @param known `null` for a deleted user, `undefined` for one that is forgotten */
  #remember(name: string, known: KnownUser | null | undefined): void {
    // Both forms of a user share their texts.
    this.#userBytes += bytesOf(known?.user) - bytesOf(this.#users.get(name)?.user)
    if (known === undefined) this.#users.delete(name)
    else this.#users.set(name, known)
  }

  #disable({ user, merged }: KnownUser, IsAccountDisabled: boolean): void {
    this.#set({ ...user, IsAccountDisabled }, { ...merged, IsAccountDisabled })
  }

  #update({ user, merged: before }: KnownUser, exchange: Exchange): void {
    const { Username } = user
    const fields = this.#fieldsOf(exchange)
    const { Email, Phone } = { ...before, ...fields }
    const merged = { ...before, ...fields, Email: Email ?? before.Email, Phone: Phone ?? before.Phone, Username }
    this.#set(this.behavior.mergesUpdates ? merged : { ...user, ...fields, Username }, merged)
  }

  #create(exchange: Exchange): void {
    const fields = this.#fieldsOf(exchange)
    if (fields === undefined) return
    const name = nameKey(fields.Username)
    this.#set({ ...fields, IsAccountDisabled: false })
    this.#created.delete(name)
    this.#created.set(name, this.#creations++)
  }

  /** The fields that a request sets. A group has its own spelling. */
  #fieldsOf(exchange: Exchange): Omit<AtmsUser, 'IsAccountDisabled'> | undefined {
    const { definition } = definitionOf(exchange)
    if (definition === undefined) return undefined
    const group = this.#groups?.get(nameKey(definition.UserGroupName))
    return { ...definition, ...(group !== undefined && { UserGroupName: group }) }
  }
}

function forgetOldest(known: Map<string, unknown> | Set<string>, max: number): void {
  for (const oldest of oldestOf(known, max)) known.delete(oldest)
}

/** The keys that exceed a maximum, in the order in which they were added. */
const oldestOf = (known: ReadonlyMap<string, unknown> | ReadonlySet<string>, max: number): string[] =>
  known.size > max ? [...known.keys()].slice(0, -max) : []
