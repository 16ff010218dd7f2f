import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Low } from 'lowdb'
import { makeDirectory } from '../../common/files/make-directory.ts'
import type { Progress } from '../../fixtures/fixture-file.ts'
import type { FixtureName, FixtureSet } from '../../fixtures/fixture-set.ts'
import { countersOf } from '../../state/state.ts'
import type { DirectoryLock } from './directory-lock.ts'
import { FileLog } from './file-log.ts'
import { STATES } from './file-names.ts'
import type { StoredApi } from './format.ts'
import { planMigration } from './migration.ts'
import { startNotices } from './notices.ts'
import { noChanges, type RecoveredFiles, readSavedState, recover, type SavedState } from './recovery.ts'
import { type StateDirectory, stateDirectory } from './state-directory.ts'
import type { StateDocument } from './state-file.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

export interface OpenStateOptions {
  /** The data directory. */
  readonly directory: string
  readonly apis: readonly StoredApi[]
  /** What the server was started with. */
  readonly fixtures: FixtureSet
  /** The value of `Snapshot.sandbox` for a new state. */
  readonly sandbox?: unknown
  /** Names the saved state of these fixtures: see `stateKeyOf`. */
  readonly key: string
  /** Discard the saved state. */
  readonly fresh: boolean
  /** Called with messages for the user that require no action. */
  readonly notice: (text: string) => void
  readonly onProgress?: Progress | undefined
  /** The state is written once nothing has changed for this long, in milliseconds. Tests use a shorter time. */
  readonly quiet?: number
}

const QUIET = 1000

/** A saved or new state that has not been changed yet. */
export interface OpenedState {
  /** The folder of the state. */
  readonly path: string
  readonly recovered: RecoveredFiles
  /** Writes to the directory for the first time. */
  start(lock: DirectoryLock): Promise<FileLog>
}

/** Reads the saved state of a fixture set without changing anything. */
export async function openState(options: OpenStateOptions): Promise<OpenedState> {
  const { directory: root, apis, fixtures, key, fresh, notice, onProgress, quiet = QUIET } = options
  const path = join(root, STATES, key)
  const migration = await planMigration(options, path)
  const target = stateDirectory(apis, path)
  const source = stateDirectory(apis, migration.isNeeded ? root : path, onProgress)
  let { copies } = source
  const initial = initialDocument(fixtures, options.sandbox)
  const saved = fresh ? undefined : await readSavedState(apis, source, initial)
  const { provenance } = saved?.document ?? initial
  const { store, revision } = provenance
  const findFixtures = async (name: FixtureName): Promise<FixtureSet> =>
    name.sha256 === fixtures.sha256 ? { ...fixtures, name: name.name } : copies.find(name)
  const recovered = saved === undefined ? begin(fixtures, findFixtures) : await recover(saved, fixtures, findFixtures)
  const lastReset = saved?.log?.fixtures
  const startedFrom = lastReset?.name === provenance.startedFrom.name ? lastReset : provenance.startedFrom

  async function start(lock: DirectoryLock): Promise<FileLog> {
    lock.requireHeld()
    await makeDirectory(dirname(path))
    await migration.before()
    await target.stateFile.removeUnfinished()
    copies = target.copies
    const referenced = await (saved === undefined
      ? create(target, fixtures, initial)
      : removeUnreferenced(target, fixtures, saved))
    const { crc32 } = (saved === undefined ? target : source).stateFile
    const owner = { store, server: randomUUID() }
    const log = await WriteAheadLog.create(target.log, { ...owner, snapshot: { revision, crc32 } }, saved?.log?.lines())
    await migration.after(store)
    for (const text of [...startNotices(path, fixtures, startedFrom, saved), ...migration.notices(store)]) notice(text)
    const revisions = { last: Math.max(revision, saved?.log?.last ?? 0), inSnapshot: revision }
    const low = new Low<StateDocument>(target.stateFile, saved?.document ?? initial)
    const fileLog = new FileLog({
      root,
      lock,
      directory: target,
      low,
      log,
      owner,
      startedFrom,
      referenced,
      revisions,
      quiet,
      notice
    })
    await fileLog.start()
    return fileLog
  }
  return { path, recovered, start }
}

function initialDocument({ name, sha256, state }: FixtureSet, sandbox: unknown): StateDocument {
  const origin = { name, sha256 }
  const counters = countersOf(state)
  const names = { startedFrom: origin, fixtures: origin }
  return {
    state,
    provenance: { store: randomUUID(), revision: 0, counters, ...names, sandbox }
  }
}

const begin = (fixtures: FixtureSet, findFixtures: RecoveredFiles['findFixtures']): RecoveredFiles => ({
  state: fixtures.state,
  revision: 0,
  sandbox: undefined,
  changes: noChanges,
  fixtures,
  isResumed: false,
  findFixtures
})

/** Writes the first state file, replacing all existing files. @returns the hashes of the fixtures that it refers to */
async function create(
  { path, stateFile, log, copies }: StateDirectory,
  fixtures: FixtureSet,
  initial: StateDocument
): Promise<ReadonlySet<string>> {
  await makeDirectory(path)
  // Remove the log first: a start must never find it next to a state file that it does not belong to.
  await rm(log, { force: true, recursive: true })
  await copies.keepOnly(() => false)
  await stateFile.removeFolder()
  const copy = await copies.add(fixtures)
  await new Low<StateDocument>(stateFile, { ...initial, file: fixtures.canContinue ? copy : undefined }).write()
  return new Set([fixtures.sha256])
}

/**
 * Removes the copies of fixtures that nothing refers to. It searches for hashes in the text, so it need not understand the changes.
 *
 * @returns the hashes of the others
 */
async function removeUnreferenced(
  { copies }: StateDirectory,
  current: FixtureSet,
  { document: { provenance }, log }: SavedState
): Promise<ReadonlySet<string>> {
  await copies.add(current)
  const snapshot = JSON.stringify([provenance.fixtures, provenance.sandbox])
  return copies.keepOnly(
    (sha256) => sha256 === current.sha256 || snapshot.includes(sha256) || (log?.references.has(sha256) ?? false)
  )
}
