import type { FixtureSet } from '../fixtures/fixture-set.ts'
import type { State } from '../state/state.ts'
import type { NumberedChange } from './change-log.ts'

/** The contents of a log when it is opened: a snapshot of a sandbox, and the changes since then. */
export interface Recovered {
  /** The records and counters of the snapshot. */
  readonly state: State
  /** The revision of the snapshot. */
  readonly revision: number
  /** The rest of the sandbox in the snapshot, as JSON; `undefined` in a new state, and in one of version one. */
  readonly sandbox: unknown
  /** The changes since then, oldest first. They start with the last `reset`, since earlier changes have no effect. */
  changes(): AsyncIterable<NumberedChange>
  /** The set that a reset returns to after all changes. If the fixtures that the server was started with have changed, these are the new ones. */
  readonly fixtures: FixtureSet
}
