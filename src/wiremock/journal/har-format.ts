// The members of HAR 1.2 that the export of a journal has. Names that start with `_` are additions, which HAR allows.

/** A name with its value, as HAR lists headers, parameters and cookies. */
export interface HarPair {
  readonly name: string
  readonly value: string
}

interface HarMessage {
  readonly httpVersion: string
  readonly headers: readonly HarPair[]
  readonly cookies: readonly HarPair[]
  /** Unknown. */
  readonly headersSize: -1
  /** In bytes, without content codings; -1 if it is unknown. */
  readonly bodySize: number
}

/** A request with its response, in the format of HAR 1.2. */
export interface HarEntry {
  readonly startedDateTime: string
  /** In milliseconds. */
  readonly time: number
  readonly request: HarMessage & {
    readonly method: string
    readonly url: string
    readonly queryString: readonly HarPair[]
    readonly postData?: {
      readonly mimeType: string
      readonly text: string
      readonly params?: readonly HarPair[]
      /** The bytes of a body that is not UTF-8. */
      readonly _base64?: string
    }
  }
  /** Its status is 0 if the client got no response. */
  readonly response: HarMessage & {
    readonly status: number
    readonly statusText: string
    readonly redirectURL: string
    readonly content: {
      readonly size: number
      readonly mimeType: string
      readonly text?: string
      readonly encoding?: 'base64'
      readonly comment?: string
    }
    /** Why there is no response. */
    readonly _error?: string
  }
  readonly cache: object
  /** In milliseconds. `wait` is the whole time. */
  readonly timings: { readonly send: 0; readonly wait: number; readonly receive: 0 }
  /** What the journal remarks about the request. */
  readonly comment?: string
  /** The id of the request in the journal. */
  readonly _id: string
  readonly _clientIp?: string
  /** The emulated API that owns the path. */
  readonly _api?: string
  /** The trace id in `traceparent`. */
  readonly _trace?: string
  /** The header `X-Request-Id`. */
  readonly _requestId?: string
  /** The header `Mock-Test`. */
  readonly _test?: string
  /** The id of the stub that responded. */
  readonly _stub?: string
  readonly _stubName?: string
  /** Whether a route or a stub exists for it. */
  readonly _matched: boolean
}

/** The requests of a journal in the format of HAR 1.2, oldest first. */
export interface Har {
  readonly log: {
    readonly version: '1.2'
    readonly creator: { readonly name: string; readonly version: string }
    /** How many requests are missing. */
    readonly comment?: string
    readonly entries: readonly HarEntry[]
  }
}
