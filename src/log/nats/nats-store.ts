import type { JsMsg } from '@nats-io/jetstream'
import type { MsgHdrs } from '@nats-io/transport-node'
import type { Records } from '../../api/define-api.ts'
import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { sleep } from '../../common/timers.ts'
import type { FixtureSet } from '../../fixtures/fixture-set.ts'
import { fixtureText } from '../../fixtures/fixture-text.ts'
import type { StubDocuments } from '../change-log.ts'
import type { OpenedLog, SharedBase, SharedStore } from '../shared-store.ts'
import { UnknownChange } from '../unknown-change.ts'
import { Channel, type Reads } from './channel.ts'
import { connectStore, type StoreConnection, type StoreOptions } from './connect.ts'
import { Directory } from './directory.ts'
import { StoreUnavailable } from './errors.ts'
import {
  type BaseMessage,
  type PlacedMessage,
  readMessage,
  readSandboxMessage,
  SetMessage,
  UsesMessage
} from './messages.ts'
import { NatsSets } from './nats-sets.ts'
import { fixturesDocument, Objects, stubsDocument } from './objects.ts'
import { logFrom } from './open-log.ts'
import { WrongSequence } from './publisher.ts'
import { readSubject } from './read-subject.ts'
import type { LogLink, SandboxLog } from './sandbox-log.ts'
import { readServers } from './server-url.ts'
import { openStream } from './stream.ts'

export interface NatsStoreOptions extends StoreOptions {
  readonly reads: Reads
  readonly apis: readonly Records[]
  readonly maxHistory: number
}

/** In milliseconds: how long a start waits for everything that is stored. */
const START = 60_000
/** In seconds: how long the message stays that a sandbox was dropped. */
const TOMBSTONE = 3600
/** How many names of used sandboxes a message has. */
const USES = 5000
/** In milliseconds. */
const PAUSE = 100
/** How often to start over if messages are removed while a sandbox is read. */
const ATTEMPTS = 5

/** Connects to NATS, and creates what is needed there. Resolves when everything that is stored is known. @throws StoreError */
export async function openNatsStore(options: NatsStoreOptions): Promise<NatsStore> {
  const connection = await connectStore(options)
  try {
    const { storePrefix: prefix } = options
    const subjects = [`${prefix}.changes.*`, `${prefix}.sets.*`, `${prefix}.uses.*`, `${prefix}.barrier`]
    await openStream(connection, { name: `${prefix}-changes`, subjects })
    const store = new NatsStore(options, connection, await Objects.open(connection, `${prefix}-objects`))
    await store.channel.sync(START)
    return store
  } catch (error) {
    await connection.nats.close()
    throw error
  }
}

/** Tells a log of the next message; `undefined` for one that this version cannot read. */
type Receiver = (message: PlacedMessage | undefined) => void

/** The sandboxes of several servers in one stream of NATS JetStream. */
export class NatsStore implements SharedStore {
  readonly replica: string
  readonly place: string
  readonly channel: Channel
  readonly sets: NatsSets
  readonly #options: NatsStoreOptions
  readonly #objects: Objects
  readonly #directory = new Directory()
  readonly #receivers = new Map<string, Receiver>()
  readonly #clock = new ClockAndIds()

