import type { JsMsg, StreamState } from '@nats-io/jetstream'
import type { MsgHdrs } from '@nats-io/transport-node'
import type { Records } from '../../api/define-api.ts'
import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { sleep } from '../../common/timers.ts'
import type { FixtureSet } from '../../fixtures/fixture-set.ts'
import { fixtureText } from '../../fixtures/fixture-text.ts'
import type { StubDocuments } from '../change-log.ts'
import type { CreateResult, NewSandbox, OpenedLog, SharedStore } from '../shared-store.ts'
import { StoreUnavailable } from '../store-unavailable.ts'
import { Channel, type Reads } from './channel.ts'
import type { StoreConnection, StoreOptions } from './connect.ts'
import { Directory } from './directory.ts'
import { NewerChange } from './errors.ts'
import type { JournalsOptions, NatsJournals } from './journal/nats-journals.ts'
import { Lifecycle, subjectOf } from './lifecycle.ts'
import type { LogLink } from './log-link.ts'
import { type PlacedMessage, readMessage, SandboxMessage, UsesMessage } from './messages.ts'
import { NatsSets } from './nats-sets.ts'
import { fixturesDocument, type Objects, stubsDocument } from './objects.ts'
import { logFrom } from './open-log.ts'
import { readSubject } from './read-subject.ts'
import type { SandboxLog } from './sandbox-log.ts'
import { readServers } from './server-url.ts'

export interface NatsStoreOptions extends StoreOptions, JournalsOptions {
  readonly reads: Reads
  readonly apis: readonly Records[]
  readonly maxHistory: number
}

/** In milliseconds. */
const PAUSE = 100
/** How often to start over if messages are removed while a sandbox is read. */
const ATTEMPTS = 5

/** Tells a log of the next message; `undefined` for one that this version cannot read. */
type Receiver = (message: PlacedMessage | undefined) => void

/** The sandboxes of several servers in one stream of NATS JetStream. */
export class NatsStore implements SharedStore {
  readonly replica: string
  readonly place: string
  readonly channel: Channel
  readonly sets: NatsSets
  readonly journals: NatsJournals
  readonly #options: NatsStoreOptions
  readonly #objects: Objects
  readonly #directory = new Directory()
  readonly #lifecycle: Lifecycle
  readonly #receivers = new Map<string, Receiver>()
  readonly #clock = new ClockAndIds()
  #changed: () => void = () => {}

  constructor(options: NatsStoreOptions, connection: StoreConnection, objects: Objects, journals: NatsJournals) {
    const { store, storePrefix: prefix, reads, replica } = options
    this.#options = options
    this.replica = replica
    this.place = `NATS at ${readServers(store).hosts.join(', ')}, as ${prefix}`
    this.#objects = objects
    this.journals = journals
    this.channel = new Channel(
      connection,
      `${prefix}-changes`,
      prefix,
      reads,
      (message) => this.#take(message),
      (stored) => this.#forgetLost(stored)
    )
    this.sets = new NatsSets(objects, this.channel)
    this.#lifecycle = new Lifecycle(this.channel, this.#directory, objects, journals)
  }

  set onAvailability(report: (isAvailable: boolean) => void) {
    this.channel.onAvailability = report
  }

  set onSandboxes(report: () => void) {
    this.#changed = report
  }

  requireAvailable(): void {
    this.channel.requireAvailable()
  }

  prepare(isExact?: boolean): Promise<void> {
    return this.channel.prepare(isExact)
  }

  has(name: string): boolean {
    return this.#directory.sandboxes.has(name)
  }

