import type { JetStreamManager, JsMsg, StreamState } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { ChangeNotStored } from '../../common/files/not-stored.ts'
import { clearInterval, setInterval, sleep } from '../../common/timers.ts'
import { StoreUnavailable } from '../store-unavailable.ts'
import { Barrier } from './barrier.ts'
import type { StoreConnection } from './connect.ts'
import { ChangeNotConfirmed } from './errors.ts'
import { Feed } from './feed.ts'
import { PATIENCE, type Patience } from './patience.ts'
import { type Publication, Publisher, Unconfirmed } from './publisher.ts'

export type Reads = 'linearizable' | 'local'

/** In milliseconds: how often the store is asked whether it is there. */
const CHECK = 1000
/** In milliseconds: how long local reads are served, and the server is healthy, without hearing from the store. */
const MOST_STALE = 3000
/** In milliseconds: how long a stop waits for messages on their way. */
const DRAIN = 2000

/** Writes to a stream, and reads it in order. */
export class Channel {
  readonly manager: JetStreamManager
  readonly stream: string
  readonly maxBytes: () => number
  /** Called when the store has become available or unavailable. */
  onAvailability: (isAvailable: boolean) => void = () => {}
  readonly #nats: NatsConnection
  readonly #prefix: string
  readonly #reads: Reads
  readonly #publisher: Publisher
  readonly #feed: Feed
  readonly #patience: Patience
  readonly #clock = new ClockAndIds()
  /** Has time to succeed also if the store is slow. Requests do not wait for that long. */
  readonly #barrier = new Barrier(() => this.sync(PATIENCE))
  readonly #check: ReturnType<typeof setInterval>
  #isAvailable = true

  /**
   * @param prefix of all subjects
   * @param handle called for each message in order; must not throw
   * @param resumed called before reading starts or continues, with the subjects of the stream
   */
  constructor(
    connection: StoreConnection,
    stream: string,
    prefix: string,
    reads: Reads,
    handle: (message: JsMsg) => void,
    resumed: (stored: StreamState) => void
  ) {
    const { nats, manager, client, maxBytes, patience } = connection
    this.#nats = nats
    this.manager = manager
    this.#patience = patience
    this.stream = stream
    this.maxBytes = maxBytes
    this.#prefix = prefix
    this.#reads = reads
    this.#publisher = new Publisher(connection)
    this.#feed = new Feed(client, stream, handle, { resumed })
    this.#check = setInterval(() => void this.#barrier.pass().catch(() => {}), CHECK).unref()
  }

  /** Makes sure, without waiting, that everything that was stored some seconds ago has arrived, as far as is known. @throws StoreUnavailable */
  requireAvailable(): void {
    if (this.#feed.problem !== undefined) throw this.#feed.problem
    if (!this.#isAvailable || this.#patience.silence > MOST_STALE) throw new StoreUnavailable('it has not responded')
  }

  /**
   * Makes sure that everything is known that was acknowledged before this call; or, if reads are local, before some seconds.
   *
   * @throws StoreUnavailable
   */
  async prepare(isExact = false): Promise<void> {
    if (this.#feed.problem !== undefined) throw this.#feed.problem
    if (isExact || this.#reads === 'linearizable') return this.#patience.limit(this.#barrier.pass())
    if (this.#patience.silence > MOST_STALE) throw new StoreUnavailable('NATS has not responded')
  }

  /** Waits until everything that was stored before this call has arrived. @throws StoreUnavailable */
  async sync(patience = this.#patience.left): Promise<void> {
    const started = this.#clock.monotonic()
    const known = this.#feed.sequence
    try {
      const sequence = await this.#publisher.publish(`${this.#prefix}.barrier`, '', { replaces: true }, patience)
      // The sequences started over, which the feed will notice soon.
      if (sequence <= known) throw new StoreUnavailable('its stream was created again')
      await this.#feed.reached(sequence, started + patience - this.#clock.monotonic())
    } catch (error) {
      this.#report(false)
      throw error
    }
    this.#patience.renew(started)
    this.#report(true)
  }

  /** The same, to learn why a change was not stored. @throws ChangeNotConfirmed */
  async settle(): Promise<void> {
    await this.sync().catch(notConfirmed)
  }

  /** Stores a message, without waiting for it to arrive. @throws WrongSequence, ChangeNotStored, ChangeNotConfirmed */
  async publish(subject: string, body: string, publication?: Publication): Promise<number> {
    try {
      return await this.#publisher.publish(`${this.#prefix}.${subject}`, body, publication)
    } catch (error) {
      if (error instanceof Unconfirmed) return notConfirmed()
      throw error instanceof StoreUnavailable ? new ChangeNotStored(error.message) : error
    }
  }

  /** Stores a message, and waits until it has arrived. @throws like `publish` */
  async store(subject: string, body: string, publication?: Publication): Promise<number> {
    const sequence = await this.publish(subject, body, publication)
    await this.#feed.reached(sequence, this.#patience.left).catch(notConfirmed)
    return sequence
  }

  /** Removes the messages of a subject before a sequence. */
  async purge(subject: string, sequence: number): Promise<void> {
    await this.manager.streams.purge(this.stream, { filter: `${this.#prefix}.${subject}`, seq: sequence })
  }

  async close(): Promise<void> {
    clearInterval(this.#check)
    this.#feed.close()
    const drained = this.#nats.drain().catch(() => {})
    await Promise.race([drained, sleep(DRAIN, undefined, { ref: false })])
    await this.#nats.close()
  }

  #report(isAvailable: boolean): void {
    if (isAvailable === this.#isAvailable) return
    this.#isAvailable = isAvailable
    this.onAvailability(isAvailable)
  }
}

const notConfirmed = (): never => {
  throw new ChangeNotConfirmed()
}
