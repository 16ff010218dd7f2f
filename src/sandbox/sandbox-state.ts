import type { FixtureSet } from '../fixtures/fixture-set.ts'
import type { State } from '../state/state.ts'
import { NO_SETTINGS, type SettingsDocument } from '../wiremock/stubs/settings.ts'
import { type StubFiles, type StubState, stubsFromFiles } from '../wiremock/stubs/stub-state.ts'

/** Everything that a request or a tester can change in a sandbox, except its request journal: an immutable value. */
export interface SandboxState {
  /** Counts the changes. It never decreases, not even through a reset. */
  readonly revision: number
  /** The records and counters of each API. */
  readonly apis: State
  /** Stubs, their use counts, and scenario states. */
  readonly stubs: StubState
  readonly settings: SettingsDocument
  /** The set that a reset returns to. */
  readonly fixtures: FixtureSet
  /** The revision since which requests are in the journal: 0, or that of the last reset. */
  readonly journalSince: number
}

export const initialState = (fixtures: FixtureSet, files: StubFiles, revision = 0, journalSince = 0): SandboxState => ({
  revision,
  apis: fixtures.state,
  stubs: stubsFromFiles(files),
  settings: NO_SETTINGS,
  fixtures,
  journalSince
})