  names(): string[] {
    return [...this.#directory.sandboxes.keys()]
  }

  lastUsedElsewhere(name: string): Date | undefined {
    return this.#directory.sandboxes.get(name)?.usedElsewhere
  }

  async open(name: string): Promise<OpenedLog | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = this.#directory.sandboxes.get(name)
      if (known === undefined) return undefined
      const opened = await this.#open(name, known.sequence)
      if (opened !== undefined) return opened
    }
    throw new StoreUnavailable(`the changes of the sandbox '${name}' are not complete`)
  }

  create(name: string, base: NewSandbox, limit: number): Promise<CreateResult> {
    return this.#lifecycle.create(name, base, limit)
  }

  drop(name: string): Promise<boolean> {
    return this.#lifecycle.drop(name)
  }

  sweep(used: ReadonlyMap<string, Date>, ttl: number): Promise<void> {
    return this.#lifecycle.sweep(used, ttl)
  }

  async keepFixtures(set: FixtureSet, document?: string): Promise<void> {
    const text = () => fixtureText(this.#options.apis, set.state)
    if (document === undefined) await this.#objects.keep(fixturesDocument(set.sha256), text)
    else await this.#objects.put(document, text)
  }

  async keepStubs({ sha256, text }: StubDocuments): Promise<void> {
    await this.#objects.keep(stubsDocument(sha256), text)
  }

  readFixtures(sha256: string): AsyncIterable<Uint8Array> {
    return this.#objects.read(fixturesDocument(sha256))
  }

  readStubs(sha256: string): AsyncIterable<Uint8Array> {
    return this.#objects.read(stubsDocument(sha256))
  }

  close(): Promise<void> {
    this.journals.close()
    return this.channel.close()
  }

  /** @returns `undefined` if messages were removed meanwhile, or the sandbox was dropped */
  async #open(name: string, until: number): Promise<OpenedLog | undefined> {
    const arrived: (PlacedMessage | undefined)[] = []
    let log: SandboxLog | undefined
    this.#receivers.set(name, (message) => {
      if (log === undefined) arrived.push(message)
      else if (message === undefined) log.close()
      else log.receive(message)
    })
    const messages = await this.#read(name, until).catch((error) => {
      this.#receivers.delete(name)
      throw error
    })
    // Messages that have arrived while the others were read may be among them.
    const last = messages.at(-1)?.sequence ?? 0
    for (const each of arrived) {
      if (each === undefined) throw new NewerChange(name)
      if (each.sequence > last) messages.push(each)
    }
    const opened = logFrom(messages, this.#linkOf(name), this.#options.maxHistory)
    log = opened?.log
    return opened
  }

  /** @throws StoreUnavailable, NewerChange */
  async #read(name: string, until: number): Promise<PlacedMessage[]> {
    const { manager, stream } = this.channel
    const subject = `${this.#options.storePrefix}.${subjectOf(name)}`
    const stored = await readSubject(manager, stream, subject, until, () => sleep(PAUSE))
    return stored.map((message) => {
      const read = placed(message.seq, message.header, message.string())
      if (read === undefined) throw new NewerChange(name)
      return read
    })
  }

  #linkOf(name: string): LogLink {
    const subject = subjectOf(name)
    return {
      publish: (body, publication) => this.channel.publish(subject, body, publication),
      settle: () => this.channel.settle(),
      purge: (sequence) => this.channel.purge(subject, sequence),
      maxBytes: this.channel.maxBytes,
      put: (document, text) => this.#objects.put(document, text),
      read: (document) => this.#objects.read(document),
      remove: (documents) => this.#objects.remove(documents),
      keepFixtures: (set, document) => this.keepFixtures(set, document),
      keepStubs: (files) => this.keepStubs(files),
      uuid: () => this.#clock.uuid()
    }
  }

  #take(message: JsMsg): void {
    const [, kind, name = ''] = message.subject.split('.')
    if (kind === 'changes') this.#takeSandbox(name, message)
    if (kind === 'uses') {
      const { uses = {} } = readMessage(UsesMessage, message.string()) ?? {}
      for (const [used, date] of Object.entries(uses)) this.#directory.use(used, date)
    }
    if (kind === 'sets') this.sets.receive(message.string())
  }

  #forgetLost({ subjects = {}, last_seq: last }: StreamState): void {
    const isStored = (name: string) => Object.hasOwn(subjects, `${this.#options.storePrefix}.${subjectOf(name)}`)
    const lost = this.#directory.forgetLost(isStored, last)
    for (const name of lost) {
      this.#receivers.get(name)?.({ sequence: last + 1, id: '', message: { kind: 'dropped' } })
      this.#receivers.delete(name)
    }
    if (lost.length > 0) this.#changed()
  }

  #takeSandbox(name: string, message: JsMsg): void {
    const { seq: sequence, headers } = message
    const read = placed(sequence, headers, message.string())
    const isChange = this.#directory.take(name, { sequence, id: idIn(headers) }, read?.message)
    this.#receivers.get(name)?.(read)
    if (read?.message.kind === 'dropped') this.#receivers.delete(name)
    if (isChange) this.#changed()
  }
}

/** `undefined` for a message of a newer version. */
function placed(sequence: number, headers: MsgHdrs | undefined, text: string): PlacedMessage | undefined {
  const message = readMessage(SandboxMessage, text)
  return message && { sequence, id: idIn(headers), message }
}

const idIn = (headers: MsgHdrs | undefined): string => headers?.get('Nats-Msg-Id') ?? ''
