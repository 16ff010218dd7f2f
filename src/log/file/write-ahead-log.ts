import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync
} from 'node:fs'
import type { StoredChange } from '../change-log.ts'
import { ChangeNotStored } from './errors.ts'
import { changeLine, headerLine, type LogOwner } from './read-log.ts'

/** The log of changes, open for writing. */
export class WriteAheadLog {
  readonly #file: string
  readonly #descriptor: number
  #size = 0

  /**
   * Creates a log. It replaces an existing one once it is complete.
   *
   * @param lines the changes that it starts with
   * @throws ChangeNotStored, or the error of the file system; an existing log is unchanged then
   */
  constructor(file: string, owner: LogOwner, lines: Buffer = Buffer.alloc(0)) {
    const temporary = `${file}.tmp`
    this.#file = file
    this.#descriptor = openSync(temporary, 'w+')
    try {
      this.#write(headerLine(owner))
      if (lines.length > 0) this.#write(lines)
      renameSync(temporary, file)
    } catch (error) {
      this.close()
      rmSync(temporary)
      throw error
    }
  }

  /** Whether the file was removed or replaced by somebody else. */
  get isGone(): boolean {
    return statSync(this.#file, { throwIfNoEntry: false })?.ino !== fstatSync(this.#descriptor).ino
  }

  /** The size of the log in bytes. */
  get size(): number {
    return this.#size
  }

  /**
   * Adds a change, with one synchronous write. It then survives a kill of the process, though not a power cut.
   *
   * @throws ChangeNotStored; the log is unchanged then
   */
  append(revision: number, change: StoredChange): void {
    this.#write(changeLine(revision, change))
  }

  /** Replaces this log with one that contains only what was added after it had the given size. */
  continuedFrom(size: number, owner: LogOwner): WriteAheadLog {
    const added = Buffer.alloc(this.#size - size)
    readSync(this.#descriptor, added, 0, added.length, size)
    const next = new WriteAheadLog(this.#file, owner, added)
    this.close()
    return next
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #write(content: string | Buffer): void {
    const size = Buffer.byteLength(content)
    try {
      // Always at the known size: a failed write may have left a part of a line that could not be cut off.
      const written =
        typeof content === 'string'
          ? writeSync(this.#descriptor, content, this.#size)
          : writeSync(this.#descriptor, content, 0, size, this.#size)
      if (written < size) throw new Error(`only ${written} of ${size} bytes were written`)
    } catch (error) {
      this.#cutBack()
      throw new ChangeNotStored((error as Error).message)
    }
    this.#size += size
  }

  #cutBack(): void {
    try {
      ftruncateSync(this.#descriptor, this.#size)
    } catch {
      // The next write starts at the same place, and recovery drops an incomplete line.
    }
  }
}
