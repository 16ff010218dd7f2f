import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { AtmsUser } from '../../src/apis/atms/records.ts'
import * as atms from '../../src/apis/atms/users.ts'
import { GuidSequence } from '../../src/apis/atrium/guid-sequence.ts'
import type { AtriumUser } from '../../src/apis/atrium/records.ts'
import * as atrium from '../../src/apis/atrium/users.ts'
import type { FixtureSet } from '../../src/fixtures/fixture-set.ts'
import type { Decision } from '../../src/sandbox/changes.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { SandboxState } from '../../src/sandbox/sandbox-state.ts'
import type { Collection } from '../../src/state/collection.ts'
import { sandboxOf } from './sandbox-options.ts'

const ABSENT = 'nobody'
const GROUPS = ['Operators', 'Guards']

const pick = fc.nat({ max: 1000 })
const identifier = fc.constantFrom(null, '', 'a', 'b', 'c', 'A')
const username = fc.constantFrom('ann', 'Ann', 'bob', 'BOB', 'éva', 'ÉVA', 'zoe')
const group = fc.constantFrom('operators', 'GUARDS', 'Nobody')

/** A random operation. `pick` selects an existing record, and sometimes none. */
const step = fc.oneof(
  fc.record({ op: fc.constant('atrium.create' as const), identifier }),
  fc.record({ op: fc.constant('atrium.update' as const), pick, identifier }),
  fc.record({ op: fc.constant('atrium.remove' as const), pick }),
  fc.record({ op: fc.constant('atms.create' as const), username, group }),
  fc.record({ op: fc.constant('atms.update' as const), pick, group }),
  fc.record({ op: fc.constant('atms.disable' as const), pick, disabled: fc.boolean() }),
  fc.record({ op: fc.constant('atms.remove' as const), pick }),
  fc.record({ op: fc.constant('snapshot' as const) }),
  fc.record({ op: fc.constant('restore' as const), pick })
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

export const steps = fc.array(step, { minLength: 1, maxLength: 80 })

/** The expected state: users in plain arrays, in the order of creation. */
interface Model {
  readonly atrium: readonly AtriumUser[]
  readonly atms: readonly AtmsUser[]
}

const equalsIgnoringCase = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Applies the same operations to a sandbox and to plain arrays, to compare them. */
export class UsersModel {
  readonly #sandbox: Sandbox
  readonly #createOptions: atrium.CreateOptions
  readonly #snapshots: { readonly state: SandboxState; readonly model: Model }[] = []
  #model: Model

  constructor(fixtures: FixtureSet, limit: number) {
    this.#createOptions = { guids: new GuidSequence('seed'), limit }
    this.#sandbox = sandboxOf({}, fixtures)
    const { state } = this.#sandbox
    this.#model = { atrium: [...atrium.usersOf(state)], atms: [...atms.usersOf(state)] }
  }

  /** Applies a step to both. */
  async apply(step: Step): Promise<void> {
    switch (step.op) {
      case 'atrium.create':
        return this.#createAtrium(step.identifier)
      case 'atrium.update':
        return this.#updateAtrium(pickFrom(this.#model.atrium, step.pick)?.guid ?? ABSENT, step.identifier)
      case 'atrium.remove':
        return this.#removeAtrium(pickFrom(this.#model.atrium, step.pick)?.guid ?? ABSENT)
      case 'atms.create':
        return this.#createAtms(step.username, step.group)
      case 'atms.update':
        return this.#updateAtms(pickFrom(this.#model.atms, step.pick)?.Username ?? ABSENT, step.group)
      case 'atms.disable':
        return this.#disableAtms(pickFrom(this.#model.atms, step.pick)?.Username ?? ABSENT, step.disabled)
      case 'atms.remove':
        return this.#removeAtms(pickFrom(this.#model.atms, step.pick)?.Username ?? ABSENT)
      case 'snapshot':
        this.#snapshots.push({ state: this.#sandbox.state, model: this.#model })
        return
      case 'restore':
        return this.#restore(step.pick)
    }
  }

  /** Compares all pages, lookups and unique values with the arrays. */
  compare(): void {
    compareState(this.#sandbox.state, this.#model)
  }

  /** Checks that earlier states did not change. */
  compareSnapshots(): void {
    for (const { state, model } of this.#snapshots) compareState(state, model)
  }

  async #createAtrium(identifier: string | null): Promise<void> {
    const { atrium: users } = this.#model
    const { limit = 0 } = this.#createOptions
    const create = (state: SandboxState) => atrium.createUser(state, { identifier }, this.#createOptions)
    if (identifier && users.some((user) => user.identifier === identifier))
      return this.#expectRejection(create, 'ATRIUM_RECORD_NOT_UNIQUE')
    if (users.length >= limit) return this.#expectRejection(create, 'ATRIUM_USER_LIMIT_REACHED')
    const { guid } = await this.#sandbox.change(create)
    assert.ok(
      users.every((user) => user.guid !== guid),
      `${guid} is new`
    )
    this.#model = { ...this.#model, atrium: [...users, { guid, is_disabled: false, metadata: null, identifier }] }
  }

  async #updateAtrium(guid: string, identifier: string | null): Promise<void> {
    const { atrium: users } = this.#model
    const update = (state: SandboxState) => atrium.updateUser(state, guid, { identifier, is_disabled: true })
    if (guid === ABSENT) return this.#expectRejection(update, 'ATRIUM_USER_NOT_FOUND')
    if (identifier && users.some((user) => user.identifier === identifier && user.guid !== guid))
      return this.#expectRejection(update, 'ATRIUM_RECORD_NOT_UNIQUE')
    await this.#sandbox.change(update)
    const updated = users.map((user) => (user.guid === guid ? { ...user, identifier, is_disabled: true } : user))
    this.#model = { ...this.#model, atrium: updated }
  }

  async #removeAtrium(guid: string): Promise<void> {
    const remove = (state: SandboxState) => atrium.deleteUser(state, guid)
    if (guid === ABSENT) return this.#expectRejection(remove, 'ATRIUM_USER_NOT_FOUND')
    await this.#sandbox.change(remove)
    this.#model = { ...this.#model, atrium: this.#model.atrium.filter((user) => user.guid !== guid) }
  }

  async #createAtms(Username: string, UserGroupName: string): Promise<void> {
    const { atms: users } = this.#model
    const definition = { Username, DisplayName: 'new', UserGroupName, Email: null, Phone: null }
    const create = (state: SandboxState) => atms.createUser(state, definition)
    const known = GROUPS.find((name) => equalsIgnoringCase(name, UserGroupName))
    if (known === undefined) return this.#expectRejection(create, 'ATMS_INVALID_REQUEST')
    if (users.some((user) => equalsIgnoringCase(user.Username, Username)))
      return this.#expectRejection(create, 'ATMS_USERNAME_TAKEN')
    await this.#sandbox.change(create)
    const user = { ...definition, UserGroupName: known, IsAccountDisabled: false }
    this.#model = { ...this.#model, atms: [...users, user] }
  }

  async #updateAtms(name: string, UserGroupName: string): Promise<void> {
    const definition = { Username: name, DisplayName: 'changed', UserGroupName, Email: 'e', Phone: 'p' }
    const update = (state: SandboxState) => atms.updateUser(state, name.toUpperCase(), definition)
    const known = GROUPS.find((group) => equalsIgnoringCase(group, UserGroupName))
    if (name === ABSENT) return this.#expectRejection(update, 'ATMS_USER_NOT_FOUND')
    if (known === undefined) return this.#expectRejection(update, 'ATMS_INVALID_REQUEST')
    await this.#sandbox.change(update)
    this.#replaceAtms(name, (user) => ({ ...user, ...definition, UserGroupName: known }))
  }

  async #disableAtms(name: string, IsAccountDisabled: boolean): Promise<void> {
    const disable = (state: SandboxState) => atms.setDisabled(state, name.toLowerCase(), IsAccountDisabled)
    if (name === ABSENT) return this.#expectRejection(disable, 'ATMS_USER_NOT_FOUND')
    await this.#sandbox.change(disable)
    this.#replaceAtms(name, (user) => ({ ...user, IsAccountDisabled }))
  }

  async #removeAtms(name: string): Promise<void> {
    const remove = (state: SandboxState) => atms.deleteUser(state, name.toUpperCase())
    if (name === ABSENT) return this.#expectRejection(remove, 'ATMS_USER_NOT_FOUND')
    await this.#sandbox.change(remove)
    this.#model = { ...this.#model, atms: this.#model.atms.filter((user) => user.Username !== name) }
  }

  #replaceAtms(name: string, change: (user: AtmsUser) => AtmsUser): void {
    const users = this.#model.atms.map((user) => (user.Username === name ? change(user) : user))
    this.#model = { ...this.#model, atms: users }
  }

  /** Resets the sandbox to a snapshot. */
  async #restore(pick: number): Promise<void> {
    const snapshot = this.#snapshots[pick % Math.max(1, this.#snapshots.length)]
    if (snapshot === undefined) return
    await this.#sandbox.reset({ name: 'snapshot', sha256: '', source: 'snapshot', state: snapshot.state.apis })
    this.#model = snapshot.model
  }

  async #expectRejection(decide: (state: SandboxState) => Decision<unknown>, code: string): Promise<void> {
    const before = this.#sandbox.state
    await assert.rejects(this.#sandbox.change(decide), { code })
    assert.equal(this.#sandbox.state, before, 'a rejected step changes nothing')
  }
}

