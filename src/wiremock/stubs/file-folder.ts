import { constants } from 'node:fs'
import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { makeDirectory } from '../../common/files/make-directory.ts'
import { prepareFile } from '../../common/files/prepare-file.ts'
import { removeFile } from '../../common/files/remove-file.ts'
import { isTemporary } from '../../common/files/temporary-files.ts'
import { reasonOf } from '../../common/reason-of.ts'
import { isSafeName } from './body-files.ts'
import { CannotReadFolder, NoStubsFolder, UnsafeFileName, writeError } from './folder-errors.ts'

/** The names of all files in the folder and below it, sorted, with slashes. @param folder `undefined` without `--stubs` */
export async function listFiles(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return []
    throw new CannotReadFolder(folder, reasonOf(error))
  })
  const files = entries.filter((entry) => entry.isFile() && !isTemporary(entry.name))
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, '/')).sort()
}

/** Opens a file to read it; `undefined` for an unknown name. @throws NoStubsFolder, UnsafeFileName */
export async function openFile(folder: string | undefined, name: string): Promise<FileHandle | undefined> {
  const file = await pathIn(folder, name)
  try {
    // Opening a named pipe would wait for a writer.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
    if ((await handle.stat()).isFile()) return handle
    await handle.close()
  } catch {
    // A file that cannot be read counts as missing.
  }
  return undefined
}

/** Writes a file, and the folders that it is in: whole, or not at all. @throws NoStubsFolder, UnsafeFileName, writeError */
export async function putFile(folder: string | undefined, name: string, parts: readonly Buffer[]): Promise<void> {
  const file = await pathIn(folder, name)
  try {
    await makeDirectory(dirname(file))
    const prepared = await prepareFile(file, parts)
    await prepared.publish().catch(async (error) => {
      await prepared.discard()
      throw error
    })
  } catch (error) {
    throw writeError(file, error)
  }
}

/** Deletes a file, if there is one. A folder stays. @throws NoStubsFolder, UnsafeFileName, writeError */
export async function deleteFile(folder: string | undefined, name: string): Promise<void> {
  const file = await pathIn(folder, name)
  const isFile = await stat(file).then(
    (stats) => !stats.isDirectory(),
    () => false
  )
  if (isFile) await removeFile(file).catch((error) => Promise.reject(writeError(file, error)))
}

/** The path of a file, which need not exist. Symbolic links must not lead out of the folder. @throws NoStubsFolder, UnsafeFileName */
async function pathIn(folder: string | undefined, name: string): Promise<string> {
  if (folder === undefined) throw new NoStubsFolder('/__admin/files')
  if (!isSafeName(name)) throw new UnsafeFileName(name)
  const file = join(folder, name)
  const root = await realpath(folder).catch(() => undefined)
  // Without the folder, it contains no links that could lead elsewhere.
  if (root === undefined) return file
  const existing = await nearestExisting(file)
  if (existing !== root && !existing.startsWith(root + sep)) throw new UnsafeFileName(name)
  return file
}

/** The real path of a file or, if it does not exist, of the nearest folder above it that does. */
const nearestExisting = (path: string): Promise<string> => realpath(path).catch(() => nearestExisting(dirname(path)))
