import { statSync } from 'node:fs'

/** Tells two versions of a file apart without reading them; `undefined` where there is none. */
export function versionOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats && `${stats.ino} ${stats.size} ${stats.mtimeMs}`
}
