import { chmod, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FILES, STATES } from './file-names.ts'

/** The names that a server creates in a data directory. */
const OWN = [STATES, 'fixtures', 'tls', ...Object.values(FILES)]
/** Permissions of users other than the owner. */
const OTHERS = 0o077
const STICKY = 0o1000

/**
 * Removes the permissions of other users from files of earlier versions, because the files contain credentials. A directory that also has
 * other contents, or that is shared on purpose, keeps its permissions; the server's folders in it do not.
 *
 * @param notice called with a message for the user
 * @param change sets the permissions of a file or folder
 */
export async function restrictAccess(
  root: string,
  notice: (text: string) => void,
  change: typeof chmod = chmod,
  platform: string = process.platform
): Promise<void> {
  // Windows has no such permissions.
  if (platform === 'win32') return
  const failed: string[] = []
  const entries = await readdir(root)
  const isOwn = entries.every((name) => name.startsWith('lock-') || OWN.some((own) => name.startsWith(own)))
  const { uid, mode } = await lstat(root)
  if (isOwn && uid === process.getuid?.() && (mode & STICKY) === 0) await restrict(root, change, failed)
  for (const name of isOwn ? OWN : [STATES, 'tls']) await restrictAll(join(root, name), change, failed)
  const [path] = failed
  if (path === undefined) return
  notice(`cannot restrict access to ${path}: other users of this machine may be able to read the saved state`)
}

/** A file or a folder with everything in it. */
async function restrictAll(path: string, change: typeof chmod, failed: string[]): Promise<void> {
  const isFolder = await restrict(path, change, failed)
  if (!isFolder) return
  const names = await readdir(path).catch(() => [])
  for (const name of names) await restrictAll(join(path, name), change, failed)
}

/** @returns whether it is a folder */
async function restrict(path: string, change: typeof chmod, failed: string[]): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined)
  if (stats === undefined || stats.isSymbolicLink()) return false
  if ((stats.mode & OTHERS) === 0) return stats.isDirectory()
  await change(path, stats.isDirectory() ? 0o700 : 0o600).catch(() => {})
  // Some file systems have no permissions and ignore the change.
  if (((await lstat(path)).mode & OTHERS) !== 0) failed.push(path)
  return stats.isDirectory()
}
