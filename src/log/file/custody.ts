import { statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type FileIdentity, identityOf, versionOf } from '../../common/files/file-version.ts'
import { clearInterval, setInterval } from '../../common/timers.ts'
import type { DirectoryLock } from './directory-lock.ts'
import { DataDirectoryLost } from './errors.ts'
import { type Found, type Owner, ownerOf } from './ownership.ts'
import type { StateDirectory } from './state-directory.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'

export interface CustodyOptions {
  /** The data directory. */
  readonly root: string
  readonly lock: DirectoryLock
  /** The folder of the state. */
  readonly directory: StateDirectory
  readonly owner: Owner
  readonly notice: (text: string) => void
  /** The log that is open at this moment. */
  readonly log: () => WriteAheadLog
  /** Writes the state and its log, even over existing files. */
  readonly rewrite: () => Promise<void>
}

/** In milliseconds. A missing directory is noticed within a second. */
const INTERVAL = 250

/**
 * Detects when the data directory is removed, renamed, replaced or unmounted. From then on, changes are rejected. The server reclaims the
 * directory when that is safe: if the files in it are those of this server, or if it is empty.
 */
export class Custody {
  readonly #options: CustodyOptions
  readonly #files: { readonly log: string; readonly state: string }
  #timer: NodeJS.Timeout | undefined
  #checking: Promise<void> | undefined
  /** Why the directory cannot be used; `undefined` if it can. */
  #lost: string | undefined
  #reported: string | undefined
  #device: bigint | undefined
  /** The state file that was last written, and the one that is about to replace it. */
  #state: FileIdentity | undefined
  #nextState: FileIdentity | undefined
  #stateVersion: string | undefined
  #seenVersion: string | undefined
  #wasIncomplete = false
  #isEnding = false

  constructor(options: CustodyOptions) {
    const { directory } = options
    this.#options = options
    this.#files = { log: directory.log, state: directory.stateFile.path }
    directory.stateFile.beforeReplacing = (file) => {
      this.requireOwnFiles()
      this.#nextState = identityOf(file)
    }
    this.stateWasWritten()
  }

  /** Starts to check the directory periodically. */
  async watch(): Promise<void> {
    this.#device = await deviceOf(this.#options.root)
    this.#timer = setInterval(() => void this.check(), INTERVAL).unref()
  }

  get isLost(): boolean {
    return this.#lost !== undefined
  }

