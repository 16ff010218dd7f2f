import { dirname } from 'node:path'
import type { Low } from 'lowdb'
import { makeSubdirectory } from '../../common/files/make-directory.ts'
import { ChangeNotStored, notStored, whyNotWritten } from '../../common/files/not-stored.ts'
import { clearTimeout, setTimeout } from '../../common/timers.ts'
import type { FixtureName, FixtureSet } from '../../fixtures/fixture-set.ts'
import { countersOf, type State } from '../../state/state.ts'
import type { AppendResult, ChangeLog, NumberedChange, StoredChange } from '../change-log.ts'
import { Custody } from './custody.ts'
import type { DirectoryLock } from './directory-lock.ts'
import type { Owner } from './ownership.ts'
import type { StateDirectory } from './state-directory.ts'
import type { StateDocument } from './state-file.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'

/** A sandbox at one moment. */
export interface Snapshot {
  readonly revision: number
  readonly state: State
  /** What a reset returns to. */
  readonly fixtures: FixtureSet
  /** Everything else that belongs to the sandbox, as JSON. */
  readonly sandbox: unknown
}

export interface FileLogOptions {
  /** The data directory. */
  readonly root: string
  readonly lock: DirectoryLock
  readonly directory: StateDirectory
  readonly low: Low<StateDocument>
  readonly log: WriteAheadLog
  readonly owner: Owner
  /** The set that the server was started with, as it was last loaded. */
  readonly startedFrom: FixtureName
  /** The SHA-256 of the fixtures that the state file and the log refer to. */
  readonly referenced: ReadonlySet<string>
  /** The last revision that is stored, and that of the state file. */
  readonly revisions: { readonly last: number; readonly inSnapshot: number }
  /** The state is written once nothing has changed for this long, in milliseconds. */
  readonly quiet: number
  readonly notice: (text: string) => void
}

/** Once the log has this size, in bytes, the state is written even if changes keep coming. */
const LONG_LOG = 64 * 1024 * 1024
/** Once the log has this size, in bytes, changes wait until the state has been written. */
const LONGEST_LOG = 4 * LONG_LOG
/** A state file below this size, in bytes, is written whenever changes have paused. */
const SMALL_STATE = 4 * 1024 * 1024

/**
 * Writes each change to a log before it takes effect, and the whole state when changes pause, when the log has grown long, and on shutdown.
 * Requests are served meanwhile: the state is immutable, so a consistent snapshot is written.
 */
export class FileLog implements ChangeLog {
  readonly #options: FileLogOptions
  readonly #custody: Custody
  #source: (() => Snapshot) | undefined
  #log: WriteAheadLog
  #last: number
  #inSnapshot: number
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  #isClosed = false
  /** Whether the state could not be written the last time. */
  #hasFailed = false
  /** The last reported error about files that cannot be written. */
  #reported: string | undefined
  #startedFrom: FixtureName
  /** The SHA-256 of the fixtures that were referred to since the state was last written. */
  #referenced: Set<string>
  /** The fixtures of resets in progress. */
  readonly #kept: string[] = []

  constructor(options: FileLogOptions) {
    this.#options = options
    this.#log = options.log
    this.#last = options.revisions.last
    this.#inSnapshot = options.revisions.inSnapshot
    this.#startedFrom = options.startedFrom
    this.#referenced = new Set(options.referenced)
    this.#custody = new Custody({ ...options, log: () => this.#log, rewrite: () => this.#rewrite() })
  }

  /** Starts to monitor the data directory. */
  start(): Promise<void> {
    return this.#custody.watch()
  }

  /** @param source returns the sandbox as it is, with all changes that have been appended */
  watch(source: () => Snapshot): void {
    this.#source = source
  }

  /** @throws DataDirectoryLost if the data directory was removed or replaced */
  requireDirectory(): void {
    this.#custody.verify()
  }

