import { createError } from '@fastify/error'
import type { Pause } from '../../common/pauses.ts'
import { Queue } from '../../common/queue.ts'
import type { Reservation } from '../../common/reservation.ts'
import type { Turns } from '../../common/turns.ts'
import { inTurns, MAX_STEPS_OF_CALL, TooExpensive } from '../matching/work.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { RequestView } from './request-view.ts'
import type { Found, Matcher } from './search.ts'

export const SandboxDropped = createError<[number]>(
  'MOCK_SANDBOX_DROPPED',
  'the sandbox was dropped before %d matching requests arrived: repeat the call to wait in a new sandbox',
  409
)
export const ServerStopping = createError<[number]>(
  'MOCK_STOPPING',
  'the server was stopped before %d matching requests arrived: start it, and repeat the call',
  503
)

/** The memory of a reference to an entry while a call waits, in bytes. */
const REFERENCE_BYTES = 16

/** A caller that waits until enough matching entries are in the journal at the same time. */
export class Wait {
  readonly #pattern: Matcher
  readonly atLeast: number
  readonly #pause: Pause
  readonly #room: Reservation
  // All entries of these queues are in the journal, oldest first.
  readonly #found = new Queue<JournalEntry>()
  readonly #incomplete = new Queue<JournalEntry>()
  readonly #pending = new Queue<JournalEntry>()
  #steps = 0
  #isTimeOver = false
  #result: Found | undefined
  #failure: unknown
  #end: () => void = () => undefined

  constructor(pattern: Matcher, atLeast: number, pause: Pause, room: Reservation) {
    this.#pattern = pattern
    this.atLeast = atLeast
    this.#pause = pause
    this.#room = room
  }

  /** The entry to compare next; `undefined` if there is none, or if the wait has ended. */
  get next(): JournalEntry | undefined {
    return this.#isDecided ? undefined : this.#pending.first
  }

  get #isDecided(): boolean {
    return this.#result !== undefined || this.#failure !== undefined
  }

  /** Adds entries to compare. Entries that arrive after the timeout do not count. */
  add(entries: readonly JournalEntry[]): void {
    if (this.#isTimeOver || this.#isDecided) return
    for (const entry of entries) this.#pending.push(entry)
    this.#reserve()
    this.#endIfDone()
  }

  /** The oldest entry of the journal was evicted. */
  forgetOldest(entry: JournalEntry): void {
    for (const queue of this.#queues) if (queue.first === entry) queue.shift()
    this.#endIfDone()
  }

  /** Some entries were removed from the journal. */
  forgetRemoved(): void {
    for (const queue of this.#queues) queue.replace(queue.all().filter(({ bytes }) => bytes > 0))
    this.#endIfDone()
  }

  get #queues(): readonly Queue<JournalEntry>[] {
    return [this.#found, this.#incomplete, this.#pending]
  }

  /** Ends it with an error. */
  fail(error: unknown): void {
    this.#failure ??= error
    this.#endIfDone()
  }

  /** Compares the next entry. */
  async compare(view: RequestView, turns: Turns): Promise<void> {
    const entry = this.next
    const { work } = view
    const { steps } = work
    try {
      const isMatch = await inTurns(work, turns, () => this.#pattern.matches(view))
      this.#steps += work.steps - steps
      if (this.#steps > MAX_STEPS_OF_CALL) throw TooExpensive.ofAll(MAX_STEPS_OF_CALL)
      // The entry may have left the journal, or the caller may have disconnected.
      if (entry === undefined || this.next !== entry) return
      this.#pending.shift()
      if (isMatch) this.#found.push(entry)
      else if (view.lacksBody) this.#incomplete.push(entry)
      this.#reserve()
    } catch (error) {
      this.fail(error)
    }
    this.#endIfDone()
  }

  /** @returns enough entries or, when the time is over, those that there are, oldest first. @throws what it failed with */
  async over(): Promise<Found> {
    await this.#pause.over
    this.#isTimeOver = true
    await new Promise<void>((end) => {
      this.#end = end
      this.#endIfDone()
    })
    this.#room.release()
    if (this.#result === undefined) throw this.#failure
    return this.#result
  }

  #endIfDone(): void {
    const isEnough = this.#isTimeOver || this.#found.size >= this.atLeast
    if (!this.#isDecided && isEnough && this.#pending.size === 0) {
      this.#result = { entries: this.#found.all(), incomplete: this.#incomplete.size }
    }
    if (!this.#isDecided) return
    this.#pause.end()
    this.#end()
  }

  #reserve(): void {
    const size = this.#queues.reduce((sum, queue) => sum + queue.size, 0)
    try {
      this.#room.resize(size * REFERENCE_BYTES)
    } catch (error) {
      this.fail(error)
    }
  }
}