  /** @throws DataDirectoryLost if the last check found the directory missing or replaced */
  require(): void {
    if (this.#lost !== undefined) throw this.#error(this.#lost)
  }

  /** Checks the lock, the log and the state file now, which takes microseconds. @throws DataDirectoryLost if they are not those of this server */
  verify(): void {
    this.require()
    this.#lost = this.#loss
    if (this.#lost === undefined) return
    this.#report(this.#lost)
    this.require()
  }

  /** @throws DataDirectoryLost if the files there belong to another server, so that this one must not overwrite them */
  requireOwnFiles(): void {
    const loss = this.#loss
    if (loss !== undefined && !this.#options.lock.isHeld) throw this.#error(loss)
    if (this.#found() === 'foreign') throw this.#error(FOREIGN)
  }

  /** Call this after each write of the state file. */
  stateWasWritten(): void {
    this.#state = identityOf(this.#files.state)
    this.#stateVersion = versionOf(this.#files.state)
    this.#seenVersion = this.#stateVersion
  }

  /** Checks the directory, and reclaims it if that is necessary and safe. */
  check(): Promise<void> {
    this.#checking ??= this.#checkNow().finally(() => {
      this.#checking = undefined
    })
    return this.#checking
  }

  /** Checks the directory for the last time. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.#checking
    this.#isEnding = true
    await this.check()
  }

  async #checkNow(): Promise<void> {
    const { lock, notice } = this.#options
    // The directory may not exist.
    await lock.removeOtherClaims().catch(() => {})
    try {
      // Lost until it is reclaimed, which takes a moment.
      this.#lost ??= this.#loss ?? (this.#hasOwnState ? undefined : REPLACED)
      if (this.#lost === undefined) return
      await this.#reclaim()
      this.#lost = undefined
      if (this.#reported !== undefined) notice(`the data directory ${this.#options.root} is available again`)
      this.#reported = undefined
    } catch (error) {
      if (error instanceof Unsettled) return
      this.#lost = (error as Error).message
      this.#report(this.#lost)
    }
  }

  /** @throws an error that says what has happened to the directory */
  async #reclaim(): Promise<void> {
    const { root, lock, directory, notice, rewrite } = this.#options
    const device = await deviceOf(root)
    if (device === undefined) {
      this.#wasIncomplete = false
      throw new Error(GONE)
    }
    // Check before locking: this must not lock out another server that owns the directory.
    const found = this.#requireSafe(device)
    this.#requireStable(found)
    await lock.acquireAgain().catch((error) => {
      throw unusable(error)
    })
    this.#requireSafe(device)
    if (!this.#isComplete) {
      notice(
        `the contents of ${directory.path} were removed or changed while the server was running: writing them again`
      )
      await rewrite().catch((error) => {
        throw unusable(error)
      })
      if (!this.#isComplete) throw new Error(REPLACED)
    }
    this.#device = device
    this.#wasIncomplete = false
  }

  #requireSafe(device: bigint): Found {
    const found = this.#found()
    if (found === 'foreign') throw new Error(FOREIGN)
    // An empty folder may be the mount point of a file system that was unmounted.
    if (found === 'none' && device !== this.#device) throw new Error('is on another file system now')
    return found
  }

  /** Waits for another check if files are missing: the directory may just be being removed, or created by another server. */
  #requireStable(found: Found): void {
    const isIncomplete = found === 'none' || !this.#options.log().isInPlace || !this.#hasState
    const isNew = isIncomplete && !this.#wasIncomplete
    this.#wasIncomplete = isIncomplete
    if (isNew && !(this.#isEnding && this.#options.lock.isHeld)) throw new Unsettled()
  }

  /** Why the directory cannot be used; `undefined` if it is unchanged. */
  get #loss(): string | undefined {
    try {
      if (this.#isComplete) return undefined
      if (statSync(this.#options.root, { throwIfNoEntry: false }) === undefined) return GONE
      // Throws if it cannot be entered.
      return identityOf(this.#files.log) && this.#options.lock.isHeld ? CHANGED : REPLACED
    } catch (error) {
      return unusable(error as Error).message
    }
  }

  get #isComplete(): boolean {
    return this.#options.lock.isHeld && this.#options.log().isInPlace && this.#hasState
  }

  get #hasState(): boolean {
    const found = identityOf(this.#files.state)
    return isSame(found, this.#state) || isSame(found, this.#nextState)
  }

  /** Reads the start of the state file only if the file has changed. */
  get #hasOwnState(): boolean {
    const version = versionOf(this.#files.state)
    if (version === this.#seenVersion) return true
    const isOwn = this.#found() !== 'foreign'
    if (isOwn) this.#seenVersion = version
    return isOwn
  }

  #found(): Found {
    try {
      return ownerOf(this.#files, this.#options.owner, this.#stateVersion, this.#options.log().hasPath)
    } catch (error) {
      throw unusable(error as Error)
    }
  }

  #report(what: string): void {
    if (this.#reported === what) return
    this.#reported = what
    this.#options.notice(this.#error(what).message)
  }

  #error(what: string): Error {
    return new DataDirectoryLost(this.#options.root, what)
  }
}

/** The next check will decide. */
class Unsettled extends Error {}

const GONE = 'was removed or renamed'
const REPLACED = 'was replaced'
const CHANGED = 'was changed by another program'
const FOREIGN = 'contains the state of another server'

const unusable = ({ message }: Error): Error => new Error(`cannot be used (${message})`)

const isSame = (a: FileIdentity | undefined, b: FileIdentity | undefined): boolean =>
  a !== undefined && a.file === b?.file && a.size === b.size

const deviceOf = (path: string): Promise<bigint | undefined> =>
  stat(path, { bigint: true }).then(
    ({ dev }) => dev,
    (error) => {
      if (error.code === 'ENOENT') return undefined
      throw unusable(error)
    }
  )
