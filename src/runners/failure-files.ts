import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Failure } from './failure.ts'

/**
 * Writes the journal of a failed test to a HAR file.
 *
 * @param name of the sandbox
 * @param folder created if it is missing
 * @returns what to print: the requests as a table, and the path of the file
 */
export async function writeFailure({ text, har }: Failure, name: string, folder = 'mock-failures'): Promise<string> {
  const file = join(folder, `${name}.har`)
  await mkdir(folder, { recursive: true })
  await writeFile(file, har)
  return `requests to the sandbox ${name}, also in ${relative('', file)}\n\n${text}`
}
