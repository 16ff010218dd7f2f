import { shownUrl } from '../wiremock/journal/explanation.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import type { Redaction } from '../wiremock/journal/redaction.ts'
import type { Stub } from '../wiremock/stubs/stub-mapping.ts'
import { chaosMarkOf } from './chaos-stubs.ts'
import type { Profile } from './profile-schema.ts'

/** A profile that is active in a sandbox. */
export interface ActiveProfile {
  readonly profile: string
  readonly seed: number
  /** The emulated APIs that it is limited to; `null` for every request. */
  readonly apis: readonly string[] | null
  /** The ids of its stubs. */
  readonly stubs: readonly string[]
}

/** The active profiles, in the order in which they were started. */
export function activeProfiles(stubs: Iterable<Stub>): ActiveProfile[] {
  const active = new Map<string, ActiveProfile>()
  for (const { mapping } of stubs) {
    const mark = chaosMarkOf(mapping)
    if (mark === undefined) continue
    const { profile, seed } = mark
    const { stubs: ids = [] } = active.get(profile) ?? {}
    active.set(profile, { profile, seed, apis: mapping.usage.apis ?? null, stubs: [...ids, mapping.document.id] })
  }
  return [...active.values()]
}

/** Which fault a request got. */
export interface Fault {
  readonly profile: string
  readonly seed: number
  /** How many requests with this method and path there were since the profile was started, with this one. */
  readonly occurrence: number
  /** A fault of the connection, the status of a response without the emulated API, or `emulated` for its usual response. */
  readonly fault: string
  /** Whether the emulated API has handled the request. */
  readonly applied: boolean
  /** By how much the response was delayed, in milliseconds. */
  readonly delay: number
}

/** The fault that a profile gave to a request; `undefined` if none did. */
export function faultIn({ stub, occurrence, addedDelay }: JournalEntry): Fault | undefined {
  const mark = stub && chaosMarkOf(stub.mapping)
  if (stub === undefined || mark === undefined || occurrence === undefined) return undefined
  const { fault, emulates, status } = stub.mapping.response
  return {
    ...mark,
    occurrence: occurrence.n,
    fault: fault ?? (emulates ? 'emulated' : String(status)),
    applied: emulates,
    delay: Math.round(addedDelay)
  }
}

/** A request with its fault. */
export interface FaultyRequest extends Fault {
  /** Its id in the journal. */
  readonly request: string
  /** When it arrived, in ISO 8601. */
  readonly time: string
  readonly method: string
  readonly url: string
}

/** What is active, and which request got which fault. */
export interface ChaosReport {
  /** The requests in the journal that got a fault, newest first. */
  readonly faults: readonly FaultyRequest[]
  readonly active: readonly ActiveProfile[]
  /** All profiles that can be started. */
  readonly profiles: readonly Omit<Profile, 'mappings'>[]
  /** Files whose profiles cannot be started: the first hundred, each with its first hundred problems. */
  readonly invalid: readonly { readonly file: string; readonly problems: readonly string[] }[]
  readonly meta: {
    /** The number of all faults in the journal. */
    readonly total: number
    /** How many requests were evicted from the journal; some of them may have got a fault. */
    readonly dropped: number
  }
}

export const shownFault = (id: string, entry: JournalEntry, fault: Fault, redaction: Redaction): FaultyRequest => ({
  request: id,
  time: new Date(entry.receivedAt).toISOString(),
  method: entry.method,
  url: shownUrl(entry.url, redaction),
  ...fault
})
