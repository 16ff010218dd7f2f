import { closeSync, ftruncateSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import type { StoredChange } from '../change-log.ts'
import { ChangeNotStored } from './errors.ts'
import { changeLine, headerLine, type LogOwner } from './read-log.ts'

/** The log of changes, open for writing. */
export class WriteAheadLog {
  readonly #file: string
  #descriptor: number
  /** The file that has the path, as long as nobody replaces it. */
  readonly #identity: string | undefined
  #size = 0

  /**
   * Creates a log. It replaces an existing one once it is complete.
   *
   * @param lines the changes that it starts with
   * @param replaced the log that it replaces, if that is open: Windows replaces no open file
   * @throws ChangeNotStored, or the error of the file system; an existing log is unchanged then
   */
  constructor(file: string, owner: LogOwner, lines: Buffer = Buffer.alloc(0), replaced?: WriteAheadLog) {
    const temporary = `${file}.tmp`
    this.#file = file
    this.#descriptor = openSync(temporary, 'w+', 0o600)
    try {
      this.#write(headerLine(owner))
      if (lines.length > 0) this.#write(lines)
      replaced?.close()
      renameSync(temporary, file)
      this.#identity = identityOf(file)
    } catch (error) {
      this.close()
      rmSync(temporary, { force: true })
      if (replaced !== undefined) replaced.#open()
      throw error
    }
  }

  /** Whether its path still leads to it: the file was not removed or replaced, nor a folder above it. */
  get isInPlace(): boolean {
    return identityOf(this.#file) === this.#identity
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

  /** Removes what was added after it had the given size. */
  cutBackTo(size: number): void {
    this.#size = size
    this.#cutBack()
  }

  /** Replaces this log with one that contains only what was added after it had the given size. */
  continuedFrom(size: number, owner: LogOwner): WriteAheadLog {
    const added = Buffer.alloc(this.#size - size)
    readSync(this.#descriptor, added, 0, added.length, size)
    return new WriteAheadLog(this.#file, owner, added, this)
  }

  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor)
    this.#descriptor = -1
  }

  /** Opens the log again if it was closed. */
  #open(): void {
    if (this.#descriptor < 0) this.#descriptor = openSync(this.#file, 'r+')
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

/** Identifies a file, which cannot get the same number as one that is open. File numbers of Windows need all 64 bits. */
function identityOf(file: string): string | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stats && `${stats.dev} ${stats.ino}`
}
