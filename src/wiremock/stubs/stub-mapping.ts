import type { RequestPattern } from '../matching/request-pattern.ts'
import type { DelaySettings } from './delay.ts'
import type { Fault, ShownMapping, UsageDocument } from './mapping-schemas.ts'

/** What a stub answers, ready to be sent. */
export interface StubResponse extends DelaySettings {
  readonly status: number
  readonly statusMessage: string | undefined
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer
  readonly dribble: Dribble | undefined
  readonly fault: Fault | undefined
  /** The emulated API acts and answers; the rest is put around that. */
  readonly emulates: boolean
}

/** A body that is sent in pieces. */
export interface Dribble {
  readonly numberOfChunks: number
  /** In milliseconds. */
  readonly totalDuration: number
}

/** A stub mapping that was found valid. It never changes: what happens to it in a sandbox is kept by its stub there. */
export interface StubMapping {
  readonly document: ShownMapping
  readonly pattern: RequestPattern
  readonly priority: number
  readonly response: StubResponse
  readonly usage: UsageDocument
}

/** A mapping in a sandbox. */
export class Stub {
  readonly mapping: StubMapping
  /** Which one it was to come: of two with the same priority the newer goes first. */
  readonly order: number
  /** Numbers from 0 up to 1, for all that this stub leaves to chance. */
  readonly chance: () => number
  #asked = 0
  #used = 0

  constructor(mapping: StubMapping, order: number, chance: () => number) {
    this.mapping = mapping
    this.order = order
    this.chance = chance
  }

  /** Whether it takes a request that matches it: by how often that was so before, and by chance. */
  takes(): boolean {
    const { times = Number.POSITIVE_INFINITY, after = 0, probability } = this.mapping.usage
    if (++this.#asked <= after || this.#used >= times) return false
    if (probability !== undefined && this.chance() >= probability) return false
    this.#used++
    return true
  }
}
