import type { RequestPattern } from '../matching/request-pattern.ts'
import type { ResponseTemplate } from '../templates/response-template.ts'
import type { DelaySettings } from './delay.ts'
import type { Fault, ShownMapping, UsageDocument } from './mapping-schemas.ts'

/** The response of a stub, ready to be sent. */
export interface StubResponse extends DelaySettings {
  readonly status: number
  readonly statusMessage: string | undefined
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer
  /** The file that contains the body. */
  readonly bodyFile: string | undefined
  /** With `response-template`: renders body and headers for each request. */
  readonly template: ResponseTemplate | undefined
  readonly dribble: Dribble | undefined
  readonly fault: Fault | undefined
  /** Whether the emulated API acts and responds, with the rest of this response around it. */
  readonly emulates: boolean
}

/** A body that is sent in pieces. */
export interface Dribble {
  readonly numberOfChunks: number
  /** In milliseconds. */
  readonly totalDuration: number
}

/** A valid, compiled stub mapping. It never changes and may be shared by any number of sandboxes. */
export interface StubMapping {
  readonly document: ShownMapping
  /** Whether JSON.stringify would change its document. */
  readonly isInexact: boolean
  readonly pattern: RequestPattern
  readonly priority: number
  readonly response: StubResponse
  readonly usage: UsageDocument
  /** About how much memory it takes, in bytes. */
  readonly bytes: number
}

/** A mapping in a sandbox. */
export interface Stub {
  readonly mapping: StubMapping
  /** Grows with each new stub: of two with the same priority, the newer one is tried first. */
  readonly order: number
  /** Whether it was loaded from `--stubs` or created through the control API. */
  readonly source: 'file' | 'api'
}

/** How often a stub was tried and used; kept only for stubs with a limit, a probability or a seed. */
export interface StubUse {
  readonly id: string
  /** For a stub with a seed, which counts the requests of each method and path: their hash. */
  readonly pair?: string
  /** How many matching requests it was tried for. */
  readonly tried: number
  readonly used: number
}
