import type { RecordChange } from '../state/changes.ts'
import { ownRecordBytes } from '../state/record-bytes.ts'
import { type State, stateBytes } from '../state/state.ts'
import type { StubMapping } from '../wiremock/stubs/stub-mapping.ts'
import type { StubFiles } from '../wiremock/stubs/stub-state.ts'
import type { Change, RestoreChange } from './changes.ts'
import type { SandboxState } from './sandbox-state.ts'

/** In bytes, for a changed or removed record of the fixtures: the nodes of the tree and the indexes that the sandbox no longer shares. */
const CHANGED_BYTES = 120

/** Parts of a state that others may share. */
export interface SharedParts {
  /** The state of the fixture set. */
  readonly fixtures?: State
  /** The stubs of the `--stubs` folder, as one value: there may be thousands. */
  readonly files?: StubFiles
  /** Stubs that are not among them. */
  readonly mappings: readonly StubMapping[]
}

/** The memory of a sandbox that is not shared, and the stubs that it is based on. */
export interface Own {
  /** The memory of its own records, in bytes. */
  readonly bytes: number
  /** The stubs of the `--stubs` folder that it holds, whether or not it has changed some of them. */
  readonly files: StubFiles
}

/** The effect of a change on the memory of a sandbox. */
export interface ChangeEffect {
  /** By how much the sandbox's own records grow, in bytes. */
  readonly growth: number
  /** How much of the removed data the history keeps in memory, in bytes. */
  readonly keptBytes: number
  /** The shared parts that the change removes from the state. */
  readonly removed: SharedParts
}

/** Most changes share nothing. */
export const NOTHING: SharedParts = { mappings: [] }

/** The effect of a change. Call this before the change is applied: later, a search in the old collection is slow. */
export function effectOf(state: SandboxState, change: Change, own: Own): ChangeEffect {
  const fixtures = state.fixtures.state
  switch (change.op) {
    case 'add':
    case 'replace':
    case 'remove':
      return recordEffect(state, change)
    case 'state':
      return { growth: stateBytes(change.uploaded.state) - own.bytes, keptBytes: own.bytes, removed: NOTHING }
    case 'resetRecords':
      return { growth: -own.bytes, keptBytes: own.bytes, removed: { fixtures, mappings: [] } }
    case 'reset':
      return { growth: -own.bytes, keptBytes: own.bytes, removed: sharedParts(state, own.files) }
    case 'restore':
      return restoreEffect(state, change, own)
    default:
      return { growth: 0, keptBytes: 0, removed: removedStubs(state, change, own.files) }
  }
}

/** The shared parts that a change has added to a state. @param files as in `Own`, before the change */
export function addedParts(state: SandboxState, change: Change, files: StubFiles): SharedParts {
  switch (change.op) {
    case 'resetRecords':
      return { fixtures: state.fixtures.state, mappings: [] }
    case 'reset':
      return sharedParts(state, change.files)
    case 'restore':
      return {
        ...(change.records && { fixtures: state.fixtures.state }),
        mappings: change.stubs ? ownMappings(state, files) : []
      }
    case 'stubs':
      return { mappings: ownMappings(state, files, idsOf(change.put)) }
    case 'fileStubs':
    case 'resetStubs':
      return stubParts(state, change.files)
    default:
      return NOTHING
  }
}

/** Everything in a state that others may share. */
export const sharedParts = (state: SandboxState, files: StubFiles): SharedParts => ({
  fixtures: state.fixtures.state,
  ...stubParts(state, files)
})

const stubParts = (state: SandboxState, files: StubFiles): SharedParts => ({
  files,
  mappings: ownMappings(state, files)
})

function removedStubs(state: SandboxState, change: Change, files: StubFiles): SharedParts {
  if (change.op === 'fileStubs' || change.op === 'resetStubs') return stubParts(state, files)
  if (change.op !== 'stubs') return NOTHING
  const { remove = [], put } = change
  return { mappings: ownMappings(state, files, remove === 'all' ? undefined : [...remove, ...idsOf(put)]) }
}

/** The stubs of the files stay what the sandbox is based on. */
function restoreEffect(state: SandboxState, { records, stubs }: RestoreChange, own: Own): ChangeEffect {
  return {
    growth: records === undefined ? 0 : records.bytes - own.bytes,
    keptBytes: records?.replacedBytes ?? 0,
    removed: {
      ...(records && { fixtures: state.fixtures.state }),
      mappings: stubs ? ownMappings(state, own.files) : []
    }
  }
}

const idsOf = (mappings: readonly StubMapping[] = []): string[] => mappings.map(({ document }) => document.id)

/** The stubs that are not those of the files. @param ids all if omitted */
export function ownMappings(
  { stubs: { stubs } }: Pick<SandboxState, 'stubs'>,
  files: StubFiles,
  ids?: readonly string[]
): StubMapping[] {
  if (stubs === files.initial.stubs) return []
  const found = ids === undefined ? [...stubs] : [...new Set(ids)].flatMap((id) => stubs.get(id) ?? [])
  return found.map(({ mapping }) => mapping).filter((mapping) => !files.distinct.has(mapping))
}

function recordEffect({ apis, fixtures }: SandboxState, change: RecordChange): ChangeEffect {
  const { api, list, op } = change
  const find = (state: State): object | undefined => {
    const records = state[api]?.lists[list]
    return op === 'remove' ? records?.get(change.key) : records?.sameKey(change.record)
  }
  const base = find(fixtures.state)
  const before = op === 'add' ? undefined : find(apis)
  const added = op === 'remove' ? 0 : ownRecordBytes(change.record, base)
  const removed = NOTHING
  if (before === undefined) return { growth: added, keptBytes: 0, removed }
  if (before === base) return { growth: added + CHANGED_BYTES, keptBytes: 0, removed }
  const next = op === 'remove' ? base : change.record
  return { growth: added - ownRecordBytes(before, base), keptBytes: ownRecordBytes(before, next), removed }
}
