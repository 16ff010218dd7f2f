import { unlink } from 'node:fs/promises'

/**
 * Removes a file, if it exists. `rm` would try to remove a protected file as a folder, and report a misleading error.
 *
 * @throws the error of the file system
 */
export async function removeFile(file: string): Promise<void> {
  await unlink(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
