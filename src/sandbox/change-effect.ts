import type { RecordChange } from '../state/changes.ts'
import { ownRecordBytes } from '../state/record-bytes.ts'
import { type State, stateBytes } from '../state/state.ts'
import type { StubMapping } from '../wiremock/stubs/stub-mapping.ts'
import type { Change } from './changes.ts'
import type { SandboxState } from './sandbox-state.ts'

/** A record of the fixtures that a sandbox has changed or removed: the parts of the tree and the indexes that it no longer shares. */
const CHANGED_BYTES = 120

/** Parts of a state that others may share. */
export interface SharedParts {
  /** The state of the fixture set. */
  readonly fixtures?: State
  readonly mappings: readonly StubMapping[]
}

/** What a change does to the memory of a sandbox. */
export interface ChangeEffect {
  /** By how much the sandbox's own records grow, in bytes. */
  readonly growth: number
  /** How much of what the change removes stays in memory for the history, in bytes. */
  readonly keptBytes: number
  /** What the change takes out of the state. */
  readonly removed: SharedParts
}

/** Most changes share nothing. */
export const NOTHING: SharedParts = { mappings: [] }

/**
 * The effect of a change. To be called before it is applied: a collection is slow to search afterwards.
 *
 * @param ownBytes what the sandbox's own records take
 */
export function effectOf(state: SandboxState, change: Change, ownBytes: number): ChangeEffect {
  const fixtures = state.fixtures.state
  switch (change.op) {
    case 'add':
    case 'replace':
    case 'remove':
      return recordEffect(state, change)
    case 'state':
      return { growth: stateBytes(change.uploaded.state) - ownBytes, keptBytes: ownBytes, removed: NOTHING }
    case 'resetRecords':
      return { growth: -ownBytes, keptBytes: ownBytes, removed: { fixtures, mappings: [] } }
    case 'reset':
      return { growth: -ownBytes, keptBytes: ownBytes, removed: sharedParts(state) }
    default:
      return { growth: 0, keptBytes: 0, removed: { mappings: removedMappings(state, change) } }
  }
}

/** What a change has put into a state. */
export function addedParts(state: SandboxState, change: Change): SharedParts {
  switch (change.op) {
    case 'resetRecords':
      return { fixtures: state.fixtures.state, mappings: [] }
    case 'reset':
      return sharedParts(state)
    case 'stubs':
      return { mappings: mappingsOf(state, idsOf(change.put)) }
    case 'fileStubs':
    case 'resetStubs':
      return { mappings: mappingsOf(state) }
    default:
      return NOTHING
  }
}

/** Everything in a state that others may share. */
export const sharedParts = (state: SandboxState): SharedParts => ({
  fixtures: state.fixtures.state,
  mappings: mappingsOf(state)
})

function removedMappings(state: SandboxState, change: Change): readonly StubMapping[] {
  if (change.op === 'fileStubs' || change.op === 'resetStubs') return mappingsOf(state)
  if (change.op !== 'stubs') return []
  const { remove = [], put } = change
  return remove === 'all' ? mappingsOf(state) : mappingsOf(state, [...remove, ...idsOf(put)])
}

const idsOf = (mappings: readonly StubMapping[] = []): string[] => mappings.map(({ document }) => document.id)

/** @param ids all if omitted */
function mappingsOf({ stubs: { stubs } }: SandboxState, ids?: readonly string[]): StubMapping[] {
  const found = ids === undefined ? [...stubs] : [...new Set(ids)].flatMap((id) => stubs.get(id) ?? [])
  return found.map(({ mapping }) => mapping)
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