  constructor(options: NatsStoreOptions, connection: StoreConnection, objects: Objects) {
    const { store, storePrefix: prefix, reads, replica } = options
    this.#options = options
    this.replica = replica
    this.place = `NATS at ${readServers(store).hosts.join(', ')}, as ${prefix}`
    this.#objects = objects
    this.channel = new Channel(connection, `${prefix}-changes`, prefix, reads, (message) => this.#take(message))
    this.sets = new NatsSets(this.#directory.sets, objects, this.channel)
  }

  set onAvailability(report: (isAvailable: boolean) => void) {
    this.channel.onAvailability = report
  }

  prepare(): Promise<void> {
    return this.channel.prepare()
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

  async create(
    name: string,
    { fixtures, files }: Pick<SharedBase, 'fixtures' | 'files'>,
    limit: number
  ): Promise<'created' | 'exists' | 'full'> {
    const message: BaseMessage = {
      kind: 'base',
      scope: `${name}/${this.#clock.requestId()}`,
      documents: 0,
      revision: 0,
      last: 0,
      created: this.#clock.now().getTime(),
      fixtures: { name: fixtures.name, sha256: fixtures.sha256 },
      files
    }
    const { sandboxes } = this.#directory
    for (let isRetry = false; ; isRetry = true) {
      if (sandboxes.has(name)) return 'exists'
      if (sandboxes.size >= limit) return 'full'
      const sequence = await this.#store(name, message)
      if (sequence !== undefined) break
      // The message that dropped an earlier sandbox with this name has expired.
      if (isRetry) this.#directory.forgetDropped(name)
    }
    if (this.#directory.placeOf(name) <= limit) return 'created'
    await this.drop(name)
    return 'full'
  }

  async drop(name: string): Promise<void> {
    while (this.has(name)) if (await this.#drop(name)) return
  }

  async sweep(used: ReadonlyMap<string, Date>, ttl: number): Promise<void> {
    const uses = [...used].map(([name, date]) => [name, date.getTime()])
    for (let start = 0; start < uses.length; start += USES) {
      const body = JSON.stringify({ uses: Object.fromEntries(uses.slice(start, start + USES)) })
      await this.channel.store(`uses.${this.#clock.requestId()}`, body, { ttl: Math.ceil(ttl / 1000) })
    }
    for (const name of this.#directory.unused(ttl)) await this.#drop(name)
  }

  async keepFixtures(set: FixtureSet, document?: string): Promise<void> {
    const text = () => fixtureText(this.#options.apis, set.state)
    if (document === undefined) await this.#objects.keep(fixturesDocument(set.sha256), text)
    else await this.#objects.put(document, text())
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
      if (each === undefined) throw new UnknownChange('of a newer version')
      if (each.sequence > last) messages.push(each)
    }
    const opened = logFrom(messages, this.#linkOf(name), this.#options.maxHistory)
    log = opened?.log
    return opened
  }

  /** @throws StoreUnavailable, UnknownChange */
  async #read(name: string, until: number): Promise<PlacedMessage[]> {
    const { manager, stream } = this.channel
    const subject = `${this.#options.storePrefix}.${subjectOf(name)}`
    const stored = await readSubject(manager, stream, subject, until, () => sleep(PAUSE))
    return stored.map((message) => placed(message.seq, message.header, message.string()))
  }

  #linkOf(name: string): LogLink {
    const subject = subjectOf(name)
    return {
      publish: (body, publication) => this.channel.publish(subject, body, publication),
      sync: () => this.channel.sync(),
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

  /** @returns `undefined` if another message is the last of the sandbox, which has arrived then */
  async #store(name: string, message: object, ttl?: number): Promise<number | undefined> {
    const expected = this.#directory.lastSequence(name)
    const replaces = ttl !== undefined
    try {
      return await this.channel.store(subjectOf(name), JSON.stringify(message), {
        expected,
        replaces,
        ...(ttl && { ttl })
      })
    } catch (error) {
      if (!(error instanceof WrongSequence)) throw error
      await this.channel.sync()
      return undefined
    }
  }

  /** @returns whether the sandbox was dropped; otherwise, somebody has changed it meanwhile */
  async #drop(name: string): Promise<boolean> {
    const known = this.#directory.sandboxes.get(name)
    if ((await this.#store(name, { kind: 'dropped' }, TOMBSTONE)) === undefined) return false
    if (known !== undefined && known.documents > 0) await this.#objects.removeAll(known.scope)
    return true
  }

  #take(message: JsMsg): void {
    const [, kind, name = ''] = message.subject.split('.')
    if (kind === 'changes') this.#takeSandbox(name, message)
    if (kind === 'uses') {
      const { uses = {} } = readMessage(UsesMessage, message.string()) ?? {}
      for (const [used, date] of Object.entries(uses)) this.#directory.use(used, date)
    }
    if (kind === 'sets') {
      const set = readMessage(SetMessage, message.string())
      if (set === undefined) return
      if ('sha256' in set) this.#directory.sets.set(set.name, set)
      else this.#directory.sets.delete(set.name)
    }
  }

  #takeSandbox(name: string, message: JsMsg): void {
    const read = readable(message)
    this.#directory.take(name, message.seq, read?.message)
    this.#receivers.get(name)?.(read)
    if (read?.message.kind === 'dropped') this.#receivers.delete(name)
  }
}

const subjectOf = (name: string): string => `changes.${name}`

/** @throws UnknownChange */
const placed = (sequence: number, headers: MsgHdrs | undefined, text: string): PlacedMessage => ({
  sequence,
  id: headers?.get('Nats-Msg-Id') ?? '',
  message: readSandboxMessage(text)
})

/** `undefined` for a message of a newer version. */
function readable(message: JsMsg): PlacedMessage | undefined {
  try {
    return placed(message.seq, message.headers, message.string())
  } catch {
    return undefined
  }
}
