import { Low } from 'lowdb'
import type { FixtureName, FixtureSet } from '../../fixtures/fixture-set.ts'
import type { NumberedChange } from '../change-log.ts'
import type { Recovered } from '../recovered.ts'
import { DataDirectoryError, unusableLog } from './errors.ts'
import type { StoredApi } from './format.ts'
import { type LogContent, readLog, readLogOwner } from './read-log.ts'
import type { StateDirectory } from './state-directory.ts'
import type { StateDocument } from './state-file.ts'

/** The state that was recovered from a data directory. */
export interface RecoveredFiles extends Recovered {
  /** Whether there was a saved state. */
  readonly isResumed: boolean
  /** Finds the contents that a reset returned to. @throws DataDirectoryError */
  findFixtures(name: FixtureName): Promise<FixtureSet>
}

/** A saved state as it was read. */
export interface SavedState {
  readonly document: StateDocument
  readonly log: LogContent | undefined
}

/**
 * Reads a saved state without changing anything.
 *
 * @param initial the document of a new state
 * @returns `undefined` if there is none
 * @throws DataDirectoryError, FixtureFileError, or the error of the file system
 */
export async function readSavedState(
  apis: readonly StoredApi[],
  { path, stateFile, log: logFile }: StateDirectory,
  initial: StateDocument
): Promise<SavedState | undefined> {
  const low = new Low<StateDocument>(stateFile, initial)
  await low.read()
  const document = low.data
  if (document === initial) {
    if ((await readLogOwner(apis, logFile)) !== undefined) throw orphan(path)
    return undefined
  }
  const log = await readLog(apis, logFile, document.provenance.revision)
  if (log !== undefined) requireMatch(path, stateFile.crc32, document, log)
  return { document, log }
}

/** Combines a saved state with the fixtures that the server was started with. */
export async function recover(
  { document, log }: SavedState,
  current: FixtureSet,
  findFixtures: RecoveredFiles['findFixtures']
): Promise<RecoveredFiles> {
  const { state, provenance } = document
  const { revision, sandbox } = provenance
  const { name, sha256 } = log?.fixtures ?? provenance.fixtures
  const fixtures = name === current.name ? current : await findFixtures({ name, sha256 })
  const changes = log?.changes ?? noChanges
  return { state, revision, sandbox, changes, fixtures, isResumed: true, findFixtures }
}

export async function* noChanges(): AsyncGenerator<NumberedChange> {}

/** @throws DataDirectoryError if the log does not belong to the state file, or if a part of one of them is missing */
function requireMatch(path: string, crc32: string, { provenance }: StateDocument, log: LogContent): void {
  const { store, revision } = provenance
  const { snapshot, closedAt = 0, store: storeOfLog } = log.owner
  // The header of a log that is older than the state file cannot describe it.
  if (storeOfLog !== store || (snapshot?.revision ?? 0) > revision) throw foreignLog(path)
  if (snapshot?.revision === revision && snapshot.crc32 !== crc32) throw editedState(path)
  const last = Math.max(revision, log.last ?? 0)
  if (log.missing !== undefined) throw unusableLog(`${path}/state.wal.ndjson: change ${log.missing} is missing`)
  if (last < closedAt)
    throw unusableLog(
      `${path}/state.wal.ndjson ends at change ${last}, but the server stopped at change ${closedAt}: its end is missing`
    )
}

const editedState = (path: string): DataDirectoryError =>
  new DataDirectoryError(
    `state.json in ${path} is damaged or was edited. Nothing was changed: restore the file, remove state.wal.ndjson to continue with ` +
      'the contents of state.json, or start with --fresh to discard the saved state'
  )

const foreignLog = (path: string): DataDirectoryError =>
  new DataDirectoryError(
    `state.wal.ndjson in ${path} belongs to another state.json. Nothing was changed: restore the two files that belong together, or ` +
      'start with --fresh to discard the saved state'
  )

const orphan = (path: string): DataDirectoryError =>
  new DataDirectoryError(
    `${path} has a state.wal.ndjson, but its state.json is missing. Nothing was changed: restore state.json, or start with --fresh to ` +
      'discard the saved state'
  )
