import {
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JsMsg,
  type OrderedConsumerOptions,
  type StreamState
} from '@nats-io/jetstream'
import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { clearTimeout, setTimeout, sleep } from '../../common/timers.ts'
import { StoreUnavailable } from '../store-unavailable.ts'

/** In milliseconds: how often NATS says that there is nothing new. Without two of these, reading starts over. */
const HEARTBEAT = 500
/** In milliseconds: how long a pull request stays open. */
const EXPIRY = 10_000
/** How many messages may be on their way. */
const PENDING = 2000
/** In milliseconds. */
const PAUSE = 200
/** In milliseconds: how long acknowledged messages may take to arrive before reading starts over. */
const STUCK = 1500

/** What ends a consumer: it has to be replaced. */
const LOST: ReadonlySet<string> = new Set([
  'heartbeats_missed',
  'consumer_deleted',
  'consumer_not_found',
  'stream_not_found',
  'no_responders'
])

/** The end of messages about a stream that is gone. */
const RESTART = 'what it contained is gone, so restart this server'

/** The stream is not the one that was read so far. What was read is gone. */
export class StreamReplaced extends StoreUnavailable {}

interface Waiter {
  readonly sequence: number
  readonly resolve: () => void
}

/** Which messages a feed reads. */
export interface FeedChoice {
  /** Those to begin with. */
  readonly first?: DeliverPolicy
  readonly subjects?: readonly string[]
  /** Called before reading starts or continues, with the subjects of the stream. Messages may have expired since the last one that was read. */
  readonly resumed?: (stored: StreamState) => void
}

/**
 * Reads a stream in order: by default, first the last message of each subject, then everything new. If NATS loses the consumer, reading
 * continues after the last message that was received.
 */
export class Feed {
  readonly #client: JetStreamClient
  readonly #stream: string
  readonly #handle: (message: JsMsg) => void
  readonly #first: DeliverPolicy
  readonly #filter: Partial<OrderedConsumerOptions>
  readonly #resumed: FeedChoice['resumed']
  readonly #clock = new ClockAndIds()
  #sequence = 0
  /** When the stream was created. */
  #created: string | undefined
  #problem: Error | undefined
  #waiters: Waiter[] = []
  #restart: () => void = () => {}
  #isClosed = false

  /**
   * @param handle called for each message in order; must not throw
   * @param choice which messages to read: by default those of all subjects, from the last one of each on
   */
  constructor(
    client: JetStreamClient,
    stream: string,
    handle: (message: JsMsg) => void,
    { first = DeliverPolicy.LastPerSubject, subjects, resumed }: FeedChoice = {}
  ) {
    this.#client = client
    this.#stream = stream
    this.#handle = handle
    this.#first = first
    this.#resumed = resumed
    this.#filter = subjects === undefined ? {} : { filter_subjects: [...subjects] }
    void this.#run()
  }

  /** The sequence of the last message that was handled. */
  get sequence(): number {
    return this.#sequence
  }

  /** Why nothing can be read, if the stream is gone. */
  get problem(): Error | undefined {
    return this.#problem
  }

  /** Waits until a message, or a later one, was handled. @param patience in milliseconds. @throws StoreUnavailable, StreamReplaced */
  async reached(sequence: number, patience: number): Promise<void> {
    if (this.#problem !== undefined) throw this.#problem
    if (this.#sequence >= sequence) return
    const deadline = this.#clock.monotonic() + patience
    const arrived = new Promise<void>((resolve) => {
      this.#waiters.push({ sequence, resolve })
    })
    while (this.#clock.monotonic() < deadline) {
      if (await within(arrived, Math.min(STUCK, patience))) return
      if (this.#problem !== undefined) throw this.#problem
      this.#restart()
    }
    throw new StoreUnavailable('NATS has acknowledged changes that have not arrived here')
  }

  close(): void {
    this.#isClosed = true
    this.#restart()
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      try {
        await this.#requireSameStream()
        await this.#readUntilLost()
      } catch (error) {
        if (error instanceof StreamReplaced) return
        // Otherwise the stream has no leader at the moment, or there is no connection.
        if (isStreamMissing(error))
          this.#problem = new StoreUnavailable(`NATS has lost the stream ${this.#stream}: ${RESTART}`)
        await sleep(PAUSE)
      }
    }
  }

  /** Consumers end with their stream, so no message of another one arrives without this check. @throws StreamReplaced, the error of NATS */
  async #requireSameStream(): Promise<void> {
    const { streams } = await this.#client.jetstreamManager(false)
    const { created, state } = await streams.info(this.#stream, this.#resumed && { subjects_filter: '>' })
    this.#created ??= created
    const isSame = created === this.#created
    this.#problem = isSame ? undefined : new StreamReplaced(`the stream ${this.#stream} was created again: ${RESTART}`)
    if (this.#problem !== undefined) throw this.#problem
    this.#resumed?.(state)
  }

  async #readUntilLost(): Promise<void> {
    const consumer = await this.#client.consumers.get(this.#stream, this.#place())
    let isCurrent = true
    const messages = await consumer.consume({
      callback: (message) => {
        if (isCurrent) this.#take(message)
      },
      max_messages: PENDING,
      expires: EXPIRY,
      idle_heartbeat: HEARTBEAT
    })
    const wanted = new Promise<void>((resolve) => {
      this.#restart = resolve
      if (this.#isClosed) resolve()
    })
    await Promise.race([wanted, lost(messages)])
    isCurrent = false
    messages.stop()
    consumer.delete().catch(() => {})
  }

  #place(): Partial<OrderedConsumerOptions> {
    if (this.#sequence === 0) return { ...this.#filter, deliver_policy: this.#first }
    return { ...this.#filter, deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: this.#sequence + 1 }
  }

  #take(message: JsMsg): void {
    if (message.seq <= this.#sequence) return
    this.#handle(message)
    this.#sequence = message.seq
    if (this.#waiters.length === 0) return
    const waiting: Waiter[] = []
    for (const waiter of this.#waiters) {
      if (waiter.sequence <= message.seq) waiter.resolve()
      else waiting.push(waiter)
    }
    this.#waiters = waiting
  }
}

const isStreamMissing = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound

async function lost(messages: ConsumerMessages): Promise<void> {
  for await (const { type } of messages.status()) if (LOST.has(type)) return
}

/** Whether a promise resolves in time. */
async function within(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  const result = await Promise.race([promise.then(() => true), late])
  clearTimeout(timer)
  return result
}
