import type { FixtureSet } from '../fixtures/fixture-set.ts'
import { applyRecordChange, type RecordChange } from '../state/changes.ts'
import { countersOf, type State, withCounters } from '../state/state.ts'
import type { SettingsDocument } from '../wiremock/stubs/settings.ts'
import { applyStubChange, type StubChange, type StubFiles, type StubState } from '../wiremock/stubs/stub-state.ts'
import { initialState, type SandboxState } from './sandbox-state.ts'

/** Resets to a fixture set: everything, including the stubs of the `--stubs` folder, or only the records and counters. */
export type ResetChange =
  | { readonly op: 'reset'; readonly fixtures: FixtureSet; readonly files: StubFiles }
  | { readonly op: 'resetRecords'; readonly fixtures: FixtureSet }

/** The records of a document in the fixture format that a client has sent. */
export interface UploadedState {
  readonly state: State
  /** Of the document. */
  readonly sha256: string
  /** The size of the document. */
  readonly bytes: number
}

/** Puts back parts of an earlier state. */
export interface RestoreChange {
  readonly op: 'restore'
  readonly records?: RestoredRecords
  readonly stubs?: StubState
  readonly settings?: SettingsDocument
}

/** Records, counters, and what a reset returns to. */
export interface RestoredRecords {
  readonly apis: State
  readonly fixtures: FixtureSet
  /** Names the document that the log stores; `undefined` if the records are those of the fixtures. */
  readonly document: string | undefined
  /** What the sandbox's own records take afterwards. */
  readonly bytes: number
  /** How much of what they take before stays in memory for the history. */
  readonly replacedBytes: number
}

/** Every change of a sandbox. The log stores each one before it takes effect. */
export type Change =
  | RecordChange
  | StubChange
  | ResetChange
  | RestoreChange
  | { readonly op: 'state'; readonly uploaded: UploadedState }
  | { readonly op: 'settings'; readonly settings: SettingsDocument }

/** The state after a change. Recovery applies the logged changes through this function, too. */
export function applyChange(state: SandboxState, change: Change): SandboxState {
  const revision = state.revision + 1
  switch (change.op) {
    case 'add':
    case 'replace':
    case 'remove':
      return { ...state, revision, apis: applyRecordChange(state.apis, change) }
    case 'reset':
      return initialState(change.fixtures, change.files, revision, revision)
    case 'resetRecords':
      return { ...state, revision, apis: change.fixtures.state, fixtures: change.fixtures }
    case 'state':
      // Uploading a state does not restart a sequence of ids.
      return { ...state, revision, apis: withCounters(change.uploaded.state, countersOf(state.apis)) }
    case 'settings':
      return { ...state, revision, settings: change.settings }
    case 'restore': {
      const { records, stubs = state.stubs, settings = state.settings } = change
      const { apis, fixtures } = records ?? state
      return { revision, apis, fixtures, stubs, settings, journalSince: state.journalSince }
    }
    default:
      return {
        ...state,
        revision,
        stubs: applyStubChange(state.stubs, change),
        journalSince: change.op === 'resetStubs' ? revision : state.journalSince
      }
  }
}

/** Whether a change concerns more than stubs and settings. */
export const changesRecords = (change: Change): boolean =>
  'list' in change || ['reset', 'resetRecords', 'restore', 'state'].includes(change.op)

/** What to change in a state, and the result for the caller. Without a change, nothing is stored. */
export interface Decision<R> {
  readonly change?: Change | undefined
  readonly result: R
}
