import type { FixtureName } from './changes.ts'
import type { State } from './state.ts'

/** A named state to start from and to go back to. */
export interface FixtureSet extends FixtureName {
  /** Where it came from: the path of a file, or `memory`. */
  readonly source: string
  /** @internal Which version of its file it was read from. */
  readonly version?: string | undefined
  /** @internal */
  readonly state: State
  /** @internal Whether a state file can begin with the bytes of its file: one record a line, and no `$mock`. */
  readonly canContinue?: boolean
}

/** How many records of each kind a state holds. */
export function countsOf({ atrium, atms }: State) {
  return {
    atriumUsers: atrium.users.size,
    atmsUsers: atms.users.size,
    userGroups: atms.userGroups.size,
    credentials: atrium.credentials.length,
    tokens: atms.tokens.length
  }
}
