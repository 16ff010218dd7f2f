import { type Change, type FixtureName, withChange, withContent } from '../store/changes.ts'
import { readFixture } from '../store/fixture-document.ts'
import type { FixtureSet } from '../store/fixture-set.ts'
import type { State } from '../store/state.ts'
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
  let recovered: Recovered = { state, fixtures: await fixtures(provenance.fixtures), changes: provenance.changes }
  for (const { number, change } of log?.changes ?? []) {
    if (number <= recovered.changes) continue
    if (number !== recovered.changes + 1) throw foreign()
    recovered = { ...recovered, ...(await applied(recovered, change, fixtures)), changes: number }
  }
  return recovered
}

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

async function applied(
  { state }: Recovered,
  change: Change,
  fixtures: (name: FixtureName) => Promise<FixtureSet>
): Promise<Partial<Recovered>> {
  if (change.op === 'reset') {
    const set = await fixtures(change.fixtures)
    return { state: set.state, fixtures: set }
  }
  if (change.op !== 'state') {
    const changed: State | undefined = withChange(state, change)
    if (changed === undefined) throw unknown(change)
    return { state: changed }
  }
  const result = readFixture(change.content)
  if (!result.ok) throw new DataDirectoryError('state.wal.ndjson holds a state that is not valid')
  return { state: withContent(state, result.state) }
}
