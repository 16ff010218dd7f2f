import type { FixtureSet } from '../fixtures/fixture-set.ts'
import { type Change, type RecordChange, type WholeChange, withChange } from './changes.ts'
import { LatestJson } from './latest-json.ts'
import type { State } from './state.ts'

/** Where changes are kept before they take effect. */
export interface ChangeLog {
  /** Returns once the change is kept. @throws where it cannot be kept */
  append(change: Change, json: LatestJson): void
  /** Sees to it that a reset to this set can be repeated from the log. */
  keep(fixtures: FixtureSet): Promise<void>
}

/** For a state that lives in memory only. */
export const NO_LOG: ChangeLog = { append() {}, async keep() {} }

/**
 * The one place that a sandbox's state is assigned. Each change is kept first and applied then, in one synchronous step:
 * a change that could not be kept has not happened.
 */
export class Store {
  readonly json = new LatestJson()
  #state: State
  readonly #log: ChangeLog

  constructor(state: State, log: ChangeLog) {
    this.#state = state
    this.#log = log
  }

  get state(): State {
    return this.#state
  }

  /** @throws what the log throws; nothing is changed then */
  change(change: RecordChange): void {
    this.#log.append(change, this.json)
    this.#state = withChange(this.#state, change)
  }

  /** @throws what the log throws; nothing is changed then */
  become(state: State, change: WholeChange): void {
    this.#log.append(change, this.json)
    this.#state = state
  }
}