  append(revision: number, change: StoredChange): AppendResult | Promise<AppendResult> {
    this.#requireOpen()
    this.#custody.require()
    if (!this.#log.isWhole) this.#custody.verify()
    // Other changes may come first, so this one must be decided again. If the state cannot be written, let the log grow.
    if (this.#log.size > LONGEST_LOG && !this.#hasFailed) return this.#write().then(() => 'overtaken')
    // Recovery would reject a log with a gap.
    if (revision !== this.#last + 1) throw new RangeError(`revision ${revision} cannot follow ${this.#last}`)
    const { size } = this.#log
    try {
      this.#log.append(revision, change)
      // Verify after writing: another server that took the directory earlier has not read this change.
      this.#custody.verify()
    } catch (error) {
      this.#log.truncateTo(size)
      throw this.#report(error as Error)
    }
    this.#last = revision
    this.#awaitQuiet()
    return 'stored'
  }

  /** Empty, because the directory is locked: there are no other writers. */
  async since(): Promise<readonly NumberedChange[]> {
    return []
  }

  async keep(fixtures: FixtureSet): Promise<() => void> {
    this.#requireOpen()
    const { name, sha256 } = fixtures
    if (name === this.#startedFrom.name) this.#startedFrom = { name, sha256 }
    this.#custody.verify()
    this.#kept.push(sha256)
    const release = (): void => {
      this.#kept.splice(this.#kept.indexOf(sha256), 1)
      this.#referenced.add(sha256)
    }
    await this.#options.directory.copies.add(fixtures).catch((error) => {
      release()
      this.#custody.verify()
      throw this.#report(notStored(this.#options.directory.path, error))
    })
    return release
  }

  /** Writes the state, unless that would take long, and closes the log. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#writing
    await this.#custody.end()
    this.#reported = undefined
    if (!this.#custody.isLost && this.#last > this.#inSnapshot && (await this.#isWorthwhile())) await this.#write()
    this.#isClosed = true
    if (this.#custody.isLost) this.#log.close()
    else await this.#log.end(this.#last, () => this.#custody.requireOwnFiles())
  }

  /** After closing, the file descriptor may belong to another file. */
  #requireOpen(): void {
    if (this.#isClosed) throw new ChangeNotStored('the server is closed')
  }

  #awaitQuiet(): void {
    if (this.#timer !== undefined) return
    const last = this.#last
    this.#timer = setTimeout(async () => {
      this.#timer = undefined
      const isQuiet = this.#last === last
      // A reset to another set is a short line in the log, but the next start would have to read that whole set.
      const isWorthwhile = isQuiet && (this.#referenced.size > 1 || (await this.#isWorthwhile()))
      if (isWorthwhile || this.#log.size > LONG_LOG) await this.#write()
      else if (!isQuiet) this.#awaitQuiet()
    }, this.#options.quiet).unref()
  }

  /** A large state is written only if the log has grown to a tenth of it. */
  async #isWorthwhile(): Promise<boolean> {
    const size = await this.#options.directory.stateFile.size()
    return size < SMALL_STATE || this.#log.size * 10 > size
  }

  #write(): Promise<void> {
    // Nothing is lost: the log has every change. The next change causes another attempt.
    return (
      this.#writing ??
      this.#startWriting().catch((error) => {
        const reason = whyNotWritten(this.#options.directory.path, error)
        this.#report(new Error(`${reason}. No change is lost: state.wal.ndjson has them all`))
      })
    )
  }

  /** Writes the state, even over existing files. */
  async #rewrite(): Promise<void> {
    await this.#writing
    await this.#startWriting()
  }

  #startWriting(): Promise<void> {
    const writing = this.#writeNow().finally(() => {
      this.#writing = undefined
    })
    this.#writing = writing.catch(() => {})
    return writing
  }

  /** Reports each error once, until the state can be written again. */
  #report(error: Error): Error {
    const { message } = error
    if (!this.#custody.isLost && message !== this.#reported) this.#options.notice(message)
    this.#reported = message
    return error
  }

  async #writeNow(): Promise<void> {
    const { directory, low, owner } = this.#options
    const snapshot = this.#source?.()
    // A change that is in the log and not in the snapshot would be lost with the lines that are removed below.
    this.#hasFailed = snapshot?.revision !== this.#last
    if (snapshot === undefined || this.#hasFailed) return
    const { revision, state, sandbox, fixtures } = snapshot
    const { name, sha256 } = fixtures
    const size = this.#log.size
    const referenced = this.#referenced
    this.#referenced = new Set([sha256])
    try {
      this.#custody.requireOwnFiles()
      await makeSubdirectory(dirname(directory.path))
      await makeSubdirectory(directory.path)
      await directory.copies.add(fixtures)
      const names = { startedFrom: this.#startedFrom, fixtures: { name, sha256 } }
      const provenance = { store: owner.store, revision, counters: countersOf(state), ...names, sandbox }
      low.data = { state, provenance }
      await low.write()
      this.#custody.stateWasWritten()
      const snapshotOfLog = { revision, crc32: directory.stateFile.crc32 }
      await this.#log.shorten(size, { ...owner, snapshot: snapshotOfLog }, () => this.#custody.requireOwnFiles())
      this.#inSnapshot = revision
      this.#reported = undefined
      // A reset in progress may have copied its fixtures and not be in the log yet, so old copies stay until the next snapshot.
      const isNeeded = (sha256: string) => [...referenced, ...this.#referenced, ...this.#kept].includes(sha256)
      await directory.copies.keepOnly(isNeeded)
    } catch (error) {
      for (const each of referenced) this.#referenced.add(each)
      this.#hasFailed = true
      throw error
    }
  }
}
