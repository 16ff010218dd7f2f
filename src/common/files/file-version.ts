import { type Stats, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'

/** Identifies the version of a file without reading it; `undefined` if the file does not exist. */
export function versionOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats && versionIn(stats)
}

/** The same without waiting for the file system; also `undefined` if the file cannot be reached. */
export const currentVersionOf = (file: string): Promise<string | undefined> =>
  stat(file).then(versionIn, () => undefined)

const versionIn = ({ ino, size, mtimeMs }: Stats): string => `${ino} ${size} ${mtimeMs}`

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
