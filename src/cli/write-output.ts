import { createWriteStream, existsSync, rmSync } from 'node:fs'
import { readlink, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { replaceFile } from '../common/files/replace-file.ts'
import { removeTemporaryFiles, temporaryName } from '../common/files/temporary-files.ts'
import { writeInParts } from '../common/files/write-file.ts'
import { describeError } from '../mock/describe-error.ts'
import type { Terminal } from './command.ts'

/** The result of a command cannot be written. The message says why. */
export class OutputError extends Error {}

/** A temporary file that has not changed for this long, in milliseconds, was left behind by a killed command. */
const LEFT_BEHIND_AFTER = 60_000

/**
 * Writes the result of a command. A file is replaced only once the new one is complete; anything else, such as a pipe, is written to
 * directly.
 *
 * @param file the standard output if `undefined`
 * @returns whether the target is a regular file
 * @throws OutputError
 */
export async function writeOutput(...parameters: Parameters<typeof write>): Promise<boolean> {
  return write(...parameters).catch((error) => {
    throw new OutputError(describeError(error))
  })
}

/** Checks early whether a result can be written later. @throws OutputError */
export async function checkOutput(file: string): Promise<void> {
  await placeOf(file)
}

async function write(
  text: Iterable<string> | AsyncIterable<string>,
  file: string | undefined,
  { interrupted, out }: Terminal
): Promise<boolean> {
  if (file === undefined) {
    for await (const part of text) out(part)
    return false
  }
  const { target, folder, isRegular } = await placeOf(file)
  if (!isRegular) {
    await pipeline(text, createWriteStream(target))
    return false
  }
  await removeTemporaryFiles(folder, { unchangedFor: LEFT_BEHIND_AFTER })
  const temporary = join(folder, temporaryName())
  interrupted.then(() => rmSync(temporary, { force: true }))
  // The user does not know the temporary name.
  const withPath = (path: string) => (error: Error) => {
    rmSync(temporary, { force: true })
    throw Object.assign(error, { path })
  }
  await writeInParts(temporary, text, undefined, 0o666).catch(withPath(folder))
  await replaceFile(temporary, target).catch(withPath(target))
  return true
}

/** @throws OutputError if it is a folder, or in one that does not exist */
async function placeOf(file: string): Promise<{ target: string; folder: string; isRegular: boolean }> {
  const target = await targetOf(file)
  const stats = await stat(target).catch(() => undefined)
  if (stats?.isDirectory() || file.endsWith('/') || file.endsWith(sep))
    throw new OutputError(`${file}: expected a file, but it is a folder. Add the name of a file`)
  const folder = dirname(target)
  if (!existsSync(folder)) throw new OutputError(`${file}: no such folder: ${folder}. Create it, or correct the path`)
  return { target, folder, isRegular: stats === undefined || stats.isFile() }
}

/** Resolves symbolic links, even if their target does not exist yet. */
async function targetOf(file: string): Promise<string> {
  const link = await readlink(file).catch(() => undefined)
  return realpath(file).catch(() => (link === undefined ? file : resolve(dirname(file), link)))
}
