import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { Low } from 'lowdb'
import { makeDirectory } from '../../common/files/make-directory.ts'
import type { Progress } from '../../fixtures/fixture-file.ts'
import type { FixtureSet } from '../../fixtures/fixture-set.ts'
import { ChangeFile, type ChangeFileContent, readChangeFile } from './change-file.ts'
import { lockDirectory } from './directory-lock.ts'
import { DataDirectoryError } from './errors.ts'
import { FixtureCopies } from './fixture-copies.ts'
import { type Recovered, recover } from './recovery.ts'
import { type Provenance, type StateDocument, StateFile } from './state-file.ts'
import { StateKeeper } from './state-keeper.ts'

export interface DataDirectoryOptions {
  readonly directory: string
  /** What the server was started with. */
  readonly fixtures: FixtureSet
  /** Begin anew, whatever the directory holds. */
  readonly fresh: boolean
  /** Told what a person should know and need not act on. */
  readonly notice: (text: string) => void
  readonly onProgress?: Progress | undefined
}

/** A data directory that this process holds. */
export interface DataDirectory {
  /** What the sandbox begins with. */
  readonly recovered: Recovered
  /** Where the changes of the sandbox are kept. */
  readonly keeper: StateKeeper
  close(): Promise<void>
}

/**
 * Opens a data directory: `state.json`, the whole state at some moment, and `state.wal.ndjson`, what changed since, a change
 * a line. A copy of each fixture set that the sandbox was put back to stands beside them.
 *
 * @throws DataDirectoryError, FixtureFileError, or the error of the file system; nothing is changed then
 */
export async function openDataDirectory(options: DataDirectoryOptions): Promise<DataDirectory> {
  const { directory } = options
  try {
    await makeDirectory(resolve(directory))
    let lock = await lockDirectory(directory)
    const lockAgain = async () => {
      lock.release()
      lock = await lockDirectory(directory)
    }
    try {
      const { recovered, keeper } = await openFiles(options, lockAgain)
      const close = async () => {
        await keeper.close()
        lock.release()
      }
      return { recovered, keeper, close }
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    throw withWaysOut(directory, error as NodeJS.ErrnoException)
  }
}

async function openFiles(
  options: DataDirectoryOptions,
  lockAgain: () => Promise<void>
): Promise<Omit<DataDirectory, 'close'>> {
  const { directory, fixtures, fresh, notice, onProgress } = options
  const file = new StateFile(join(directory, 'state.json'), onProgress)
  const logFile = join(directory, 'state.wal.ndjson')
  const copies = new FixtureCopies(join(directory, 'reset-to'))
  const beginning = begun(fixtures)
  const low = new Low<StateDocument>(file, beginning)
  if (fresh) await rm(logFile, { force: true })
  else await low.read()
  const content = readChangeFile(logFile)
  const isNew = low.data === beginning
  if (isNew) {
    if (content !== undefined) throw new DataDirectoryError(orphan(directory))
    // A new state depends on nothing that lay there before.
    await copies.keepOnly(new Set())
    const copy = await copies.add(fixtures)
    low.data = { ...beginning, file: fixtures.canContinue ? copy : undefined }
    await low.write()
  }
  const { provenance } = low.data
  requireAsItWas(directory, file, provenance, content)
  requireSameFixtures(options, provenance)
  const needed = new Set([fixtures.sha256])
  const recovered = await recover(low.data, content, async (name) => {
    needed.add(name.sha256)
    return name.sha256 === fixtures.sha256 ? fixtures : copies.find(name)
  })
  // From here on the directory is this server's to write to: what is damaged is left as it is.
  if (!isNew) {
    await copies.add(fixtures)
    await copies.keepOnly(needed)
  }
  if (content === undefined && !isNew) notice(noLog(directory))
  else if (content !== undefined && content.torn > 0) notice(tornLine(content))
  const atRest = { changes: provenance.changes, crc32: file.crc32 }
  const log = new ChangeFile(logFile, { store: provenance.store, atRest }, content?.lines)
  const changes = { last: recovered.changes, atRest: provenance.changes }
  const keeper = new StateKeeper({
    ...provenance,
    directory,
    file,
    low,
    log,
    copies,
    notice,
    changes,
    named: needed,
    lockAgain
  })
  // A reset to the fixtures that the server was started with takes them as they are now.
  const current = recovered.fixtures.name === fixtures.name ? fixtures : recovered.fixtures
  return { recovered: { ...recovered, fixtures: current }, keeper }
}

function begun(fixtures: FixtureSet): StateDocument {
  const { name, sha256, state } = fixtures
  const origin = { name, sha256 }
  return {
    state,
    provenance: { store: randomUUID(), changes: 0, issued: 0, startedFrom: origin, fixtures: origin }
  }
}

/** The state goes on where it was; one that began with other fixtures would not be what the tester asks for. */
function requireSameFixtures({ directory, fixtures, notice }: DataDirectoryOptions, { startedFrom }: Provenance): void {
  const { name, sha256 } = startedFrom
  if (name !== fixtures.name) {
    throw new DataDirectoryError(
      `the state in ${directory} began with the fixtures '${name}', not '${fixtures.name}': ` +
        'start with --fresh to begin anew, or give another --data-dir'
    )
  }
  if (sha256 !== fixtures.sha256) {
    notice(`the fixtures '${name}' were edited since the state in ${directory} began: start with --fresh to take them`)
  }
}

/** A log begins with what its state file came to. One that was begun before the file was last written says nothing of it. */
function requireAsItWas(
  directory: string,
  { crc32 }: StateFile,
  { store, changes }: Provenance,
  log: ChangeFileContent | undefined
): void {
  const atRest = log?.owner.store === store ? log.owner.atRest : undefined
  if (atRest?.changes !== changes || atRest.crc32 === crc32) return
  throw new DataDirectoryError(
    `state.json in ${directory} is not as this server wrote it: it is damaged, or was edited. Nothing was changed: put the file back, ` +
      'remove state.wal.ndjson to go on with what state.json holds now, or start with --fresh to begin anew'
  )
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'there can be no folder',
  ENOSPC: 'the disk is full',
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'a part of its path is a file',
  MOCK_CHANGE_NOT_KEPT: 'the log of changes could not be written, the disk is full'
}

/** An error of the file system in words, with what else can be done. */
function withWaysOut(directory: string, error: NodeJS.ErrnoException): Error {
  const { code, path } = error
  const reason = REASONS[String(code)]
  if (reason === undefined) return error
  const inside = path?.startsWith(join(directory, sep)) ? ` (${path})` : ''
  return new DataDirectoryError(
    `the data directory ${directory} cannot be used: ${reason}${inside}. Give another --data-dir, or use --ephemeral`
  )
}

const orphan = (directory: string): string =>
  `${directory} has a state.wal.ndjson, but no state.json that it belongs to. Nothing was changed: put state.json back, or ` +
  'start with --fresh to begin anew'

const noLog = (directory: string): string =>
  `${directory} has a state.json, but no state.wal.ndjson: what was changed after state.json was written is not known`

const tornLine = ({ torn }: ChangeFileContent): string =>
  `the last ${torn} bytes of state.wal.ndjson were no whole line and were dropped: the process was killed while it wrote them`
