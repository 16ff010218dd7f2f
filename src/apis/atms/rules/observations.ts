import { Check } from '@sinclair/typebox/value'
import type { Exchange } from '../../../rules/exchange.ts'
import type { Observations, Rule } from '../../../rules/rule.ts'
import { nameKey } from '../name-key.ts'
import { AtmsUser, UserGroup } from '../records.ts'
import { definitionOf, type Fault, faultsOf, type Known } from './faults.ts'
import { callOf, targetOf } from './requests.ts'

export type AtmsRule = Rule<AtmsObservations>

/** The oldest are forgotten first. What is forgotten is unknown, which makes rules inapplicable, never broken. */
const MAX_KNOWN = 10_000

/** What exchanges have shown about users, groups and tokens. */
export class AtmsObservations implements Observations, Known {
  readonly #max: number
  /** By the key of their name; `null` for a deleted user. */
  readonly #users = new Map<string, AtmsUser | null>()
  readonly #created = new Map<string, number>()
  #creations = 0
  /** The names of all groups by their keys; `undefined` until the list was read. */
  #groups: ReadonlyMap<string, string> | undefined
  readonly #tokens = new Set<string>()
  #last: { readonly exchange: Exchange; readonly faults: readonly Fault[] } | undefined

  constructor(max = MAX_KNOWN) {
    this.#max = max
  }

  exists(username: string): boolean | undefined {
    const user = this.#users.get(nameKey(username))
    return user === undefined ? undefined : user !== null
  }

  user(username: string | undefined): AtmsUser | undefined {
    return this.#users.get(nameKey(String(username))) ?? undefined
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

  /** Everything that is wrong with a request. Most rules ask for it, so it is computed once. */
  faultsOf(exchange: Exchange): readonly Fault[] {
    if (this.#last?.exchange !== exchange) this.#last = { exchange, faults: faultsOf(exchange, this) }
    return this.#last.faults
  }

  observe(exchange: Exchange): void {
    this.#last = undefined
    const { status } = exchange.response
    const token = exchange.header('token')
    if (token !== undefined && targetOf(exchange) !== undefined && status !== 401) this.#tokens.add(token)
    if (status < 300) this.#learn(exchange)
    forgetOldest(this.#users, this.#max)
    forgetOldest(this.#created, this.#max)
    forgetOldest(this.#tokens, this.#max)
  }

  #learn(exchange: Exchange): void {
    const { received } = exchange
    const call = callOf(exchange)
    const name = nameKey(String(targetOf(exchange)?.name))
    const user = this.#users.get(name)
    for (const each of [received].flat()) if (Check(AtmsUser, each)) this.#users.set(nameKey(each.Username), each)
    if (call === 'GET groups' && Array.isArray(received)) {
      const names = received.flatMap((group) => (Check(UserGroup, group) ? [group.GroupName] : []))
      this.#groups = new Map(names.map((group) => [nameKey(group), group]))
    }
    if (call === 'POST users') this.#create(exchange)
    if (call === 'DELETE user') this.#users.set(name, null)
    if (user && call === 'PUT action')
      this.#users.set(name, { ...user, IsAccountDisabled: /disable\/*$/i.test(exchange.request.path) })
    if (user && call === 'PUT user')
      this.#users.set(name, { ...user, ...this.#fieldsOf(exchange), Username: user.Username })
  }

  #create(exchange: Exchange): void {
    const fields = this.#fieldsOf(exchange)
    if (fields === undefined) return
    const name = nameKey(fields.Username)
    this.#users.set(name, { ...fields, IsAccountDisabled: false })
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
  if (known.size <= max) return
  for (const oldest of [...known.keys()].slice(0, -max)) known.delete(oldest)
}
