import { createError } from '@fastify/error'
import { type JournalStore, MessageTooLarge } from '../../log/journal-store.ts'
import { StoreUnavailable } from '../../log/store-unavailable.ts'
import type { Occurrence } from '../stubs/seeded.ts'
import type { Stub } from '../stubs/stub-mapping.ts'
import type { Journal } from './journal.ts'
import type { JournalEntry, RecordedResponse } from './journal-entry.ts'
import { JournalProjection, type ProjectionOptions, unavailable } from './journal-projection.ts'
import type { JournalReader } from './journal-reader.ts'
import { RequestIds } from './request-ids.ts'
import type { RequestRecorder } from './request-recorder.ts'
import { type StoredRequest, StoredRequests } from './stored-request.ts'

export const RequestNotRecorded = createError<[string]>(
  'MOCK_REQUEST_NOT_RECORDED',
  'the request was processed, but it could not be stored in the request journal: %s. If it changes something, read the record before you repeat it',
  503
)

export interface SharedJournalOptions extends ProjectionOptions {
  readonly reader: JournalReader | undefined
  readonly maxRequests: number
}

/** What of a request is stored so far. */
interface Progress {
  /** The name of its journal: that of the time when it arrived. */
  readonly journal: string
  versions: number
}

const TOO_LARGE = 'the body is not in the journal: it is larger than the store accepts'

/**
 * The request journal of a sandbox that several servers share. Each request is stored before its response is sent. What the store has is
 * read only while somebody asks for it: see `projection`.
 */
export class SharedJournal implements RequestRecorder {
  readonly projection: JournalProjection
  readonly #store: JournalStore
  readonly #name: (revision?: number) => string
  readonly #reader: JournalReader | undefined
  readonly #journal: Journal
  readonly #maxRequests: number
  readonly #ids: RequestIds
  readonly #stored = new StoredRequests()
  readonly #progress = new WeakMap<JournalEntry, Progress>()
  #lastSequence = 0

  /** @param name the name of the journal since a revision: by default, the present one */
  constructor(name: (revision?: number) => string, options: SharedJournalOptions) {
    this.#name = name
    this.#store = options.store
    this.#reader = options.reader
    this.#journal = options.journal
    this.#maxRequests = options.maxRequests
    this.#ids = new RequestIds(options.clock)
    this.projection = new JournalProjection(name, options)
  }

  idOf(entry: JournalEntry): string {
    return entry.id ?? this.#ids.of(entry.sequence)
  }

  add(entry: JournalEntry): void {
    entry.sequence = ++this.#lastSequence
    entry.id = this.#ids.of(entry.sequence)
    this.#progress.set(entry, { journal: this.#name(), versions: 0 })
    // Nothing will respond to it.
    if (entry.isAborted) this.#putLater(entry)
  }

  recordStub(entry: JournalEntry, stub: Stub, occurrence: Occurrence | undefined): void {
    entry.stub = stub
    entry.occurrence = occurrence
  }

  recordDelay(entry: JournalEntry): Promise<void> | undefined {
    return this.#put(entry)
  }

  recordResponse(entry: JournalEntry, response: RecordedResponse, totalTime: number): Promise<void> | undefined {
    entry.recordResponse(response, totalTime)
    this.#reader?.completed(entry)
    return this.#put(entry)
  }

  recordAbort(entry: JournalEntry): void {
    entry.isAborted = true
    this.#putLater(entry)
  }

  /** A request without a response is stored now. */
  recordEnd(entry: JournalEntry): void {
    if (this.#progress.get(entry)?.versions === 0) this.#putLater(entry)
  }

  /**
   * Starts the journal of a sandbox that is created, or of one that is about to be reset.
   *
   * @param revision that of the reset
   * @throws JournalUnavailable
   */
  async begin(revision = 0): Promise<void> {
    await this.#store.begin(this.#name(revision)).catch(unavailable)
  }

  /** Removes the journal since a revision, because a reset has started another one. By default the present one: the sandbox is dropped. */
  discard(revision?: number): void {
    this.#store.discard(this.#name(revision))
  }

  /** How many requests the store has of each journal. @throws JournalUnavailable */
  async sizes(): Promise<ReadonlyMap<string, number>> {
    return this.#store.sizes().catch(unavailable)
  }

  /** The size of this journal. Evictions for other reasons than its number of requests are known only while it is read. */
  sizeIn(sizes: ReadonlyMap<string, number>): { readonly requests: number; readonly dropped: number } {
    const count = sizes.get(this.#name()) ?? 0
    const requests = Math.min(count, this.#maxRequests)
    return { requests, dropped: Math.max(this.#journal.dropped, count - requests) }
  }

  /** Nobody waits for that. */
  #putLater(entry: JournalEntry): void {
    this.#put(entry)?.catch(() => {})
  }

  #put(entry: JournalEntry): Promise<void> | undefined {
    const progress = this.#progress.get(entry)
    if (progress === undefined || entry.isUnrecorded) return undefined
    return this.#append(entry, progress, ++progress.versions).catch((error) => {
      entry.isUnrecorded = true
      return notRecorded(error)
    })
  }

  async #append(entry: JournalEntry, { journal }: Progress, version: number): Promise<void> {
    const id = this.idOf(entry)
    const request = this.#stored.write(id, entry)
    const add = (request: StoredRequest, id: string): Promise<void> =>
      version === 1
        ? this.#store.append(journal, { kind: 'request', request }, id)
        : this.#store.amend(journal, { kind: 'later', request }, id)
    try {
      await add(request, `${id}:${version}`)
    } catch (error) {
      if (!(error instanceof MessageTooLarge)) throw error
      const short = { ...request, body: '', text: undefined, bodyProblem: entry.bodyProblem ?? TOO_LARGE }
      await add(short, `${id}:${version}:short`)
    }
  }
}

function notRecorded(error: Error): never {
  throw new RequestNotRecorded(
    error instanceof StoreUnavailable ? 'the store did not confirm it in time' : error.message
  )
}
