import { randomUUID } from 'node:crypto'
import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ClockAndIds } from '../clock-and-ids.ts'

/** The name of a file while it is being written. It cannot be the name of any other file. */
export const temporaryName = (): string => `.mock-${randomUUID()}.tmp`

/** Whether a file has a temporary name. Such files are left behind if a server is killed. */
export const isTemporary = (name: string): boolean =>
  /^\.mock-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/.test(name)

/**
 * Removes the temporary files of servers that were killed, as far as that is possible.
 *
 * @param unchangedFor in milliseconds: younger files may belong to a running server
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
