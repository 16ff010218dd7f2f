import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync
} from 'node:fs'
import { crc32 } from 'node:zlib'
import { hexOf } from '../../common/files/digest.ts'
import type { Change } from '../../state/changes.ts'
import { LatestJson } from '../../state/latest-json.ts'
import { ChangeNotKept, DataDirectoryError } from './errors.ts'

/** A change with its number: each is one more than the one before. */
export interface NumberedChange {
  readonly number: number
  readonly change: Change
}

/** What a log of changes belongs to. */
export interface LogOwner {
  /** The same in the state file. */
  readonly store: string
  /** The state file when the log was begun: the last change that it held, and its CRC-32 in hexadecimal digits. */
  readonly atRest?: { readonly changes: number; readonly crc32: string } | undefined
}

/** What a log of changes holds. */
export interface ChangeFileContent {
  readonly owner: LogOwner
  readonly changes: readonly NumberedChange[]
  /** The whole lines of the changes, as they stand in the file. */
  readonly lines: Buffer
  /** How many bytes stand at the end that are no whole line: what was being written when the process was killed. */
  readonly torn: number
}

/** A line is its CRC-32 in eight hexadecimal digits, a blank, and JSON. */
// JSON holds no line feed, but it may hold U+2028, which is a line end to `.` without the flag.
const LINE = /^([0-9a-f]{8}) (.+)$/s
const lineOf = (json: string): string => `${hexOf(crc32(json))} ${json}\n`

/** What `JSON.stringify({ number, ...change })` gives, in half the time. */
function jsonOf(number: number, change: Change, json: LatestJson): string {
  if (change.op !== 'atrium.add') return `{"number":${number},${JSON.stringify(change).slice(1)}`
  return `{"number":${number},"op":"atrium.add","user":${json.of(change.user)},"issued":${change.issued}}`
}

/**
 * Reads a log of changes.
 *
 * @returns `undefined` where there is none
 * @throws DataDirectoryError where a line is damaged that is not the last, torn one
 */
export function readChangeFile(file: string): ChangeFileContent | undefined {
  const bytes = readIfThere(file)
  if (bytes === undefined) return undefined
  const end = bytes.lastIndexOf('\n') + 1
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1)
  const [header, ...changes] = lines.map((line, i) => parseLine(line, `${file}: line ${i + 1}`))
  if (header === undefined) throw damaged(file)
  return {
    owner: header as LogOwner,
    changes: changes.map(({ number, ...change }) => ({ number: Number(number), change: change as Change })),
    lines: bytes.subarray(bytes.indexOf('\n') + 1, end),
    torn: bytes.length - end
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw code === 'EISDIR' ? new DataDirectoryError(`${file} is a folder, not a log of changes`) : error
  }
}

const damaged = (where: string): DataDirectoryError =>
  new DataDirectoryError(
    `${where} is damaged. Nothing was changed: restore the file, or start with --fresh to begin anew`
  )

type Line = { readonly [member: string]: unknown } & Partial<Change> & Partial<LogOwner>

function parseLine(line: string, where: string): Line {
  const [, sum, json = ''] = LINE.exec(line) ?? []
  if (sum === undefined || Number.parseInt(sum, 16) !== crc32(json)) throw damaged(where)
  return JSON.parse(json)
}

/** The log of changes, open for writing. */
export class ChangeFile {
  readonly #file: string
  readonly #descriptor: number
  #size: number

  /**
   * Begins a log, in place of one that may be there.
   *
   * @param lines whole lines of changes to begin with
   * @throws ChangeNotKept, or the error of the file system, with the log that was there as it was
   */
  constructor(file: string, owner: LogOwner, lines: Buffer = Buffer.alloc(0)) {
    const temporary = `${file}.tmp`
    this.#file = file
    this.#descriptor = openSync(temporary, 'w+')
    this.#size = 0
    try {
      this.#write(lineOf(JSON.stringify(owner)))
      if (lines.length > 0) this.#write(lines)
      renameSync(temporary, file)
    } catch (error) {
      this.close()
      rmSync(temporary)
      throw error
    }
  }

  /** Whether somebody removed the file, or put another in its place. */
  get isGone(): boolean {
    return statSync(this.#file, { throwIfNoEntry: false })?.ino !== fstatSync(this.#descriptor).ino
  }

  /** The size of the log in bytes. */
  get size(): number {
    return this.#size
  }

  /**
   * Adds a change, with one synchronous write. It survives a kill of the process then, though not a power cut.
   *
   * @throws ChangeNotKept, with the log as it was
   */
  append({ number, change }: NumberedChange, json = new LatestJson()): void {
    this.#write(lineOf(jsonOf(number, change, json)))
  }

  /** A new log in the place of this one, with what was added after it had the given size. */
  continuedFrom(size: number, owner: LogOwner): ChangeFile {
    const added = Buffer.alloc(this.#size - size)
    readSync(this.#descriptor, added, 0, added.length, size)
    const next = new ChangeFile(this.#file, owner, added)
    this.close()
    return next
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #write(content: string | Buffer): void {
    const size = Buffer.byteLength(content)
    try {
      // A write that failed before may have left a part of a line, where cutting it back failed too.
      const written =
        typeof content === 'string'
          ? writeSync(this.#descriptor, content, this.#size)
          : writeSync(this.#descriptor, content, 0, size, this.#size)
      if (written < size) throw new Error(`only ${written} of ${size} bytes were written`)
    } catch (error) {
      this.#cutBack()
      throw new ChangeNotKept((error as Error).message)
    }
    this.#size += size
  }

  #cutBack(): void {
    try {
      ftruncateSync(this.#descriptor, this.#size)
    } catch {
      // The next write begins at the same place, and recovery drops what is no whole line.
    }
  }
}
