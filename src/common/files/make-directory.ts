import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder, and those that it is in, where they are not there. Node's own `recursive` goes round for ever where a file system
 * takes no folders and says that there is no such file: in `/proc`, say.
 *
 * @returns whether it was not there
 * @throws the error of the file system
 */
export async function makeDirectory(directory: string): Promise<boolean> {
  try {
    await mkdir(directory)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && (await isDirectory(directory))) return false
    const parent = dirname(directory)
    if (code !== 'ENOENT' || (await isDirectory(parent))) throw error
    await makeDirectory(parent)
    await mkdir(directory)
    return true
  }
}

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false
  )
