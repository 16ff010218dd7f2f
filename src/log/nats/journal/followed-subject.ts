import { DeliverPolicy, type JetStreamClient, type JetStreamManager, type JsMsg } from '@nats-io/jetstream'
import { type FollowedJournal, LOST, START } from '../../journal-store.ts'
import { StoreUnavailable } from '../../store-unavailable.ts'
import { Feed, StreamReplaced } from '../feed.ts'
import type { Patience } from '../patience.ts'

export interface FollowedSubjectOptions {
  readonly client: JetStreamClient
  readonly manager: JetStreamManager
  readonly patience: Patience
  readonly stream: string
  /** The subject that begins with the start of the journal. */
  readonly subject: string
  /** Other subjects to read. */
  readonly others: readonly string[]
  /** That of the marks. */
  readonly markSubject: string
  /** Stores a mark. @returns its sequence. @throws StoreUnavailable */
  readonly mark: () => Promise<number>
  /** Must not throw. */
  readonly read: (text: string) => Promise<void>
}

const START_TEXT = JSON.stringify(START)
const LOST_TEXT = JSON.stringify(LOST)

/** The messages of a journal, read in the order of the stream. */
export class FollowedSubject implements FollowedJournal {
  readonly #options: FollowedSubjectOptions
  #feed: Feed
  /** The sequence of the start that was received last; 0 if there was none. */
  #start = 0
  /** Messages are read one after the other. */
  #reading: Promise<void> = Promise.resolve()

  constructor(options: FollowedSubjectOptions) {
    this.#options = options
    this.#feed = this.#open()
  }

  async catchUp(): Promise<boolean> {
    for (;;) {
      await this.#reachMark()
      const start = this.#start
      if (await this.#isStored(start)) return true
      await this.#reachMark()
      // Otherwise another server has cleared the journal.
      if (this.#start === start) return false
    }
  }

  stop(): void {
    this.#feed.close()
  }

  async #reachMark(): Promise<void> {
    const { mark, patience } = this.#options
    const sequence = await mark()
    if (sequence < this.#feed.sequence) this.#startOver()
    try {
      await this.#feed.reached(sequence, patience.left)
    } catch (error) {
      if (!(error instanceof StreamReplaced)) throw error
      this.#startOver()
      await this.#feed.reached(sequence, patience.left)
    }
    await this.#reading
  }

  /** The stream was created again: what it contained is gone. */
  #startOver(): void {
    this.#feed.close()
    this.#start = 0
    this.#feed = this.#open()
    this.#read(LOST_TEXT)
  }

  /** Messages are evicted in their order: while the start is in the store, all others are, too. */
  async #isStored(start: number): Promise<boolean> {
    if (start === 0) return false
    const { manager, stream, subject } = this.#options
    try {
      return (await manager.streams.getMessage(stream, { seq: start }))?.subject === subject
    } catch (error) {
      throw new StoreUnavailable((error as Error).message)
    }
  }

  #open(): Feed {
    const { client, stream, subject, others, markSubject } = this.#options
    const take = (message: JsMsg): void => {
      if (message.subject === markSubject) return
      const text = message.string()
      if (text === START_TEXT) this.#start = message.seq
      this.#read(text)
    }
    return new Feed(client, stream, take, { first: DeliverPolicy.All, subjects: [subject, ...others, markSubject] })
  }

  #read(text: string): void {
    this.#reading = this.#reading.then(() => this.#options.read(text))
  }
}
