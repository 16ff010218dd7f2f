import assert from 'node:assert/strict'
import fc from 'fast-check'
import { AtmsUsers } from '../../src/apis/atms/users.ts'
import { AtriumUsers } from '../../src/apis/atrium/users.ts'
import type { Collection } from '../../src/state/collection.ts'
import type { AtmsUser, AtriumUser } from '../../src/state/records.ts'
import type { State } from '../../src/state/state.ts'
import { NO_LOG, Store } from '../../src/state/store.ts'

const ABSENT = 'nobody'
const GROUPS = ['Operators', 'Guards']

const pick = fc.nat({ max: 1000 })
const identifier = fc.constantFrom(null, '', 'a', 'b', 'c', 'A')
const username = fc.constantFrom('ann', 'Ann', 'bob', 'BOB', 'éva', 'ÉVA', 'zoe')
const group = fc.constantFrom('operators', 'GUARDS', 'Nobody')

/** One step of a tester, by chance. `pick` chooses among what is there; now and then it misses. */
const step = fc.oneof(
  fc.record({ op: fc.constant('atrium.create' as const), identifier }),
  fc.record({ op: fc.constant('atrium.update' as const), pick, identifier }),
  fc.record({ op: fc.constant('atrium.remove' as const), pick }),
  fc.record({ op: fc.constant('atms.create' as const), username, group }),
  fc.record({ op: fc.constant('atms.update' as const), pick, group }),
  fc.record({ op: fc.constant('atms.disable' as const), pick, disabled: fc.boolean() }),
  fc.record({ op: fc.constant('atms.remove' as const), pick }),
  fc.record({ op: fc.constant('keep' as const) }),
  fc.record({ op: fc.constant('goBack' as const), pick })
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

export const steps = fc.array(step, { minLength: 1, maxLength: 80 })

/** What the store should hold: the users in plain arrays, in the order of their creation. */
interface Model {
  readonly atrium: readonly AtriumUser[]
  readonly atms: readonly AtmsUser[]
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** A store and plain arrays that do the same steps; they are compared after each. */
export class UsersModel {
  readonly #store: Store
  readonly #atrium: AtriumUsers
  readonly #atms: AtmsUsers
  readonly #limit: number
  readonly #kept: { readonly state: State; readonly model: Model }[] = []
  #model: Model

  constructor(beginning: State, limit: number) {
    this.#limit = limit
    this.#store = new Store(beginning, NO_LOG)
    this.#atrium = new AtriumUsers(this.#store, { guidSeed: 'seed', limit })
    this.#atms = new AtmsUsers(this.#store)
    this.#model = { atrium: [...beginning.atrium.users], atms: [...beginning.atms.users] }
  }

  /** Does the step in both. */
  take(taken: Step): unknown {
    switch (taken.op) {
      case 'atrium.create':
        return this.#createAtrium(taken.identifier)
      case 'atrium.update':
        return this.#updateAtrium(chosen(this.#model.atrium, taken.pick)?.guid ?? ABSENT, taken.identifier)
      case 'atrium.remove':
        return this.#removeAtrium(chosen(this.#model.atrium, taken.pick)?.guid ?? ABSENT)
      case 'atms.create':
        return this.#createAtms(taken.username, taken.group)
      case 'atms.update':
        return this.#updateAtms(chosen(this.#model.atms, taken.pick)?.Username ?? ABSENT, taken.group)
      case 'atms.disable':
        return this.#disableAtms(chosen(this.#model.atms, taken.pick)?.Username ?? ABSENT, taken.disabled)
      case 'atms.remove':
        return this.#removeAtms(chosen(this.#model.atms, taken.pick)?.Username ?? ABSENT)
      case 'keep':
        return this.#kept.push({ state: this.#store.state, model: this.#model })
      case 'goBack':
        return this.#goBack(taken.pick)
    }
  }

  /** Compares every page, every look-up and every unique value with the arrays. */
  compare(): void {
    compareState(this.#store.state, this.#model)
  }

  /** What was held on to must not have moved. */
  compareKept(): void {
    for (const { state, model } of this.#kept) compareState(state, model)
  }

  #createAtrium(identifier: string | null): void {
    const { atrium } = this.#model
    if (identifier && atrium.some((user) => user.identifier === identifier)) {
      this.#refuses(() => this.#atrium.create({ identifier }), 'ATRIUM_IDENTIFIER_TAKEN')
    } else if (atrium.length >= this.#limit) {
      this.#refuses(() => this.#atrium.create({ identifier }), 'ATRIUM_USER_LIMIT_REACHED')
    } else {
      const user = this.#atrium.create({ identifier })
      assert.ok(
        atrium.every(({ guid }) => guid !== user.guid),
        'a new guid'
      )
      this.#model = { ...this.#model, atrium: [...atrium, { ...user, identifier }] }
    }
  }

  #updateAtrium(guid: string, identifier: string | null): void {
    const { atrium } = this.#model
    const update = () => this.#atrium.update(guid, { identifier, is_disabled: true })
    if (guid === ABSENT) this.#refuses(update, 'ATRIUM_USER_NOT_FOUND')
    else if (identifier && atrium.some((user) => user.identifier === identifier && user.guid !== guid)) {
      this.#refuses(update, 'ATRIUM_IDENTIFIER_TAKEN')
    } else {
      update()
      const updated = atrium.map((user) => (user.guid === guid ? { ...user, identifier, is_disabled: true } : user))
      this.#model = { ...this.#model, atrium: updated }
    }
  }

  #removeAtrium(guid: string): void {
    if (guid === ABSENT) this.#refuses(() => this.#atrium.remove(guid), 'ATRIUM_USER_NOT_FOUND')
    else this.#atrium.remove(guid)
    this.#model = { ...this.#model, atrium: this.#model.atrium.filter((user) => user.guid !== guid) }
  }

  #createAtms(Username: string, UserGroupName: string): void {
    const { atms } = this.#model
    const definition = { Username, DisplayName: 'new', UserGroupName, Email: null, Phone: null }
    const create = () => this.#atms.create(definition)
    const known = GROUPS.find((name) => same(name, UserGroupName))
    if (known === undefined) this.#refuses(create, 'ATMS_USER_GROUP_NOT_FOUND')
    else if (atms.some((user) => same(user.Username, Username))) this.#refuses(create, 'ATMS_USERNAME_TAKEN')
    else {
      create()
      const user = { ...definition, UserGroupName: known, IsAccountDisabled: false }
      this.#model = { ...this.#model, atms: [...atms, user] }
    }
  }

  #updateAtms(name: string, UserGroupName: string): void {
    const definition = { Username: name, DisplayName: 'changed', UserGroupName, Email: 'e', Phone: 'p' }
    const update = () => this.#atms.update(name.toUpperCase(), definition)
    const known = GROUPS.find((group) => same(group, UserGroupName))
    if (name === ABSENT) this.#refuses(update, 'ATMS_USER_NOT_FOUND')
    else if (known === undefined) this.#refuses(update, 'ATMS_USER_GROUP_NOT_FOUND')
    else {
      update()
      this.#replaceAtms(name, (user) => ({ ...user, ...definition, UserGroupName: known }))
    }
  }

  #disableAtms(name: string, IsAccountDisabled: boolean): void {
    const disable = () => this.#atms.setDisabled(name.toLowerCase(), IsAccountDisabled)
    if (name === ABSENT) this.#refuses(disable, 'ATMS_USER_NOT_FOUND')
    else disable()
    this.#replaceAtms(name, (user) => ({ ...user, IsAccountDisabled }))
  }

  #removeAtms(name: string): void {
    if (name === ABSENT) this.#refuses(() => this.#atms.remove(name), 'ATMS_USER_NOT_FOUND')
    else this.#atms.remove(name.toUpperCase())
    this.#model = { ...this.#model, atms: this.#model.atms.filter((user) => user.Username !== name) }
  }

  #replaceAtms(name: string, change: (user: AtmsUser) => AtmsUser): void {
    const atms = this.#model.atms.map((user) => (user.Username === name ? change(user) : user))
    this.#model = { ...this.#model, atms }
  }

  #goBack(pick: number): void {
    const kept = this.#kept[pick % Math.max(1, this.#kept.length)]
    if (kept === undefined) return
    this.#store.become(kept.state, { op: 'reset', fixtures: { name: 'kept', sha256: '' } })
    this.#model = kept.model
  }

  #refuses(act: () => unknown, code: string): void {
    const before = this.#store.state
    assert.throws(act, { code })
    assert.equal(this.#store.state, before, 'a refused step changes nothing')
  }
}

