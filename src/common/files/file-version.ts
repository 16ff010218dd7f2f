import { statSync } from 'node:fs'

/** Identifies the version of a file without reading it; `undefined` if the file does not exist. */
export function versionOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats && `${stats.ino} ${stats.size} ${stats.mtimeMs}`
}

/** Which file has a path, and its size in bytes. */
export interface FileIdentity {
  readonly file: string
  readonly size: number
}

/**
 * Identifies the file that has a path; `undefined` if there is none. Without its time, which some file systems change later. File numbers
 * of Windows need all 64 bits.
 *
 * @throws the error of the file system, for example if a folder above it cannot be entered
 */
export function identityOf(path: string): FileIdentity | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats && { file: `${stats.dev} ${stats.ino}`, size: Number(stats.size) }
}
