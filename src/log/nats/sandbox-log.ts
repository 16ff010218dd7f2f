import { text } from 'node:stream/consumers'
import { ChangeNotStored } from '../../common/files/not-stored.ts'
import type { FixtureSet } from '../../fixtures/fixture-set.ts'
import {
  type AppendResult,
  type ChangeOrigin,
  type NumberedChange,
  type StoredChange,
  type StubDocuments,
  UPLOAD
} from '../change-log.ts'
import type { SharedBase, SharedLog, SharedLogObserver } from '../shared-store.ts'
import type { LogLink } from './log-link.ts'
import { type BaseMessage, type ChangeMessage, documentsIn, documentsOf, type PlacedMessage } from './messages.ts'
import { WrongSequence } from './publisher.ts'

/** Bytes for headers, and for what NATS adds. */
const HEADERS = 2048
/** A log with fewer changes is not worth a snapshot. */
const FEW = 200

interface Entry {
  readonly revision: number
  readonly sequence: number
  readonly documents: readonly string[]
}

/**
 * The changes of a sandbox in a stream. The messages arrive in order; a message is stored only if the last one on the subject is the one
 * that is known here.
 */
export class SandboxLog implements SharedLog {
  readonly #link: LogLink
  readonly #scope: string
  readonly #longest: number
  #observer: SharedLogObserver | undefined
  #last: { readonly revision: number; readonly sequence: number }
  /** The stored changes since the base. */
  #entries: Entry[] = []
  /** Changes that have arrived and that `since` has not returned. */
  #news: ChangeMessage[] = []
  #tail: Promise<unknown> | undefined
  /** The id of the message that is being published. */
  #published = ''
  /** The sequence with which it has arrived. */
  #arrivedAs: number | undefined
  #snapshot: string | undefined
  #isClosed = false
  #isCompacting = false

  /** @param base the first message that it will receive, perhaps after changes that it does not contain. @param maxHistory how many changes the history keeps */
  constructor(link: LogLink, base: BaseMessage, maxHistory: number) {
    this.#link = link
    this.#scope = base.scope
    this.#longest = Math.max(FEW, 2 * maxHistory)
    this.#last = { revision: base.revision, sequence: 0 }
    this.#snapshot = base.snapshot
  }

  get hasNews(): boolean {
    return this.#news.length > 0 || this.#isClosed
  }

  get isLong(): boolean {
    return this.#entries.length > this.#longest && !this.#isCompacting
  }

  get busy(): Promise<unknown> | undefined {
    return this.#tail
  }

  follow(observer: SharedLogObserver): void {
    this.#observer = observer
  }

