import type { OutgoingHttpHeaders } from 'node:http'
import { bytesOf } from '../../common/bytes.ts'
import type { Body } from '../../http/body-text.ts'
import type { Occurrence } from '../stubs/seeded.ts'
import type { Stub } from '../stubs/stub-mapping.ts'
import type { ReceivedRequest } from './request-view.ts'

/** About how much memory an entry takes besides its texts, in bytes. */
const ENTRY_BYTES = 400
/** The same for a header of the request: two texts in an array. Node reads all headers as Latin-1. */
const HEADER_BYTES = 52
/** The same for a header of the response. */
const RESPONSE_HEADER_BYTES = 48

/** Longer response bodies are not kept: the journal shows what clients sent. */
const LONGEST_RESPONSE_BODY = 16 * 1024
/** Equal response bodies of at least this length are kept once for all entries. */
const SHARED_RESPONSE_BODY = 200

/** The response to a request. */
export interface RecordedResponse {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  /** `undefined` for a body that was streamed or too long to keep. */
  body: string | Buffer | undefined
}

/** The properties of a request that are known when it arrives. */
export interface Arrival {
  readonly method: string
  /** Path and query exactly as sent, without the prefix of a sandbox. */
  readonly url: string
  readonly rawHeaders: readonly string[]
  readonly clientIp: string | undefined
  readonly httpVersion: string
  readonly scheme: string
  /** The emulated API that owns the path. */
  readonly api?: string | undefined
  /** When it arrived, by the wall clock, in milliseconds since 1970. */
  readonly receivedAt: number
}

/** A request in the journal. Ids and WireMock's shape are computed when it is shown. */
export class JournalEntry implements ReceivedRequest {
  readonly method: string
  readonly url: string
  readonly rawHeaders: readonly string[]
  readonly clientIp: string | undefined
  readonly httpVersion: string
  readonly scheme: string
  readonly api: string | undefined
  readonly receivedAt: number
  /** When it arrived, in milliseconds on the monotonic clock. */
  readonly startedAt: number
  /** Its position among all requests that the journal has received, from 1; 0 until it is added. */
  sequence = 0
  /** Its UUID, if it is shared with other servers. Otherwise the journal makes one of the sequence when it is shown. */
  id: string | undefined = undefined
  body: Body = ''
  text: string | undefined = undefined
  /** Whether the client disconnected before the whole body had arrived, or before a delayed response was sent. */
  isAborted = false
  /** Whether an emulated route or a stub exists for it. */
  wasMatched: boolean
  stub: Stub | undefined = undefined
  /** If the stub has a seed: which of the requests with this method and path it is. */
  occurrence: Occurrence | undefined = undefined
  /** A message that says why `body` is incomplete. Patterns about the body do not match then. */
  bodyProblem: string | undefined = undefined
  /** Which stubs were skipped, or what is wrong with the body, and why. */
  warnings: readonly string[] | undefined = undefined
  /** Why the body is not JSON, if a stub expects JSON. */
  jsonError: string | undefined = undefined
  /** Why an emulated API responded with 401, without the credential. */
  whyNotAuthenticated: string | undefined = undefined
  /** Whether it could not be stored where other servers read it. */
  isUnrecorded = false
  /** In milliseconds. */
  addedDelay = 0
  /** In milliseconds. */
  totalTime = 0
  /** What it counts for in the journal's limits; 0 while it is not in the journal. */
  bytes = 0
  response: RecordedResponse | undefined = undefined
  /** Whether the reader of the journal still has to read it, even if the journal no longer has it. */
  isPending = false

  constructor(arrival: Arrival, startedAt: number, wasMatched: boolean) {
    this.method = arrival.method
    this.url = arrival.url
    this.rawHeaders = arrival.rawHeaders
    this.clientIp = arrival.clientIp
    this.httpVersion = arrival.httpVersion
    this.scheme = arrival.scheme
    this.api = arrival.api
    this.receivedAt = arrival.receivedAt
    this.startedAt = startedAt
    this.wasMatched = wasMatched
  }

  /** About how much memory the request takes, in bytes. */
  requestSize(): number {
    const headers = this.rawHeaders.reduce(
      (sum, { length }) => sum + length,
      HEADER_BYTES * (this.rawHeaders.length / 2)
    )
    return ENTRY_BYTES + this.url.length + headers + bytesOf(this.body) + bytesOf(this.text)
  }

  /** @returns about how much memory the response takes, in bytes */
  recordResponse({ status, headers, body }: RecordedResponse, totalTime: number): number {
    const stored = body !== undefined && body.length <= LONGEST_RESPONSE_BODY ? body : undefined
    this.response = { status, headers, body: stored }
    this.totalTime = Math.round(totalTime)
    // The body of a stub is accounted for with the stub.
    const ofResponse = bytesOfHeaders(headers) + bytesOf(this.whyNotAuthenticated)
    return ofResponse + (stored === this.stub?.mapping.response.body ? 0 : bytesOf(stored))
  }
}

/** Whether a response body takes enough memory to look for an equal one. */
export const isWorthSharing = (body: RecordedResponse['body']): body is string =>
  typeof body === 'string' && body.length >= SHARED_RESPONSE_BODY

function bytesOfHeaders(headers: OutgoingHttpHeaders): number {
  let bytes = 0
  for (const name in headers) bytes += RESPONSE_HEADER_BYTES + String(headers[name]).length
  return bytes
}
