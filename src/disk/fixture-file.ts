import { readFile, stat } from 'node:fs/promises'
import { bodyText } from '../http/body-text.ts'
import { type FixtureResult, readFixture } from '../store/fixture-document.ts'
import { Problems } from '../store/problems.ts'
import { type Digest, digestOf, sha256 } from './digest.ts'
import { FixtureLines } from './fixture-lines.ts'
import { chunksOf } from './read-file.ts'

/** A fixture file that cannot be used, with everything that is wrong with it. */
export class FixtureFileError extends Error {
  readonly file: string
  readonly problems: Problems
  /** What can be done. */
  readonly advice: string | undefined

  constructor(file: string, problems: Problems, advice?: string) {
    super(`${file}: ${problems.total} error${problems.total === 1 ? '' : 's'}`)
    this.file = file
    this.problems = problems
    this.advice = advice
  }
}

/** What was read of how much, in bytes. */
export type Progress = (read: number, size: number) => void

export interface FixtureFile {
  readonly result: FixtureResult
  /** Of the bytes of the file, in hexadecimal digits. */
  readonly digest: string
  /** Whether it was read line by line: it has one record a line then. */
  readonly isByLine: boolean
}

export interface ReadOptions {
  readonly onProgress?: Progress | undefined
  /** From this size on, in bytes, a file is read line by line; a smaller one is quicker to read at once. */
  readonly large?: number | undefined
  /** SHA-256 where no other is asked for. */
  readonly digest?: () => Digest
}

const LARGE = 16 * 1024 * 1024

/**
 * Reads a file in the fixture format. A large one is read without holding the whole, where it has one record a line.
 *
 * @throws the error of the file system
 */
export async function readFixtureFile(file: string, options: ReadOptions = {}): Promise<FixtureFile> {
  const { onProgress = () => {}, large = LARGE, digest = sha256 } = options
  const stats = await stat(file)
  if (stats.isDirectory())
    throw new Error(`${file} is a folder, not a fixture file: --fixtures-dir takes a folder of them`)
  const { size } = stats
  const reader = { file, size, onProgress, digest }
  return (size >= large && (await readByLine(reader))) || readWhole(reader)
}

interface Reader {
  readonly file: string
  readonly size: number
  readonly onProgress: Progress
  readonly digest: () => Digest
}

async function readWhole({ file, digest }: Reader): Promise<FixtureFile> {
  const bytes = await readFile(file)
  const result = fixtureIn(bytes)
  return { result, digest: digestOf(bytes, digest()), isByLine: false }
}

/** What the bytes of a document in the fixture format hold. */
export function fixtureIn(bytes: Buffer): FixtureResult {
  const problems = new Problems()
  const text = textIn(bytes, problems)
  return text === undefined ? { ok: false, problems } : readFixture(text)
}

/** The text of a file, without a byte order mark. @param problems told where it is not UTF-8 */
export function textIn(bytes: Buffer, problems: Problems): string | undefined {
  const text = bodyText(bytes)
  if (text === undefined) problems.add('', 'expected UTF-8')
  return text
}

/** @returns `undefined` where the file is not written one record a line */
async function readByLine({ file, size, onProgress, digest }: Reader): Promise<FixtureFile | undefined> {
  const lines = new FixtureLines()
  const sum = digest()
  /** What came behind the last line end. */
  const rest: Buffer[] = []
  let read = 0
  for await (const chunk of chunksOf(file)) {
    sum.update(chunk)
    const end = chunk.lastIndexOf(LINE_FEED) + 1
    if (end > 0 && !lines.take(decoded([...rest.splice(0), chunk.subarray(0, end)]))) return undefined
    rest.push(chunk.subarray(end))
    read += chunk.length
    onProgress(read, size)
  }
  const result = lines.take(decoded(rest)) ? lines.finish() : undefined
  return result && { result, digest: sum.digest('hex'), isByLine: true }
}

const LINE_FEED = 0x0a
/** By its bytes, and as a whole: a streaming decoder gives text of two bytes a character, which takes twice the time from then on. */
const decoded = (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString('utf8')
