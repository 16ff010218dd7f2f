import { readFixture } from '../../fixtures/fixture-document.ts'
import type { FixtureSet } from '../../fixtures/fixture-set.ts'
import { type Change, type FixtureName, type ResetChange, withChange, withContent } from '../../state/changes.ts'
import type { State } from '../../state/state.ts'
import type { ChangeFileContent } from './change-file.ts'
import { DataDirectoryError } from './errors.ts'
import type { StateDocument } from './state-file.ts'

/** What a sandbox held when its process ended. */
export interface Recovered {
  readonly state: State
  /** What a reset goes back to. */
  readonly fixtures: FixtureSet
  /** The number of the last change. */
  readonly changes: number
}

/**
 * Applies what the log of changes holds to the state of the state file.
 *
 * @param fixtures finds the set of that content
 * @throws DataDirectoryError where the log does not belong to the file
 */
export async function recover(
  { state, provenance }: StateDocument,
  log: ChangeFileContent | undefined,
  fixtures: (name: FixtureName) => Promise<FixtureSet>
): Promise<Recovered> {
  if (log !== undefined && log.owner.store !== provenance.store) throw foreign()
  const since = (log?.changes ?? []).filter(({ number }) => number > provenance.changes)
  if (since.some(({ number }, i) => number !== provenance.changes + 1 + i)) throw foreign()
  const changes = since.map(({ change }) => change)
  // Nothing is left of what was before the last reset: the sets of those before it, which may be large, need not be read.
  const last = changes.findLastIndex(isReset)
  const reset = changes[last] as ResetChange | undefined
  const set = await fixtures(reset?.fixtures ?? provenance.fixtures)
  const later = changes.slice(last + 1) as Exclude<Change, ResetChange>[]
  return {
    state: later.reduce(applied, reset === undefined ? state : set.state),
    fixtures: set,
    changes: provenance.changes + changes.length
  }
}

const isReset = ({ op }: Change): boolean => op === 'reset'

const foreign = (): DataDirectoryError =>
  new DataDirectoryError(
    'state.wal.ndjson in the data directory belongs to another state.json. Nothing was changed: put back the two files that ' +
      'belong together, or start with --fresh to begin anew'
  )

const unknown = ({ op }: Change): DataDirectoryError =>
  new DataDirectoryError(
    `state.wal.ndjson in the data directory holds a change that this version does not know: ${op}. Nothing was changed: start the ` +
      'version that wrote it, or start with --fresh to begin anew'
  )

function applied(state: State, change: Exclude<Change, ResetChange>): State {
  if (change.op !== 'state') {
    const changed: State | undefined = withChange(state, change)
    if (changed === undefined) throw unknown(change)
    return changed
  }
  const result = readFixture(change.content)
  if (!result.ok) throw new DataDirectoryError('state.wal.ndjson holds a state that is not valid')
  return withContent(state, result.state)
}
