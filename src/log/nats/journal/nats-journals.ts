import { type JetStreamClient, type JetStreamManager, StorageType } from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import { ClockAndIds } from '../../../common/clock-and-ids.ts'
import { type FollowedJournal, type JournalMessage, type JournalStore, START } from '../../journal-store.ts'
import { Barrier } from '../barrier.ts'
import type { StoreConnection } from '../connect.ts'
import { Objects } from '../objects.ts'
import type { Patience } from '../patience.ts'
import { type Publication, Publisher, WrongSequence } from '../publisher.ts'
import { openStream } from '../stream.ts'
import { FollowedSubject } from './followed-subject.ts'
import { LargeMessages } from './large-messages.ts'

/** The limits of the journals of all sandboxes. The first server sets them. */
export interface JournalsOptions {
  /** Of each sandbox. */
  readonly maxRequests: number
  /** Of all sandboxes together. */
  readonly maxJournalBytes: number
}

/** In milliseconds: a week. */
const MAX_AGE = 7 * 24 * 3600 * 1000
/** The parts of the bytes that messages may use, and bodies that are too large for messages. */
const MESSAGES = 1 / 2
const OBJECTS = 1 / 8
/** In seconds: how long the mark of a server that was stopped is kept. */
const MARK_TTL = 3600

/** The subject of messages about earlier ones. */
const laterOf = (subject: string): string => `${subject}.later`

/**
 * The request journals in a stream of NATS, each with a subject. They are kept in memory there: requests contain credentials, which must
 * not be written to disks, and a journal has never survived a restart.
 */
export class NatsJournals implements JournalStore {
  readonly #prefix: string
  readonly #stream: string
  readonly #client: JetStreamClient
  readonly #manager: JetStreamManager
  readonly #patience: Patience
  readonly #publisher: Publisher
  readonly #large: LargeMessages
  /** What this server publishes to learn up to where it has to read. */
  readonly #markSubject: string
  readonly #followed = new Set<FollowedSubject>()
  readonly #marks = new Barrier(() => this.#publisher.publish(this.#markSubject, '', { replaces: true, ttl: MARK_TTL }))

  /** @param prefix separates installations */
  private constructor(connection: StoreConnection, prefix: string, objects: Objects, limits: JournalsOptions) {
    const { manager, client, maxBytes, patience } = connection
    this.#prefix = prefix
    this.#stream = streamOf(prefix)
    this.#client = client
    this.#manager = manager
    this.#patience = patience
    this.#publisher = new Publisher(connection)
    this.#large = new LargeMessages(objects, maxBytes)
    this.#markSubject = `${prefix}.journal-mark.${new ClockAndIds().requestId()}`
    void restore(connection, prefix, limits)
  }

  /** @throws StoreError */
  static async open(connection: StoreConnection, prefix: string, limits: JournalsOptions): Promise<NatsJournals> {
    return new NatsJournals(connection, prefix, await openStreams(connection, prefix, limits), limits)
  }

  async begin(journal: string): Promise<void> {
    try {
      await this.#publish(this.#subjectOf(journal), START, { expected: 0 })
    } catch (error) {
      if (!(error instanceof WrongSequence)) throw error
    }
  }

  async append(journal: string, message: JournalMessage, id: string): Promise<void> {
    await this.#publish(this.#subjectOf(journal), message, { id })
  }

  async amend(journal: string, message: JournalMessage, id: string): Promise<void> {
    await this.#publish(laterOf(this.#subjectOf(journal)), message, { id })
  }

  async clear(journal: string): Promise<void> {
    await this.#publish(this.#subjectOf(journal), START, { replaces: true })
  }

  follow(journal: string, read: (message: JournalMessage) => Promise<void> | void): FollowedJournal {
    const subject = this.#subjectOf(journal)
    const followed = new FollowedSubject({
      client: this.#client,
      manager: this.#manager,
      patience: this.#patience,
      stream: this.#stream,
      subject,
      others: [laterOf(subject)],
      markSubject: this.#markSubject,
      mark: () => this.#patience.limit(this.#marks.pass()),
      read: async (text) => read(await this.#large.read(text))
    })
    this.#followed.add(followed)
    return {
      catchUp: () => followed.catchUp(),
      stop: () => {
        this.#followed.delete(followed)
        followed.stop()
      }
    }
  }

  async sizes(): Promise<ReadonlyMap<string, number>> {
    const start = `${this.#prefix}.journal.`
    const { state } = await this.#manager.streams.info(this.#stream, { subjects_filter: `${start}*.*.*` })
    return new Map(
      Object.entries(state.subjects ?? {}).map(([subject, count]) => [subject.slice(start.length), count - 1])
    )
  }

  discard(journal: string): void {
    const subject = this.#subjectOf(journal)
    for (const each of [subject, laterOf(subject)]) this.#purge(each)
  }

  /** If that fails, the messages expire. */
  #purge(filter: string): void {
    this.#manager.streams.purge(this.#stream, { filter }).catch(() => {})
  }

  /** Removes all journals of a sandbox. @param start of their names */
  discardAll(start: string): void {
    this.#purge(`${this.#subjectOf(start)}.>`)
  }

  /** Ends all reading. */
  close(): void {
    for (const followed of this.#followed) followed.stop()
  }

  #subjectOf(journal: string): string {
    return `${this.#prefix}.journal.${journal}`
  }

  async #publish(subject: string, message: JournalMessage, publication: Publication): Promise<void> {
    await this.#publisher.publish(subject, await this.#large.write(message), publication)
  }
}

const streamOf = (prefix: string): string => `${prefix}-journal`

/** @throws StoreError */
async function openStreams(
  connection: StoreConnection,
  prefix: string,
  { maxRequests, maxJournalBytes }: JournalsOptions
): Promise<Objects> {
  const storage = StorageType.Memory
  const max_age = nanos(MAX_AGE)
  await openStream(connection, {
    name: streamOf(prefix),
    subjects: [`${prefix}.journal.>`, `${prefix}.journal-mark.*`],
    storage,
    max_age,
    // With the start of each journal, and one more request, which shows that others were evicted.
    max_msgs_per_subject: maxRequests + 2,
    max_bytes: Math.floor(maxJournalBytes * MESSAGES)
  })
  const max_bytes = Math.floor(maxJournalBytes * OBJECTS)
  return Objects.open(connection, `${prefix}-journal`, { storage, ttl: max_age, max_bytes })
}

/** A single NATS server that was restarted has no streams in memory. */
async function restore(connection: StoreConnection, prefix: string, limits: JournalsOptions): Promise<void> {
  for await (const { type } of connection.nats.status()) {
    if (type === 'reconnect') await openStreams(connection, prefix, limits).catch(() => {})
  }
}
