import { realpath, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { versionOf } from './file-version.ts'
import { replaceFile } from './replace-file.ts'
import { temporaryName } from './temporary-files.ts'
import { writeInParts } from './write-file.ts'

/** A complete file under a temporary name. */
export interface PreparedFile {
  /** The `versionOf` the file, which publishing does not change. */
  readonly version: string | undefined
  /** Gives the file its final name, replacing any file with that name. @throws the error of the file system */
  publish(): Promise<void>
  /** Removes the temporary file. */
  discard(): Promise<void>
}

/**
 * Writes a file under a temporary name in the same folder. A replaced file keeps its permissions, and a symbolic link its target;
 * a new file is readable only by its owner.
 *
 * @throws the error of the file system
 */
export async function prepareFile(
  file: string,
  parts: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>
): Promise<PreparedFile> {
  const target = await realpath(file).catch(() => file)
  const mode = await stat(target).then(
    (stats) => stats.mode & 0o777,
    () => 0o600
  )
  const temporary = join(dirname(target), temporaryName())
  await writeInParts(temporary, parts, undefined, mode)
  return {
    version: versionOf(temporary),
    publish: () => replaceFile(temporary, target),
    discard: () => rm(temporary, { force: true }).catch(() => {})
  }
}
