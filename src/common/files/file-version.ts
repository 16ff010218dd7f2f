import { type Stats, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'

/** Identifies the version of a file without reading it; `undefined` if the file does not exist. */
export function versionOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats && versionIn(stats)
}

/** Like `versionOf`, but asynchronous; also `undefined` if the file cannot be reached. */
export const currentVersionOf = (file: string): Promise<string | undefined> =>
  stat(file).then(versionIn, () => undefined)

const versionIn = ({ ino, size, mtimeMs }: Stats): string => `${ino} ${size} ${mtimeMs}`

/** Identifies the file at a path, and its size in bytes. */
export interface FileIdentity {
  readonly file: string
  readonly size: number
}

/**
 * Identifies the file at a path; `undefined` if there is none. Ignores its time, which some file systems change later. Uses `bigint`,
 * because file numbers on Windows have 64 bits.
 *
 * @throws the error of the file system, for example if a folder above it cannot be entered
 */
export function identityOf(path: string): FileIdentity | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats && { file: `${stats.dev} ${stats.ino}`, size: Number(stats.size) }
}
