import { statSync } from 'node:fs'

/** Identifies the version of a file without reading it; `undefined` if the file does not exist. */
export function versionOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats && `${stats.ino} ${stats.size} ${stats.mtimeMs}`
}
