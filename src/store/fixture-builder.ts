import { type TSchema, TypeGuard } from '@sinclair/typebox'
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler'
import { Errors } from '@sinclair/typebox/errors'
import { Check } from '@sinclair/typebox/value'
import { Collection } from './collection.ts'
import { type FixtureRecord, FixtureRecords, type Section } from './fixture-schema.ts'
import { Problems } from './problems.ts'
import type { AtmsUser, AtriumCredential, AtriumUser, UserGroup } from './records.ts'
import { schemaProblems } from './schema-problems.ts'
import { atmsUserKeys, atriumUserKeys, nameKey, type State, userGroupKeys } from './state.ts'

/** So many records of a section are looked at without its schema being compiled, which would take a small fixture longer. */
const FEW = 100

/** An account whose user group has yet to come: a fixture may list the groups last. */
interface Early {
  readonly user: { UserGroupName: string }
  readonly pointer: string
}

/** Makes a state of the records of a fixture, which come one by one, and notes everything that is wrong with them. */
export class FixtureBuilder {
  readonly problems = new Problems()
  readonly #checks = new Map<Section, TypeCheck<TSchema>>()
  readonly #credentials = new Map<string, AtriumCredential>()
  readonly #tokens = new Set<string>()
  readonly #atriumUsers = Collection.builder<AtriumUser>(atriumUserKeys)
  readonly #userGroups = Collection.builder<UserGroup>(userGroupKeys)
  /** The names of the user groups as they list them, by how others may write them. */
  readonly #groupNames = new Map<string, string>()
  readonly #atmsUsers = Collection.builder<AtmsUser>(atmsUserKeys)
  readonly #early: Early[] = []

  /** Takes a record of a section; of one that is not as its schema says, which is noted, what is sound is held against the others. */
  add(section: Section, index: number, value: unknown): void {
    const pointer = `${section}/${index}`
    const schema = FixtureRecords[section]
    const isValid = index < FEW ? Check(schema, value) : this.#compiled(section).Check(value)
    if (isValid) {
      this.#take(section, value, pointer)
      return
    }
    for (const problem of schemaProblems(Errors(schema, value), pointer))
      this.problems.add(problem.pointer, problem.expected)
    const sound = soundPart(schema, value, pointer)
    if (sound !== undefined) this.#take(section, sound, pointer)
  }

  /** @param issued how many guids of the seeded sequence were given already */
  build(issued: number): State {
    for (const { user, pointer } of this.#early) {
      const name = this.#groupNames.get(nameKey(user.UserGroupName))
      // What stands in the place of a name that was wrong is told of already.
      if (name !== undefined) user.UserGroupName = name
      else if (user.UserGroupName !== pointer)
        this.problems.add(
          `${pointer}/UserGroupName`,
          `expected the GroupName of a user group, not '${user.UserGroupName}'`
        )
    }
    return {
      atrium: { credentials: [...this.#credentials.values()], users: this.#atriumUsers.build(), issued },
      atms: { tokens: [...this.#tokens], userGroups: this.#userGroups.build(), users: this.#atmsUsers.build() }
    }
  }

  #compiled(section: Section): TypeCheck<TSchema> {
    const known = this.#checks.get(section)
    if (known !== undefined) return known
    const made = TypeCompiler.Compile(FixtureRecords[section] as TSchema)
    this.#checks.set(section, made)
    return made
  }

  #take(section: Section, value: unknown, pointer: string): void {
    if (section === '/atrium/credentials') this.#takeCredential(value as AtriumCredential, pointer)
    else if (section === '/atrium/users') this.#takeAtriumUser(value as FixtureRecord<'/atrium/users'>, pointer)
    else if (section === '/atms/tokens') this.#takeToken(value as string, pointer)
    else if (section === '/atms/userGroups') this.#takeGroup(value as FixtureRecord<'/atms/userGroups'>, pointer)
    else this.#takeAtmsUser(value as FixtureRecord<'/atms/users'>, pointer)
  }

  #takeCredential(credential: AtriumCredential, pointer: string): void {
    const { apiKey, clientId } = credential
    const pair = `${apiKey} ${clientId}`
    if (this.#credentials.has(pair))
      this.problems.add(pointer, 'this pair of apiKey and clientId stands here a second time')
    this.#credentials.set(pair, { apiKey, clientId })
  }

  #takeAtriumUser(record: FixtureRecord<'/atrium/users'>, pointer: string): void {
    const { guid, is_disabled = false, metadata = null, identifier = null } = record
    const taken = this.#atriumUsers.add({ guid, is_disabled, metadata, identifier })
    if (taken === 'key') this.#repeated(pointer, 'guid', guid)
    if (taken === 'unique') this.#repeated(pointer, 'identifier', identifier)
  }

  #takeToken(token: string, pointer: string): void {
    if (this.#tokens.has(token)) this.problems.add(pointer, 'this token stands here a second time')
    this.#tokens.add(token)
  }

  #takeGroup({ GroupName, Description = null }: FixtureRecord<'/atms/userGroups'>, pointer: string): void {
    if (this.#userGroups.add({ GroupName, Description })) this.#repeated(pointer, 'GroupName', GroupName)
    else this.#groupNames.set(nameKey(GroupName), GroupName)
  }

  #takeAtmsUser(record: FixtureRecord<'/atms/users'>, pointer: string): void {
    const { Username, DisplayName, Email = null, Phone = null, IsAccountDisabled = false } = record
    const group = this.#groupNames.get(nameKey(record.UserGroupName))
    const UserGroupName = group ?? record.UserGroupName
    const user = { Username, DisplayName, UserGroupName, Email, Phone, IsAccountDisabled }
    if (this.#atmsUsers.add(user) !== undefined) this.#repeated(pointer, 'Username', Username)
    if (group === undefined) this.#early.push({ user, pointer })
  }

  #repeated(pointer: string, member: string, value: string | null): void {
    this.problems.add(
      `${pointer}/${member}`,
      `expected ${member === 'identifier' ? 'an' : 'a'} ${member} that no other has: '${value}' stands here a second time`
    )
  }
}

/** The members of a record that are as its schema says. In the place of the others that it must have stands a name of its own. */
function soundPart(schema: TSchema, value: unknown, pointer: string): unknown {
  if (!TypeGuard.IsObject(schema) || typeof value !== 'object' || value === null) return undefined
  const given = new Map(Object.entries(value))
  const sound = Object.entries(schema.properties).map(([name, member]) => {
    const own = given.get(name)
    return [name, own !== undefined && Check(member, own) ? own : TypeGuard.IsOptional(member) ? undefined : pointer]
  })
  return Object.fromEntries(sound)
}