function pickFrom<T>(users: readonly T[], pick: number): T | undefined {
  return users[pick % (users.length + 1)]
}

function compareState(state: SandboxState, model: Model): void {
  compareUsers(atrium.usersOf(state), model.atrium, (user) => user.guid)
  compareUsers(atms.usersOf(state), model.atms, (user) => user.Username.toLowerCase())
  for (const identifier of ['a', 'b', 'c', 'A', '']) {
    const holder = model.atrium.find((user) => user.identifier !== '' && user.identifier === identifier)
    assert.deepEqual(atrium.usersOf(state).holder(identifier), holder, `the user with the identifier '${identifier}'`)
  }
}

function compareUsers<T extends object>(users: Collection<T>, model: readonly T[], key: (user: T) => string) {
  assert.equal(users.size, model.length, 'the number of users')
  assert.deepEqual([...users], model, 'all users in order')
  for (const size of [1, 7, 64]) {
    const pages = Array.from({ length: Math.ceil(model.length / size) + 1 }, (_, i) => users.slice(i * size, size))
    const expected = pages.map((_, i) => model.slice(i * size, (i + 1) * size))
    assert.deepEqual(pages, expected, `every page of ${size}`)
  }
  assert.deepEqual(
    model.map((user) => users.get(key(user))),
    model,
    'each user by key'
  )
  assert.equal(users.get(ABSENT), undefined, 'nobody')
}