  /** Takes the next message of the subject. */
  receive({ id, sequence, message }: PlacedMessage): void {
    if (id === this.#published) this.#arrivedAs = sequence
    if (sequence <= this.#last.sequence || this.#isClosed) return
    switch (message.kind) {
      case 'change':
        if (message.revision !== this.#last.revision + 1) break
        this.#news.push(message)
        this.#add(message.revision, sequence, documentsOf(message))
        this.#observer?.news()
        return
      case 'options':
        this.#last = { ...this.#last, sequence }
        this.#observer?.options(message.options)
        return
      case 'base':
        // A snapshot changes nothing. Anything else begins another sandbox with this name.
        if (message.scope !== this.#scope || message.last !== this.#last.revision) break
        this.#last = { ...this.#last, sequence }
        this.#snapshot = message.snapshot
        this.#entries = this.#entries.filter(({ revision }) => revision > message.revision)
        return
    }
    this.close()
  }

  /** The sandbox is gone, or messages are missing. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#observer?.closed()
  }

  append(revision: number, change: StoredChange, origin: ChangeOrigin): Promise<AppendResult> {
    return this.#inOrder(() => this.#append(revision, change, origin))
  }

  async since(revision: number): Promise<readonly NumberedChange[]> {
    this.#requireOpen()
    this.#news = this.#news.filter((message) => message.revision > revision)
    const changes: NumberedChange[] = []
    for (const message of this.#news) {
      const { revision, cause, date } = message
      const change = 'change' in message ? message.change : JSON.parse(await text(this.read(message.document)))
      changes.push({ revision, change, origin: { cause, date: new Date(date) } })
    }
    return changes
  }

  async keep(set: FixtureSet): Promise<() => void> {
    await this.#link.keepFixtures(set, set.name === UPLOAD ? this.#nameOf(set.sha256) : undefined)
    return () => {}
  }

  keepStubs(files: StubDocuments): Promise<void> {
    return this.#link.keepStubs(files)
  }

  async setOptions(options: object): Promise<void> {
    let sequence: number | undefined
    while (sequence === undefined) {
      sequence = await this.#inOrder(() => this.#publishOther({ kind: 'options', options }))
    }
  }

  read(document: string): AsyncIterable<Uint8Array> {
    return this.#link.read(document.includes('/') ? document : this.#nameOf(document))
  }

  async compact(base: Omit<SharedBase, 'snapshot'>, document: () => Iterable<string>): Promise<void> {
    this.#isCompacting = true
    try {
      const snapshot = this.#nameOf(this.#link.uuid())
      await this.#link.put(snapshot, document)
      const [before, replaced] = [this.#entries, this.#snapshot]
      const stored = await this.#inOrder(() =>
        this.#publishOther({
          kind: 'base',
          ...base,
          created: base.created.getTime(),
          snapshot,
          last: this.#last.revision
        })
      )
      if (stored === undefined) return await this.#link.remove([snapshot])
      const next = before.find(({ revision }) => revision > base.revision)
      await this.#link.purge(next?.sequence ?? stored)
      this.#snapshot = snapshot
      const gone = before.filter(({ revision }) => revision <= base.revision)
      this.#entries = this.#entries.filter(({ revision }) => revision > base.revision)
      const documents = gone.flatMap(({ documents }) => documents.map((document) => this.#nameOf(document)))
      await this.#link.remove(replaced === undefined ? documents : [...documents, replaced])
    } finally {
      this.#isCompacting = false
    }
  }

  async #append(revision: number, change: StoredChange, { cause, date }: ChangeOrigin): Promise<AppendResult> {
    if (revision !== this.#last.revision + 1) return 'overtaken'
    const head = { ...this.#scoped(), kind: 'change', revision, date: date.getTime(), cause } as const
    let body = JSON.stringify({ ...head, change })
    let documents = documentsIn(change)
    if (Buffer.byteLength(body) > this.#link.maxBytes() - HEADERS) {
      const document = this.#link.uuid()
      await this.#link.put(this.#nameOf(document), () => [JSON.stringify(change)])
      documents = [...documents, document]
      body = JSON.stringify({ ...head, document })
    }
    const request = cause !== undefined && 'request' in cause ? cause.request : undefined
    const sequence = await this.#publish(body, request)
    if (sequence === undefined) return 'overtaken'
    if (sequence > this.#last.sequence) this.#add(revision, sequence, documents)
    return 'stored'
  }

  /** @returns the sequence of the message; `undefined` if another one is the last, which has arrived then */
  async #publish(body: string, cause = this.#link.uuid()): Promise<number | undefined> {
    this.#requireOpen()
    this.#published = `${cause}:${this.#last.sequence}:${this.#link.uuid()}`
    this.#arrivedAs = undefined
    try {
      return await this.#link.publish(body, { id: this.#published, expected: this.#last.sequence })
    } catch (error) {
      if (!(error instanceof WrongSequence)) throw error
      await this.#link.settle()
      // An earlier attempt was stored, but its acknowledgement was lost.
      return this.#arrivedAs
    }
  }

  /** Publishes a message that is no change. @returns like `#publish` */
  async #publishOther(message: object): Promise<number | undefined> {
    const sequence = await this.#publish(JSON.stringify({ ...this.#scoped(), ...message }))
    if (sequence !== undefined && sequence > this.#last.sequence) this.#last = { ...this.#last, sequence }
    return sequence
  }

  #add(revision: number, sequence: number, documents: readonly string[]): void {
    this.#last = { revision, sequence }
    this.#entries.push({ revision, sequence, documents })
  }

  /** Runs a task when the one before has ended. */
  #inOrder<T>(task: () => Promise<T>): Promise<T> {
    const result = (this.#tail ?? Promise.resolve()).then(task)
    const tail = result
      .catch(() => {})
      .then(() => {
        if (this.#tail === tail) this.#tail = undefined
      })
    this.#tail = tail
    return result
  }

  #scoped() {
    const documents = this.#entries.reduce((sum, entry) => sum + entry.documents.length, this.#snapshot ? 1 : 0)
    return { scope: this.#scope, documents }
  }

  #nameOf(document: string): string {
    return `${this.#scope}/${document}`
  }

  /** @throws ChangeNotStored */
  #requireOpen(): void {
    if (this.#isClosed) throw new ChangeNotStored('the sandbox was dropped meanwhile. Repeat the request')
  }
}
