import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { Low } from 'lowdb'
import type { FixtureName, FixtureSet } from '../../fixtures/fixture-set.ts'
import type { NumberedChange } from '../change-log.ts'
import type { Recovered } from '../recovered.ts'
import { DataDirectoryError } from './errors.ts'
import { type StoredApi, StoredName } from './format.ts'
import { type LogContent, readLog } from './read-log.ts'
import type { StateDirectory } from './state-directory.ts'
import type { StateDocument } from './state-file.ts'

/** What a data directory contains. */
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
 * Reads a saved state, and changes nothing.
 *
 * @param initial what a new state would be
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
  const log = readLog(apis, logFile)
  const document = low.data
  if (document === initial) {
    if (log !== undefined) throw new DataDirectoryError(orphan(path))
    return undefined
  }
  requireUnchanged(path, stateFile.crc32, document, log)
  return { document, log }
}

/** Combines a saved state with what the server was started with. */
export async function recover(
  { document, log }: SavedState,
  current: FixtureSet,
  findFixtures: RecoveredFiles['findFixtures']
): Promise<RecoveredFiles> {
  const { state, provenance } = document
  const { revision, sandbox } = provenance
  const changes = changesSince(document, log)
  const { name, sha256 } = lastFixtures(changes) ?? provenance.fixtures
  const fixtures = name === current.name ? current : await findFixtures({ name, sha256 })
  return { state, revision, sandbox, changes, fixtures, isResumed: true, findFixtures }
}

/** @throws DataDirectoryError if the log does not belong to the state file */
function changesSince({ provenance }: StateDocument, log: LogContent | undefined): readonly NumberedChange[] {
  if (log !== undefined && log.owner.store !== provenance.store) throw foreignLog()
  const changes = (log?.changes ?? []).filter(({ revision }) => revision > provenance.revision)
  if (changes.some(({ revision }, i) => revision !== provenance.revision + 1 + i)) throw foreignLog()
  return changes
}

const Reset = Type.Object({ fixtures: StoredName })

/** The fixtures of the last change that names some, whatever its kind. */
export function lastFixtures(changes: readonly NumberedChange[]): FixtureName | undefined {
  for (const { change } of changes.toReversed()) if (Check(Reset, change)) return change.fixtures
  return undefined
}

/** A log records what its state file was. A log that is older than the state file knows nothing about it. */
function requireUnchanged(
  path: string,
  crc32: string,
  { provenance: { store, revision } }: StateDocument,
  log: LogContent | undefined
): void {
  const snapshot = log?.owner.store === store ? log.owner.snapshot : undefined
  if (snapshot?.revision !== revision || snapshot.crc32 === crc32) return
  throw new DataDirectoryError(
    `state.json in ${path} is damaged or was edited. Nothing was changed: restore the file, remove state.wal.ndjson to continue with ` +
      'the contents of state.json, or start with --fresh to discard the saved state'
  )
}

const foreignLog = (): DataDirectoryError =>
  new DataDirectoryError(
    'state.wal.ndjson in the data directory belongs to another state.json. Nothing was changed: restore the two files that belong ' +
      'together, or start with --fresh to discard the saved state'
  )

const orphan = (path: string): string =>
  `${path} has a state.wal.ndjson, but its state.json is missing. Nothing was changed: restore state.json, or start with --fresh to ` +
  'discard the saved state'
