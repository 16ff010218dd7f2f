import type { Body } from '../../http/body-text.ts'
import { type HeaderLines, headersIn } from '../../http/header-lines.ts'
import type { Stub } from '../stubs/stub-mapping.ts'
import type { ReceivedRequest } from './request-view.ts'

/** What an entry takes beside its texts, about. */
const OWN_BYTES = 600

/** A longer body of an answer is not kept: the journal is there to tell what the client sent. */
const MOST_OF_ANSWER = 16 * 1024

/** What was answered. */
export interface Answer {
  readonly status: number
  readonly headers: ReturnType<typeof headersIn>
  readonly body: string | Buffer | undefined
}

/** What is known of a request when it comes. */
export interface Arrival {
  readonly method: string
  readonly url: string
  readonly originalUrl: string
  readonly rawHeaders: readonly string[]
  readonly clientIp: string | undefined
  readonly httpVersion: string
  readonly scheme: string
}

/**
 * A request in the journal. Every request pays for what is done here, and the collector for every object that stays: so it holds
 * few, and what Node has made already; ids, dates and WireMock's shape are worked out when it is shown.
 */
export class JournalEntry implements ReceivedRequest {
  readonly method: string
  readonly url: string
  /** The target as it was sent. */
  readonly originalUrl: string
  readonly clientIp: string | undefined
  readonly httpVersion: string
  readonly scheme: string
  /** When it came, in milliseconds on the sandbox's clock. */
  readonly startedAt: number
  /** Its place in the journal, from 1 on; 0 before it is there. */
  sequence = 0
  body: Body = ''
  /** The connection broke before the body had come. */
  isBrokenOff = false
  /** An emulated route or a stub was there for it. */
  wasMatched: boolean
  stub: Stub | undefined = undefined
  /** How long it was delayed on purpose, and how long it took in all, in milliseconds. */
  addedDelay = 0
  totalTime = 0
  /** What it counts for in the journal's bounds; 0 while it is not kept. */
  bytes = 0
  readonly rawHeaders: readonly string[]
  #status = 0
  /** The headers of the answer, once it was sent. */
  answerHead: HeaderLines | undefined = undefined
  #answerBody: string | Buffer | undefined = undefined

  constructor(arrival: Arrival, startedAt: number, wasMatched: boolean) {
    this.method = arrival.method
    this.url = arrival.url
    this.originalUrl = arrival.originalUrl
    this.rawHeaders = arrival.rawHeaders
    this.clientIp = arrival.clientIp
    // Node makes a text of its own for each request; this one is shared.
    this.httpVersion = arrival.httpVersion === '1.1' ? '1.1' : arrival.httpVersion
    this.scheme = arrival.scheme
    this.startedAt = startedAt
    this.wasMatched = wasMatched
  }

  get answer(): Answer | undefined {
    if (this.answerHead === undefined) return undefined
    return { status: this.#status, headers: headersIn(this.answerHead), body: this.#answerBody }
  }

  /** About how much memory it takes, in bytes. */
  size(): number {
    const answered = (this.answerHead?.length ?? 0) + (this.#answerBody?.length ?? 0)
    return (
      OWN_BYTES +
      this.url.length +
      this.rawHeaders.reduce((sum, text) => sum + text.length + 1, 0) +
      this.body.length +
      answered
    )
  }

  /** The headers are told of when they are sent. @param body is not kept where it is long */
  complete(status: number, body: Answer['body'], totalTime: number): void {
    this.#status = status
    this.#answerBody = body !== undefined && body.length > MOST_OF_ANSWER ? undefined : body
    this.totalTime = Math.round(totalTime)
  }
}
