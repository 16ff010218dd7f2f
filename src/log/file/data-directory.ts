import { existsSync } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { otherThanFile } from '../../common/files/kind-of-file.ts'
import { makeDirectory } from '../../common/files/make-directory.ts'
import { removeTemporaryFiles } from '../../common/files/temporary-files.ts'
import { DirectoryLock } from './directory-lock.ts'
import { DataDirectoryError } from './errors.ts'
import type { FileLog } from './file-log.ts'
import { type OpenStateOptions, openState } from './open-state.ts'
import type { RecoveredFiles } from './recovery.ts'
import { restrictAccess } from './restrict-access.ts'

/** A data directory that this process has locked. */
export interface DataDirectory {
  /** The folder of the state that was opened. */
  readonly path: string
  readonly recovered: RecoveredFiles
  /**
   * Starts to write to the directory, which is unchanged until then. Call this once the recovered changes have been applied without an
   * error.
   *
   * @returns the log for further changes
   */
  start(): Promise<FileLog>
  /** @throws DataDirectoryLost if the directory was removed or replaced since the start */
  requireHere(): void
  close(): Promise<void>
}

/**
 * Opens the saved state of a fixture set in a data directory. `states/{key}` contains `state.json`, the whole state at some moment,
 * `state.wal.ndjson`, the changes since then, and copies of the fixture sets that the state was reset to. Other states are not touched.
 *
 * @throws DataDirectoryError, FixtureFileError, or the error of the file system; nothing is changed then
 */
export async function openDataDirectory(options: OpenStateOptions): Promise<DataDirectory> {
  const { directory, notice } = options
  const withAdvice = <T>(task: () => Promise<T>): Promise<T> =>
    task().catch(async (error) => {
      throw await explained(directory, error)
    })
  const lock = await withAdvice(async () => {
    await makeDirectory(resolve(directory))
    return DirectoryLock.acquire(directory, { notice })
  })
  const { path, recovered, start } = await withAdvice(() => openState(options)).catch((error) => {
    lock.release()
    throw error
  })
  let log: FileLog | undefined
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await log?.close()
    lock.release()
  }
  return {
    path,
    recovered,
    async start() {
      log = await withAdvice(() => start(lock))
      await removeTemporaryFiles(join(directory, 'fixtures'))
      await restrictAccess(directory, notice)
      return log
    },
    requireHere: () => log?.requireDirectory(),
    close() {
      closed ??= close()
      return closed
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'the folder cannot be created',
  ENOSPC: 'the disk is full',
  MOCK_CHANGE_NOT_STORED: 'the log of changes cannot be written, the disk is full'
}

/** Describes the file, link or device that is at the place of a folder; `undefined` if there is none. */
async function obstacleOn(path: string): Promise<string | undefined> {
  for (let place = path; ; place = dirname(place)) {
    const stats = await lstat(place).catch(() => undefined)
    if (stats === undefined && place !== dirname(place)) continue
    if (stats?.isSymbolicLink() && !existsSync(place))
      return `${place} is a symbolic link to a folder that does not exist`
    const target = await stat(place).catch(() => undefined)
    if (target === undefined || target.isDirectory()) return undefined
    return `${place} is ${otherThanFile(target) ?? 'a file'}, not a folder`
  }
}

/** Explains an error of the file system, and says what to do. */
async function explained(directory: string, error: NodeJS.ErrnoException): Promise<Error> {
  const { code, path, syscall, message } = error
  const isFolderMissing = path !== undefined && ['ENOTDIR', 'EEXIST', 'ENOENT'].includes(String(code))
  const obstacle = isFolderMissing ? await obstacleOn(path) : undefined
  const advice = obstacle?.includes('is a device')
    ? 'Use another --data-dir, or --ephemeral'
    : 'Remove or rename it, use another --data-dir, or --ephemeral'
  if (obstacle !== undefined)
    return new DataDirectoryError(`cannot use the data directory ${directory}: ${obstacle}. ${advice}`)
  const reason = REASONS[String(code)] ?? (syscall && message)
  if (reason === undefined) return error
  const inside = path?.startsWith(join(directory, sep)) ? ` (${path})` : ''
  return new DataDirectoryError(
    `cannot use the data directory ${directory}: ${reason}${inside}. Use another --data-dir, or --ephemeral`
  )
}
