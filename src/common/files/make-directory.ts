import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Creates a directory that only its owner can use, and its parents. Node's `recursive` option loops forever on file systems that report ENOENT when a
 * directory cannot be created, such as `/proc`.
 *
 * @returns whether the directory is new
 * @throws the error of the file system
 */
export async function makeDirectory(directory: string): Promise<boolean> {
  try {
    await mkdir(directory, 0o700)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && (await isDirectory(directory))) return false
    const parent = dirname(directory)
    // On Windows, the parent of a missing drive is that drive.
    if (code !== 'ENOENT' || parent === directory || (await isDirectory(parent))) throw error
    await makeDirectory(parent)
    await mkdir(directory, 0o700)
    return true
  }
}

/** Creates a directory, but not its parent: if the parent was removed, it must not be recreated. @throws the error of the file system */
export async function makeSubdirectory(directory: string): Promise<void> {
  await mkdir(directory, 0o700).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    if (!(await isDirectory(directory))) throw Object.assign(error, { code: 'ENOTDIR' })
  })
}

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false
  )
