import type { Low } from 'lowdb'
import { makeDirectory } from '../../common/files/make-directory.ts'
import type { FixtureSet } from '../../fixtures/fixture-set.ts'
import type { Change, FixtureName } from '../../state/changes.ts'
import type { LatestJson } from '../../state/latest-json.ts'
import type { State } from '../../state/state.ts'
import type { ChangeLog } from '../../state/store.ts'
import type { ChangeFile } from './change-file.ts'
import type { FixtureCopies } from './fixture-copies.ts'
import type { StateDocument, StateFile } from './state-file.ts'

/** What is to be kept, at any moment. */
export interface Kept {
  readonly state: State
  readonly fixtures: FixtureSet
}

export interface StateKeeperOptions {
  readonly directory: string
  readonly file: StateFile
  readonly low: Low<StateDocument>
  readonly log: ChangeFile
  readonly copies: FixtureCopies
  readonly store: string
  readonly startedFrom: FixtureName
  /** The SHA-256 of the fixtures that the state file and the log name. */
  readonly named: ReadonlySet<string>
  /** The number of the last change, and of the last that the state file holds. */
  readonly changes: { readonly last: number; readonly atRest: number }
  readonly notice: (text: string) => void
  /** Takes the directory anew. @throws DataDirectoryError where another process has it now */
  readonly lockAgain: () => Promise<void>
}

/** How long nothing may change before the state is written as a whole, in milliseconds. */
const QUIET = 1000
/** The size of the log from which the state is written as a whole, quiet or not, in bytes. */
const LONG_LOG = 64 * 1024 * 1024
/** A state file below this size is written at every quiet moment, in bytes. */
const SMALL_STATE = 4 * 1024 * 1024

/**
 * Writes down each change before it is made, and the whole state at rest: at quiet moments, when the log has grown long, and
 * at an orderly stop. Requests go on meanwhile: the state is a value, and what is written is the one of that moment.
 */
export class StateKeeper implements ChangeLog {
  readonly #options: StateKeeperOptions
  #source: (() => Kept) | undefined
  #log: ChangeFile
  #last: number
  #atRest: number
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  /** The SHA-256 of the fixtures that were named since the state was last written. */
  #named: Set<string>

  constructor(options: StateKeeperOptions) {
    this.#options = options
    this.#log = options.log
    this.#last = options.changes.last
    this.#atRest = options.changes.atRest
    this.#named = new Set(options.named)
  }

  /** @param source whose state is kept */
  watch(source: () => Kept): void {
    this.#source = source
  }

  append(change: Change, json: LatestJson): void {
    this.#log.append({ number: this.#last + 1, change }, json)
    this.#last++
    this.#awaitQuiet()
  }

  async keep(fixtures: FixtureSet): Promise<void> {
    this.#named.add(fixtures.sha256)
    await this.#options.copies.add(fixtures)
  }

  /** Writes the state at rest, where that does not take long, and lets go of the log. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#writing
    if (this.#last > this.#atRest && (await this.#isWorthwhile())) await this.#write()
    this.#log.close()
  }

  #awaitQuiet(): void {
    if (this.#timer !== undefined) return
    const last = this.#last
    this.#timer = setTimeout(async () => {
      this.#timer = undefined
      const isQuiet = this.#last === last
      // A reset to another set is a short line, but a start would have to read that set too, however large it is.
      const isWorthwhile = isQuiet && (this.#named.size > 1 || (await this.#isWorthwhile()))
      if (isWorthwhile || this.#log.size > LONG_LOG) await this.#write()
      else if (!isQuiet) this.#awaitQuiet()
    }, QUIET).unref()
  }

  /** A large state is written only when the log has grown to a tenth of it; where somebody removed one of the two, at once. */
  async #isWorthwhile(): Promise<boolean> {
    const size = await this.#options.file.size()
    return size < SMALL_STATE || this.#log.size * 10 > size || this.#log.isGone
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeNow().finally(() => {
      this.#writing = undefined
    })
    return this.#writing
  }

  async #writeNow(): Promise<void> {
    const { directory, file, low, copies, store, startedFrom, notice, lockAgain } = this.#options
    if (this.#source === undefined) return
    const { state, fixtures } = this.#source()
    const { name, sha256 } = fixtures
    const changes = this.#last
    const size = this.#log.size
    const { issued } = state.atrium
    const named = this.#named
    this.#named = new Set([sha256])
    try {
      await makeDirectory(directory)
      if (this.#log.isGone) {
        await lockAgain()
        notice(`what ${directory} held was removed while the server runs: it is made anew`)
      }
      await copies.add(fixtures)
      low.data = { state, provenance: { store, changes, issued, startedFrom, fixtures: { name, sha256 } } }
      await low.write()
      this.#log = this.#log.continuedFrom(size, { store, atRest: { changes, crc32: file.crc32 } })
      this.#atRest = changes
      // A reset that is under way has named its fixtures, and is not in the log yet: the old names go with the next writing.
      await copies.keepOnly(new Set([...named, ...this.#named]))
    } catch (error) {
      // Nothing is lost: the log has every change. It is tried again after the next one.
      for (const each of named) this.#named.add(each)
      notice(`state.json could not be written: ${(error as Error).message}`)
    }
  }
}