function chosen<T>(users: readonly T[], pick: number): T | undefined {
  return users[pick % (users.length + 1)]
}

function compareState({ atrium, atms }: State, model: Model): void {
  compareUsers(atrium.users, model.atrium, (user) => user.guid)
  compareUsers(atms.users, model.atms, (user) => user.Username.toLowerCase())
  for (const identifier of ['a', 'b', 'c', 'A', '']) {
    const holder = model.atrium.find((user) => user.identifier !== '' && user.identifier === identifier)
    assert.deepEqual(atrium.users.holder(identifier), holder, `who has the identifier '${identifier}'`)
  }
}

function compareUsers<T extends object>(users: Collection<T>, model: readonly T[], key: (user: T) => string) {
  assert.equal(users.size, model.length, 'how many there are')
  assert.deepEqual([...users], model, 'all of them, in order')
  for (const size of [1, 7, 64]) {
    const pages = Array.from({ length: Math.ceil(model.length / size) + 1 }, (_, i) => users.slice(i * size, size))
    const expected = pages.map((_, i) => model.slice(i * size, (i + 1) * size))
    assert.deepEqual(pages, expected, `every page of ${size}`)
  }
  assert.deepEqual(
    model.map((user) => users.get(key(user))),
    model,
    'each by its key'
  )
  assert.equal(users.get(ABSENT), undefined)
}
