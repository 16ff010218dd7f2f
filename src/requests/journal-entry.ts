import type { OutgoingHttpHeaders } from 'node:http'
import type { Stub } from '../stubs/stub-mapping.ts'
import type { ReceivedRequest } from './request-view.ts'

const NO_BODY = Buffer.alloc(0)
/** What an entry takes beside its texts, about. */
const OWN_BYTES = 600

/** A longer body of an answer is not kept: the journal is there to tell what the client sent. */
const MOST_OF_ANSWER = 16 * 1024

/** What was answered. */
export interface Answer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: string | Buffer | undefined
}

/**
 * A request in the journal. It holds what Node has made already; ids, dates and WireMock's shape are worked out when it
 * is shown, because every request pays for what is done here.
 */
export class JournalEntry implements ReceivedRequest {
  readonly method: string
  readonly url: string
  /** The target as it was sent. */
  readonly originalUrl: string
  readonly rawHeaders: readonly string[]
  readonly clientIp: string | undefined
  readonly httpVersion: string
  readonly scheme: string
  /** When it came, in milliseconds on the sandbox's clock. */
  readonly startedAt: number
  /** Its place in the journal, from 1 on; 0 before it is there. */
  sequence = 0
  body: Buffer = NO_BODY
  /** The connection broke before the body had come. */
  isBrokenOff = false
  /** An emulated route or a stub was there for it. */
  wasMatched: boolean
  stub: Stub | undefined = undefined
  answer: Answer | undefined = undefined
  /** How long it was delayed on purpose, and how long it took in all, in milliseconds. */
  addedDelay = 0
  totalTime = 0
  /** What it counts for in the journal's bounds; 0 while it is not kept. */
  bytes = 0

  constructor(
    { method, url, originalUrl, rawHeaders, clientIp, httpVersion, scheme }: JournalEntryOptions,
    startedAt: number,
    wasMatched: boolean
  ) {
    this.method = method
    this.url = url
    this.originalUrl = originalUrl
    this.rawHeaders = rawHeaders
    this.clientIp = clientIp
    this.httpVersion = httpVersion
    this.scheme = scheme
    this.startedAt = startedAt
    this.wasMatched = wasMatched
  }

  /** About how much memory it takes, in bytes. */
  size(): number {
    let size = OWN_BYTES + this.url.length + this.body.length + (this.answer?.body?.length ?? 0)
    for (const text of this.rawHeaders) size += text.length
    return size
  }

  complete(answer: Answer, totalTime: number): void {
    const isLong = (answer.body?.length ?? 0) > MOST_OF_ANSWER
    this.answer = isLong ? { ...answer, body: undefined } : answer
    this.totalTime = totalTime
  }
}

export interface JournalEntryOptions {
  readonly method: string
  readonly url: string
  readonly originalUrl: string
  readonly rawHeaders: readonly string[]
  readonly clientIp: string | undefined
  readonly httpVersion: string
  readonly scheme: string
}
