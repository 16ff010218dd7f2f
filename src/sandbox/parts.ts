import { isDeepStrictEqual } from 'node:util'
import type { Collection } from '../state/collection.ts'
import type { State } from '../state/state.ts'
import { CannotBeUndone, ConflictingChange } from './errors.ts'
import type { HistoryEntry } from './history.ts'
import { stateBefore } from './rewind.ts'
import type { SandboxState } from './sandbox-state.ts'

/** The parts of a state that are put back as a whole. Records come with their counters and the fixtures that a reset returns to. */
export interface Parts {
  readonly records: boolean
  readonly stubs: boolean
  readonly settings: boolean
}

export const ALL: Parts = { records: true, stubs: true, settings: true }
const PARTS = ['records', 'stubs', 'settings'] as const
const NONE: Parts = { records: false, stubs: false, settings: false }

/** The parts that a change touches. The use of a stub touches none: it counts with each request. */
export function partsOf({ change }: Pick<HistoryEntry, 'change'>): Parts {
  switch (change.op) {
    case 'add':
    case 'replace':
    case 'remove':
    case 'state':
    case 'resetRecords':
      return { ...NONE, records: true }
    case 'reset':
      return ALL
    case 'restore':
      return { records: 'records' in change, stubs: 'stubs' in change, settings: 'settings' in change }
    case 'settings':
      return { ...NONE, settings: true }
    case 'useStub':
      return NONE
    default:
      return { ...NONE, stubs: true }
  }
}

const REASONS = {
  useStub: 'the use of a stub is counted with each request. Reset the stubs or the scenario instead',
  fileStubs: 'the files of --stubs have changed. Change the files back instead',
  savedStubs: 'the stubs were written to files. Change the files back instead'
}

/** What an undo of a change puts back. @throws CannotBeUndone */
export function partsToUndo(entry: HistoryEntry): Parts {
  const { op } = entry.change
  if (op === 'useStub' || op === 'fileStubs' || op === 'savedStubs')
    throw new CannotBeUndone(entry.revision, REASONS[op])
  return partsOf(entry)
}

/**
 * Requires that parts are as a change has left them. Changes that were undone do not matter.
 *
 * @param later the changes since, newest first
 * @throws ConflictingChange
 */
export function requireUntouched(
  present: SandboxState,
  later: readonly HistoryEntry[],
  parts: Parts,
  revision: number
): void {
  const differing = differingParts(stateBefore(present, later), present)
  const isTouched = (entry: HistoryEntry): boolean => {
    const touched = partsOf(entry)
    return PARTS.some((part) => parts[part] && touched[part] && differing[part])
  }
  const next = later.findLast(isTouched)
  if (next !== undefined) throw new ConflictingChange(revision, `revision ${next.revision} changed the same part since`)
}

const differingParts = (one: SandboxState, other: SandboxState): Parts => ({
  records:
    one.fixtures.name !== other.fixtures.name ||
    one.fixtures.sha256 !== other.fixtures.sha256 ||
    !haveEqualRecords(one.apis, other.apis),
  stubs:
    !areEqual(one.stubs.stubs, other.stubs.stubs) || !isDeepStrictEqual(one.stubs.scenarios, other.stubs.scenarios),
  settings: !isDeepStrictEqual(one.settings, other.settings)
})

/** Whether the lists have equal records in the same order: a server that shares the sandbox has other objects after a restore. */
const haveEqualRecords = (one: State, other: State): boolean =>
  Object.entries(one).every(([api, { lists }]) =>
    Object.entries(lists).every(([name, list]) => areEqual(list, other[api]?.lists[name]))
  )

function areEqual(one: Collection<object>, other: Collection<object> | undefined): boolean {
  if (one.isSameAs(other)) return true
  if (one.size !== other?.size) return false
  const others = other[Symbol.iterator]()
  for (const record of one) if (!isDeepStrictEqual(contentOf(record), contentOf(others.next().value))) return false
  return true
}

/** A stub is compared by its document: the rest is compiled from it. */
const contentOf = (record: object | undefined): unknown => {
  const mapping: unknown = record && Reflect.get(record, 'mapping')
  return mapping === undefined ? record : { ...record, mapping: Reflect.get(Object(mapping), 'document') }
}
