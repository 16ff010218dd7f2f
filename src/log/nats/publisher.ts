import { JetStreamApiCodes, JetStreamApiError, type JetStreamClient } from '@nats-io/jetstream'
import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node'
import { ClockAndIds } from '../../common/clock-and-ids.ts'
import { ChangeNotStored } from '../../common/files/not-stored.ts'
import { sleep } from '../../common/timers.ts'
import { StoreUnavailable } from '../store-unavailable.ts'
import { ATTEMPT, type StoreConnection } from './connect.ts'
import type { Patience } from './patience.ts'

/** How a message is stored. */
export interface Publication {
  /** Identifies the message. */
  readonly id?: string
  /** The sequence of the last message on its subject; 0 if there must be none. */
  readonly expected?: number
  /** Whether it replaces all earlier messages of its subject. */
  readonly replaces?: boolean
  /** After this many seconds it is removed. */
  readonly ttl?: number
}

/** Another message is the last one on the subject, or perhaps this one, if an earlier attempt was not acknowledged. */
export class WrongSequence extends Error {}

/** The message was sent, so it may have been stored. */
export class Unconfirmed extends StoreUnavailable {}

/** In milliseconds. */
const PAUSE = 50

/** Publishes messages to JetStream, and repeats that until they are acknowledged. */
export class Publisher {
  readonly #nats: NatsConnection
  readonly #client: JetStreamClient
  readonly #patience: Patience
  readonly #clock = new ClockAndIds()
  #isConnected = true

  constructor({ nats, client, patience }: StoreConnection) {
    this.#patience = patience
    this.#nats = nats
    this.#client = client
    void this.#watch()
  }

  /** Whether there is a connection to NATS now. */
  get isConnected(): boolean {
    return this.#isConnected
  }

  /**
   * Stores a message.
   *
   * @param patience in milliseconds
   * @returns its sequence in the stream
   * @throws WrongSequence; ChangeNotStored; Unconfirmed, or StoreUnavailable if it was certainly not stored
   */
  async publish(
    subject: string,
    body: string,
    publication: Publication = {},
    patience = this.#patience.left
  ): Promise<number> {
    const { expected, id } = publication
    const options = {
      timeout: Math.min(ATTEMPT, patience),
      headers: headersOf(publication),
      ...(id !== undefined && { msgID: id }),
      ...(expected !== undefined && { expect: { lastSubjectSequence: expected } })
    }
    const deadline = this.#clock.monotonic() + patience
    let reason = 'no connection'
    let isUncertain = false
    do {
      // Without a connection, messages would be sent later, after their request has failed.
      if (this.#isConnected) {
        try {
          return (await this.#client.publish(subject, body, options)).seq
        } catch (error) {
          if (error instanceof JetStreamApiError) {
            if (isWrongSequence(error)) throw new WrongSequence(error.message)
            if (error.status < 500 && error.code !== DUPLICATE_IN_PROGRESS)
              throw new ChangeNotStored(`NATS: ${error.message}`)
          } else if (!isNoResponder(error as Error)) isUncertain = true
          reason = (error as Error).message
        }
      }
      await sleep(PAUSE)
    } while (this.#clock.monotonic() < deadline && !this.#nats.isClosed())
    throw isUncertain ? new Unconfirmed(reason) : new StoreUnavailable(reason)
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#nats.status()) {
      if (type === 'disconnect') this.#isConnected = false
      if (type === 'reconnect') this.#isConnected = true
    }
  }
}

/** A message with the same id is being stored. */
const DUPLICATE_IN_PROGRESS = 10158

const isWrongSequence = ({ code }: JetStreamApiError): boolean =>
  code === JetStreamApiCodes.StreamWrongLastSequence || code === JetStreamApiCodes.StreamWrongLastSequenceUnknown

/** While the stream has no leader, NATS rejects messages at once. */
const isNoResponder = ({ name }: Error): boolean => name === 'JetStreamNotEnabled'

function headersOf({ replaces = false, ttl }: Publication): MsgHdrs {
  const result = headers()
  if (replaces) result.set('Nats-Rollup', 'sub')
  if (ttl !== undefined) result.set('Nats-TTL', `${ttl}s`)
  return result
}
