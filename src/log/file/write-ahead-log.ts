import { closeSync, fstatSync, ftruncateSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { identityOf } from '../../common/files/file-version.ts'
import { ChangeNotStored, notStored } from '../../common/files/not-stored.ts'
import { nextTurn } from '../../common/timers.ts'
import type { StoredChange } from '../change-log.ts'
import { changeLine, headerLine, type LogOwner } from './log-format.ts'

/** In bytes: how much is copied before other requests get their turn. */
const COPIED_AT_ONCE = 1024 * 1024

/** The log of changes, open for writing. */
export class WriteAheadLog {
  readonly #file: string
  #descriptor: number
  #owner: LogOwner
  /** Identifies the open file, to notice if another file replaces it. */
  #identity: string | undefined
  /** The size of the first line, in bytes. */
  #start: number
  #size = 0

  private constructor(file: string, owner: LogOwner) {
    this.#file = file
    this.#owner = owner
    this.#descriptor = openSync(temporaryName(file), 'w+', 0o600)
    try {
      this.#write(headerLine(owner))
      this.#start = this.#size
    } catch (error) {
      this.#discard()
      throw error
    }
  }

  /**
   * Creates a log. It replaces an existing one once it is complete.
   *
   * @param lines the changes that it starts with
   * @throws ChangeNotStored, or the error of the file system; an existing log is unchanged then
   */
  static async create(file: string, owner: LogOwner, lines?: AsyncIterable<Buffer>): Promise<WriteAheadLog> {
    const log = new WriteAheadLog(file, owner)
    try {
      for await (const part of lines ?? []) log.#write(part)
      log.#publish()
      return log
    } catch (error) {
      log.#discard()
      throw error
    }
  }

  /** Whether its path still refers to the open file, regardless of its contents. A file number is not reused while the file is open. */
  get hasPath(): boolean {
    return identityOf(this.#file)?.file === this.#identity
  }

  /** Like `hasPath`, and its size is that of everything written to it. */
  get isInPlace(): boolean {
    const found = identityOf(this.#file)
    return found?.file === this.#identity && found?.size === this.#size
  }

  /** Whether its size is that of everything written to it. Check this before a write, which would hide that the file was truncated. */
  get isWhole(): boolean {
    try {
      return fstatSync(this.#descriptor).size === this.#size
    } catch {
      // It is closed for its replacement, or the disk is broken or away.
      return false
    }
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

  /** Removes everything that was added after it had the given size. */
  truncateTo(size: number): void {
    this.#size = size
    this.#truncate()
  }

  /**
   * Removes everything that was added before it had the given size, by replacing the file. Changes can be added meanwhile.
   *
   * @param requireOwn throws if this server may not replace the file
   * @throws ChangeNotStored, what `requireOwn` throws, or the error of the file system; the log is unchanged then
   */
  async shorten(size: number, owner: LogOwner, requireOwn: () => void): Promise<void> {
    requireOwn()
    const next = new WriteAheadLog(this.#file, owner)
    try {
      let place = size
      while (this.#size - place > COPIED_AT_ONCE) {
        place += next.#copy(this, place, COPIED_AT_ONCE)
        await nextTurn()
      }
      while (place < this.#size) place += next.#copy(this, place, this.#size - place)
      requireOwn()
      // Windows cannot replace an open file.
      this.close()
      next.#publish()
    } catch (error) {
      next.#discard()
      this.#open()
      throw error
    }
    this.#descriptor = next.#descriptor
    this.#identity = next.#identity
    this.#owner = next.#owner
    this.#start = next.#start
    this.#size = next.#size
  }

  /**
   * Records a clean shutdown in the log, and closes it.
   *
   * @param revision the last one that was stored
   * @param requireOwn throws if this server may not replace the file
   */
  async end(revision: number, requireOwn: () => void): Promise<void> {
    // If that fails, the log still has every change.
    await this.shorten(this.#start, { ...this.#owner, closedAt: revision }, requireOwn).catch(() => {})
    this.close()
  }

  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor)
    this.#descriptor = CLOSED
  }

  /** Opens the log again if it was closed for its replacement. @throws the error of the file system, or ChangeNotStored if another file has its path */
  #open(): void {
    if (this.#descriptor >= 0) return
    this.#descriptor = openSync(this.#file, 'r+')
    if (this.hasPath) return
    this.close()
    throw new ChangeNotStored(`${this.#file} was replaced`)
  }

  /** @returns the number of bytes copied */
  #copy(from: WriteAheadLog, place: number, size: number): number {
    const bytes = Buffer.alloc(size)
    const count = readSync(from.#descriptor, bytes, 0, size, place)
    if (count === 0) throw new ChangeNotStored(`${this.#file} is shorter than what was written to it`)
    this.#write(bytes.subarray(0, count))
    return count
  }

  #publish(): void {
    renameSync(temporaryName(this.#file), this.#file)
    this.#identity = identityOf(this.#file)?.file
  }

  #discard(): void {
    this.close()
    rmSync(temporaryName(this.#file), { force: true })
  }

  #write(content: string | Buffer): void {
    // Converted to bytes, because Deno ignores the position when it writes a string.
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    try {
      this.#open()
      // Always write at the known size: a failed write may have left a partial line that could not be removed. On a full disk, the first
      // write may be incomplete; the next one then throws the reason.
      for (let place = 0; place < bytes.length; ) {
        place += writeSync(this.#descriptor, bytes, place, bytes.length - place, this.#size + place)
      }
    } catch (error) {
      this.#truncate()
      throw notStored(this.#file, error as Error)
    }
    this.#size += bytes.length
  }

  #truncate(): void {
    try {
      ftruncateSync(this.#descriptor, this.#size)
    } catch {
      // The next write starts at the same place, and recovery drops an incomplete line.
    }
  }
}

const CLOSED = -1

const temporaryName = (file: string): string => `${file}.tmp`
