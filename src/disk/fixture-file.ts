import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { bodyText } from '../http/body-text.ts'
import { type FixtureResult, readFixture } from '../store/fixture-document.ts'
import { type FixtureLists, fixtureText } from '../store/fixture-text.ts'
import { Problems } from '../store/problems.ts'
import { FixtureLines } from './fixture-lines.ts'

/** A fixture file that cannot be used, with everything that is wrong with it. */
export class FixtureFileError extends Error {
  readonly file: string
  readonly problems: Problems

  constructor(file: string, problems: Problems) {
    super(`${file}: ${problems.total} error${problems.total === 1 ? '' : 's'}`)
    this.file = file
    this.problems = problems
  }
}

/** What was read of how much, in bytes. */
export type Progress = (read: number, size: number) => void

export interface FixtureFile {
  readonly result: FixtureResult
  /** Of the bytes of the file, in hexadecimal digits. */
  readonly sha256: string
}

/** From this size on, a file is read line by line; a smaller one is quicker to read at once. */
const LARGE = 16 * 1024 * 1024
/** How much is read at once, in bytes. */
const AT_ONCE = 1024 * 1024

/**
 * Reads a file in the fixture format. A large one is read without holding the whole, where it has one record a line.
 *
 * @throws the error of the file system
 */
export async function readFixtureFile(
  file: string,
  onProgress: Progress = () => {},
  large = LARGE
): Promise<FixtureFile> {
  const stats = await stat(file)
  if (stats.isDirectory())
    throw new Error(`${file} is a folder, not a fixture file: --fixtures-dir takes a folder of them`)
  const { size } = stats
  return (size >= large && (await readByLine(file, size, onProgress))) || readWhole(file)
}

async function readWhole(file: string): Promise<FixtureFile> {
  const bytes = await readFile(file)
  const text = bodyText(bytes)
  const result = text === undefined ? notUtf8() : readFixture(text)
  return { result, sha256: createHash('sha256').update(bytes).digest('hex') }
}

function notUtf8(): FixtureResult {
  const problems = new Problems()
  problems.add('', 'expected UTF-8')
  return { ok: false, problems }
}

/** @returns `undefined` where the file is not written one record a line */
async function readByLine(file: string, size: number, onProgress: Progress): Promise<FixtureFile | undefined> {
  const lines = new FixtureLines()
  const sha256 = createHash('sha256')
  const decoder = new TextDecoder()
  let rest = ''
  let read = 0
  for await (const chunk of createReadStream(file, { highWaterMark: AT_ONCE })) {
    sha256.update(chunk)
    const [first = '', ...more] = decoder.decode(chunk, { stream: true }).split('\n')
    const complete = [rest + first, ...more]
    rest = complete.pop() as string
    if (!complete.every((line) => lines.take(line))) return undefined
    read += chunk.length
    onProgress(read, size)
  }
  const result = lines.take(rest + decoder.decode()) ? lines.finish() : undefined
  return result && { result, sha256: sha256.digest('hex') }
}

/**
 * Writes a fixture file, one record a line, without holding the whole. One that fails leaves nothing: it would keep a full disk
 * full.
 */
export async function writeFixtureFile(file: string, lists: FixtureLists, provenance?: object): Promise<void> {
  try {
    await pipeline(Readable.from(fixtureText(lists, provenance)), createWriteStream(file))
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

/** The SHA-256 of the bytes of a file, in hexadecimal digits. */
export async function sha256Of(file: string): Promise<string> {
  const sha256 = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: AT_ONCE })) sha256.update(chunk)
  return sha256.digest('hex')
}
