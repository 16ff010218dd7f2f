import { randomUUID } from 'node:crypto'
import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ClockAndIds } from '../clock-and-ids.ts'

/** The name of a file while it is being written: nobody else names a file like this. */
export const temporaryName = (): string => `.mock-${randomUUID()}.tmp`

/** Whether a file has one of the temporary names. It remains if a server is killed. */
export const isTemporary = (name: string): boolean =>
  /^\.mock-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/.test(name)

/**
 * Removes the temporary files of servers that were killed, as far as that is possible.
 *
 * @param unchangedFor in milliseconds: another server may be writing newer files
 */
export async function removeTemporaryFiles(
  folder: string,
  { recursive = false, unchangedFor = 0 }: { readonly recursive?: boolean; readonly unchangedFor?: number } = {}
): Promise<void> {
  const entries = await readdir(folder, { recursive, withFileTypes: true }).catch(() => [])
  const now = new ClockAndIds().now().getTime()
  for (const entry of entries) {
    if (!entry.isFile() || !isTemporary(entry.name)) continue
    const file = join(entry.parentPath, entry.name)
    const { mtimeMs } = await lstat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (now - mtimeMs >= unchangedFor) await rm(file, { force: true }).catch(() => {})
  }
}
