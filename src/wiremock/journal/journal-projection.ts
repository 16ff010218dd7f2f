import { createError } from '@fastify/error'
import type { ClockAndIds } from '../../common/clock-and-ids.ts'
import { clearTimeout, setTimeout } from '../../common/timers.ts'
import { type FollowedJournal, type JournalMessage, type JournalStore, START } from '../../log/journal-store.ts'
import type { EntryFilter, Journal } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
import { type CompileStub, readRequest, type StoredRequest, updatePlain } from './stored-request.ts'

export const JournalUnavailable = createError<[string]>(
  'MOCK_JOURNAL_UNAVAILABLE',
  'the request journal is not available: %s',
  503
)

export interface ProjectionOptions {
  readonly store: JournalStore
  /** Shows what the store has. */
  readonly journal: Journal
  readonly compile: CompileStub
  readonly clock: ClockAndIds
  /** How long a journal is still followed after somebody asked for it, in milliseconds: by default, two minutes. */
  readonly linger?: number
}

/** The default of `linger`. */
const LINGER = 120_000
/** So many ids fit into one message. */
const IDS = 10_000

/** Feeds a journal with the requests that all servers have stored, while somebody asks for them. */
export class JournalProjection {
  readonly #name: () => string
  readonly #options: ProjectionOptions
  #followed: FollowedJournal | undefined
  /** Requests that were stored before the first question are no news to observers. */
  #isLoading = false
  #holders = 0
  #linger: ReturnType<typeof setTimeout> | undefined

  constructor(name: () => string, options: ProjectionOptions) {
    this.#name = name
    this.#options = options
  }

  /** Brings the journal up to date with the store. @throws JournalUnavailable */
  async update(): Promise<Journal> {
    const { journal } = this.#options
    this.#keepFollowing()
    for (;;) {
      this.#isLoading = this.#followed === undefined || this.#isLoading
      this.#followed ??= this.#follow()
      const followed = this.#followed
      const isComplete = await followed.catchUp().catch(unavailable)
      // A reset starts another journal.
      if (this.#followed !== followed) continue
      this.#isLoading = false
      if (!isComplete && journal.dropped === 0) journal.reportLoss()
      return journal
    }
  }

  /** Follows the journal until the returned function is called. @throws JournalUnavailable */
  async hold(): Promise<() => void> {
    this.#holders++
    let isHeld = true
    const release = (): void => {
      if (!isHeld) return
      isHeld = false
      this.#holders--
      this.#keepFollowing()
    }
    try {
      await this.update()
      return release
    } catch (error) {
      release()
      throw error
    }
  }

  /** Empties the journal for all servers. @throws JournalUnavailable */
  async clear(): Promise<void> {
    await this.#options.store.clear(this.#name()).catch(unavailable)
    if (this.#followed !== undefined) await this.update()
  }

  /** Removes entries for all servers. @returns them, newest first. @throws JournalUnavailable */
  async remove(filter: EntryFilter): Promise<JournalEntry[]> {
    const { journal, store } = this.#options
    const wanted = (await this.update()).newestFirst(filter)
    for (let i = 0; i < wanted.length; i += IDS) {
      const ids = wanted.slice(i, i + IDS).map((entry) => journal.idOf(entry))
      await store.amend(this.#name(), { kind: 'removed', ids }, `${ids[0]}:removed`).catch(unavailable)
    }
    if (wanted.length > 0) await this.update()
    return wanted
  }

  /** A reset has started another journal. */
  startOver(): void {
    const wasFollowed = this.#followed !== undefined
    this.#followed?.stop()
    this.#options.journal.startOver()
    this.#isLoading = false
    this.#followed = wasFollowed ? this.#follow() : undefined
  }

  /** Stops for good, because the sandbox is gone. */
  close(): void {
    clearTimeout(this.#linger)
    this.#followed?.stop()
    this.#followed = undefined
  }

  #keepFollowing(): void {
    clearTimeout(this.#linger)
    this.#linger = setTimeout(() => this.#stopIfUnused(), this.#options.linger ?? LINGER).unref()
  }

  #stopIfUnused(): void {
    const { journal } = this.#options
    if (this.#holders > 0 || journal.isAwaited) {
      this.#keepFollowing()
      return
    }
    this.close()
    journal.startOver()
  }

  #follow(): FollowedJournal {
    const followed: FollowedJournal = this.#options.store.follow(this.#name(), async (message) => {
      if (this.#followed === followed) await this.#read(message, () => this.#followed === followed)
    })
    return followed
  }

  /** @param isCurrent whether the journal is still the one that the message belongs to */
  async #read(message: JournalMessage, isCurrent: () => boolean): Promise<void> {
    const { journal } = this.#options
    if (message.kind === START.kind) {
      if (this.#isLoading) journal.startOver()
      else journal.clear()
    } else if (message.kind === 'removed') {
      const removed = new Set(message['ids'] as string[])
      journal.remove((entry) => removed.has(journal.idOf(entry)))
    } else if (message.kind === 'request' || message.kind === 'later') {
      await this.#readRequest(message['request'] as StoredRequest, message.kind === 'later', isCurrent)
    } else {
      // The store has lost it, or it has a kind that only a newer version knows.
      journal.reportLoss()
    }
  }

  async #readRequest(stored: StoredRequest, isLater: boolean, isCurrent: () => boolean): Promise<void> {
    const { journal, compile, clock } = this.#options
    const { entry: later, stub, response } = await readRequest(stored, clock.monotonic(), compile)
    if (!isCurrent()) return
    const known = isLater ? journal.find(stored.id) : undefined
    // It may have been evicted or removed.
    if (isLater && known === undefined) return
    const entry = known ?? later
    if (known === undefined) journal.add(later, this.#isLoading)
    else updatePlain(known, later)
    if (stub !== undefined && entry.stub === undefined) journal.recordStub(entry, stub, entry.occurrence)
    const isNew = response !== undefined && entry.response === undefined
    if (isNew) journal.recordResponse(entry, response, stored.totalTime)
    if (!this.#isLoading && isNew)
      journal.recordEnd(entry, !entry.isAborted && stub?.mapping.response.fault === undefined)
  }
}

/** @throws JournalUnavailable */
export function unavailable(error: Error): never {
  throw new JournalUnavailable(error.message)
}
