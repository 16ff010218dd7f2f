import { createError } from '@fastify/error'
import type { Pause } from '../../common/pauses.ts'
import { Queue } from '../../common/queue.ts'
import type { Reservation } from '../../common/reservation.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { EntrySearch } from './search.ts'

export const SandboxDropped = createError<[number]>(
  'MOCK_SANDBOX_DROPPED',
  'the sandbox was dropped before %d matching requests had arrived: repeat the call to wait in a new sandbox',
  409
)
export const ServerStopping = createError<[number]>(
  'MOCK_STOPPING',
  'the server was stopped before %d matching requests had arrived: start it, and repeat the call',
  503
)

/** What a reference to an entry takes of the memory budget while a call waits, in bytes. */
const REFERENCE_BYTES = 16

/** A caller that waits until enough matching entries are in the journal at the same time. */
export class Wait {
  readonly #search: EntrySearch
  readonly atLeast: number
  readonly #pause: Pause
  readonly #room: Reservation
  /** Matching entries that are in the journal, oldest first. */
  readonly #found = new Queue<JournalEntry>()
  /** Entries that are in the journal and were not searched yet, oldest first. */
  readonly #arrived = new Queue<JournalEntry>()
  #isSearching = false
  #isOver = false
  #result: JournalEntry[] | undefined
  #failure: unknown

  constructor(search: EntrySearch, atLeast: number, pause: Pause, room: Reservation) {
    this.#search = search
    this.atLeast = atLeast
    this.#pause = pause
    this.#room = room
  }

  add(entries: readonly JournalEntry[]): void {
    for (const entry of entries) this.#arrived.push(entry)
    this.#searchArrived()
  }

  /** The oldest entry of the journal was evicted. */
  forgetOldest(entry: JournalEntry): void {
    for (const queue of [this.#found, this.#arrived]) if (queue.first === entry) queue.shift()
  }

  /** Some entries were removed from the journal. */
  forgetRemoved(): void {
    for (const queue of [this.#found, this.#arrived]) queue.replace(queue.all().filter(isInJournal))
  }

  /** Ends it with an error. */
  fail(error: unknown): void {
    this.#failure = error
    this.#pause.end()
  }

  /** @returns enough entries, oldest first; `undefined` if it ended before there were. @throws what it failed with */
  async over(): Promise<JournalEntry[] | undefined> {
    await this.#pause.over
    this.#isOver = true
    this.#room.release()
    if (this.#result === undefined && this.#failure !== undefined) throw this.#failure
    return this.#result
  }

  /** Searches the entries that have arrived, and ends the wait if there are enough. */
  async #searchArrived(): Promise<void> {
    if (this.#isSearching) return
    this.#isSearching = true
    try {
      while (this.#arrived.size > 0 && !this.#isOver) await this.#searchOnce()
    } catch (error) {
      this.fail(error)
    }
    this.#isSearching = false
  }

  async #searchOnce(): Promise<void> {
    const entries = this.#arrived.all()
    this.#arrived.replace([])
    this.#room.resize((this.#found.size + entries.length) * REFERENCE_BYTES)
    // Some may have been removed from the journal during the search.
    for (const entry of (await this.#search(entries)).filter(isInJournal)) this.#found.push(entry)
    this.#room.resize(this.#found.size * REFERENCE_BYTES)
    if (this.#found.size < this.atLeast) return
    this.#result ??= this.#found.all()
    this.#pause.end()
  }
}

const isInJournal = ({ bytes }: JournalEntry): boolean => bytes > 0
