import type { Api } from '../api/define-api.ts'
import { countsOf } from '../fixtures/fixture-set.ts'
import { delayIn } from '../wiremock/stubs/settings.ts'
import type { Sandbox } from './sandbox.ts'

/** Where the state of the sandbox `default` came from when the server started. */
export interface StateOrigin {
  /** `fresh` if this run created it, `resumed` if an earlier run saved it. */
  readonly start: 'fresh' | 'resumed'
  /** The folder that holds it; `undefined` if it is kept in memory. */
  readonly directory: string | undefined
  /** How many stubs were loaded from files. */
  readonly stubFiles?: string | undefined
}

/** The state that a server serves now, for the startup banner and the health report. */
export interface ServedState {
  /** The fixture set that a reset returns to. */
  readonly fixtures: string
  /** The number of records in each list. */
  readonly counts: Readonly<Record<string, number>>
  readonly revision: number
  readonly start: StateOrigin['start']
  /** When the server started, or when the sandbox was last reset. */
  readonly since: string
  /** The number of stubs. */
  readonly stubs: number
  /** Whether the settings delay every response. */
  readonly hasDelay: boolean
}

export const servedState = (apis: readonly Api[], { state, since }: Sandbox, { start }: StateOrigin): ServedState => ({
  fixtures: state.fixtures.name,
  counts: countsOf(apis, state.apis),
  revision: state.revision,
  start,
  since: since.toISOString(),
  stubs: state.stubs.stubs.size,
  hasDelay: delayIn(state.settings) !== undefined
})
