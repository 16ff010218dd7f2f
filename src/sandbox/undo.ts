import { isDeepStrictEqual } from 'node:util'
import type { ListDefinition, Records } from '../api/define-api.ts'
import { namingMember } from '../fixtures/member-names.ts'
import type { RecordChange } from '../state/changes.ts'
import type { Collection } from '../state/collection.ts'
import type { ApiState, State } from '../state/state.ts'
import type { Decision } from './changes.ts'
import { ConflictingChange, NoChange } from './errors.ts'
import type { Cause, HistoryEntry, RecordBefore } from './history.ts'
import { partsToUndo, requireUntouched } from './parts.ts'
import { putBack } from './put-back.ts'
import { changesFrom, stateBefore } from './rewind.ts'
import type { Sandbox } from './sandbox.ts'
import type { SandboxState } from './sandbox-state.ts'

/**
 * Undoes one change of the history, which is a change itself.
 *
 * @returns the revision that it led to
 * @throws UnknownRevision, EvictedRevision, NoChange; ConflictingChange, CannotBeUndone; what a change throws
 */
export async function undo(
  sandbox: Sandbox,
  apis: readonly Records[],
  revision: number,
  cause: Cause
): Promise<number> {
  if (revision === 0) throw new NoChange()
  const since = () => changesFrom(sandbox, revision)
  const all = since()
  const entry = all.at(-1) as HistoryEntry
  const { change, before } = entry
  if ('list' in change && 'record' in before) {
    const decide = (state: SandboxState): Decision<number> => {
      since()
      return { change: reversed(state, apis, revision, change, before), result: state.revision + 1 }
    }
    return sandbox.change(decide, cause)
  }
  const parts = partsToUndo(entry)
  const check = (): void => requireUntouched(sandbox.state, since().slice(0, -1), parts, revision)
  return putBack(sandbox, { target: stateBefore(sandbox.state, all), parts, check }, cause)
}

/** The change that reverses a change of a record. @throws ConflictingChange */
function reversed(
  { apis: state }: SandboxState,
  apis: readonly Records[],
  revision: number,
  change: RecordChange,
  { record: before }: RecordBefore
): RecordChange {
  const { api, list } = change
  const place = placeOf(state, apis, api, list)
  const { definition, records } = place
  const key = change.op === 'remove' ? change.key : definition.keys.key(change.record)
  const present = records.get(key)
  const conflict = (why: string) => new ConflictingChange(revision, why)
  // Not the same object: a server that shares the sandbox reads restored records again.
  if (!isDeepStrictEqual(present, change.op === 'remove' ? undefined : change.record))
    throw conflict(`'${key}' in ${api}.${list} was changed since`)
  if (before === undefined) {
    const user = change.op === 'remove' ? undefined : userOf(place, list, change.record)
    if (user !== undefined) throw conflict(`a record in ${api}.${user} names '${key}'`)
    return { op: 'remove', api, list, key }
  }
  const unique = definition.keys.unique?.(before)
  const holder = unique === undefined ? undefined : records.holder(unique)
  if (holder !== undefined && holder !== present) throw conflict(`another record in ${api}.${list} has '${unique}' now`)
  const missing = missingReference(place, before)
  if (missing !== undefined) throw conflict(`${missing} does not exist any more`)
  return { op: change.op === 'remove' ? 'add' : 'replace', api, list, record: before }
}

interface ListPlace {
  readonly definition: ListDefinition
  readonly records: Collection<object>
  /** All lists of the API. */
  readonly definitions: Readonly<Record<string, ListDefinition>>
  readonly lists: ApiState['lists']
}

function placeOf(state: State, apis: readonly Records[], api: string, list: string): ListPlace {
  const definitions = apis.find(({ name }) => name === api)?.lists ?? {}
  const lists = state[api]?.lists ?? {}
  const [definition, records] = [definitions[list], lists[list]]
  if (definition === undefined || records === undefined) throw new RangeError(`unknown list '${api}.${list}'`)
  return { definition, records, definitions, lists }
}

/** A list with a record that names this one; `undefined` if there is none. */
function userOf({ definitions, lists }: ListPlace, list: string, record: object): string | undefined {
  const name = Reflect.get(record, namingMember(definitions[list]))
  for (const [other, { references = {} }] of Object.entries(definitions)) {
    for (const [member, target] of Object.entries(references)) {
      if (target !== list) continue
      for (const user of lists[other] ?? []) if (Reflect.get(user, member) === name) return other
    }
  }
  return undefined
}

/** What a record names that is not there; `undefined` if everything is. */
function missingReference({ definition, definitions, lists }: ListPlace, record: object): string | undefined {
  const isThere = (target: string, name: unknown): boolean => {
    const member = namingMember(definitions[target])
    for (const known of lists[target] ?? []) if (Reflect.get(known, member) === name) return true
    return false
  }
  for (const [member, target] of Object.entries(definition.references ?? {})) {
    const name: unknown = Reflect.get(record, member)
    if (!isThere(target, name)) return `the ${member} '${name}'`
  }
  return undefined
}
