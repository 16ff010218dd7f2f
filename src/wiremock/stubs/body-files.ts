import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { reasonOf } from '../../common/reason-of.ts'

/** The folder of the files that responses name as `bodyFileName`. */
export const FILES = '__files'
const MAPPINGS = 'mappings'
/** In bytes. */
const MAX_SIZE = 64 * 1024 * 1024

/** A file that cannot be sent. The message says why. */
export class BodyFileError extends Error {}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false
  )

/** Where mappings and files are: `--stubs` may be a root folder of WireMock, its folder `mappings`, or a folder of mappings. */
export async function foldersOf(directory: string): Promise<{ readonly mappings: string; readonly files: string }> {
  const mappings = join(directory, MAPPINGS)
  if (await isFolder(mappings)) return { mappings, files: join(directory, FILES) }
  const root = basename(directory) === MAPPINGS ? dirname(directory) : directory
  return { mappings: directory, files: join(root, FILES) }
}

/** Whether a name stays in the folder on every system: no `..`, no absolute path, no Windows drive or separator, no NUL. */
export const isSafeName = (name: string): boolean =>
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\:\0]/.test(name)

/**
 * Reads a file for a response.
 *
 * @param folder of the files; `undefined` without `--stubs`
 * @param reserve called with the size in bytes before the file is read
 * @throws BodyFileError, and what `reserve` throws
 */
export async function readBodyFile(
  folder: string | undefined,
  name: string,
  reserve: (bytes: number) => void
): Promise<Buffer> {
  if (folder === undefined) {
    throw new BodyFileError(
      `the file '${name}' is missing: start the server with --stubs DIR, and put it into DIR/${FILES}`
    )
  }
  const notInside = new BodyFileError(`the file '${name}' is not in ${folder}`)
  if (!isSafeName(name)) throw notInside
  const path = join(folder, name)
  // Somebody may delete the file at any moment.
  const fail = (error: NodeJS.ErrnoException): never => {
    throw new BodyFileError(problemOf(path, name, error))
  }
  const [root, file] = await Promise.all([realpath(folder).catch(fail), realpath(path).catch(fail)])
  // A symbolic link may lead elsewhere.
  if (!file.startsWith(root + sep)) throw notInside
  const stats = await stat(file).catch(fail)
  if (!stats.isFile()) throw new BodyFileError(`'${name}' in ${folder} is not a file`)
  if (stats.size > MAX_SIZE) throw new BodyFileError(`the file '${name}' in ${folder} is larger than 64 MiB`)
  reserve(stats.size)
  return readFile(file).catch(fail)
}

function problemOf(path: string, name: string, error: NodeJS.ErrnoException): string {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR')
    return `the file '${path}' cannot be read: ${reasonOf(error)}`
  const hint = name.includes('{{') ? `. For a template, add "transformers": ["response-template"]` : ''
  return `the file '${name}' is missing: ${path}${hint}`
}
