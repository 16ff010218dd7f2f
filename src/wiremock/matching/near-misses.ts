import type { JournalEntry } from '../journal/journal-entry.ts'
import { RequestView } from '../journal/request-view.ts'
import type { Stub } from '../stubs/stub-mapping.ts'
import type { RequestPattern } from './request-pattern.ts'

/** As many as WireMock returns for one request or pattern. */
const MAX_NEAR_MISSES = 3

/** A stub or request that almost matched. */
export interface NearMiss<T> {
  readonly candidate: T
  /** More than 0, up to 1. */
  readonly distance: number
}

/** The stubs closest to matching a request, nearest first. */
export function nearestStubs(view: RequestView, stubs: readonly Stub[]): NearMiss<Stub>[] {
  return nearest(stubs, ({ mapping }) => mapping.pattern.distance(view))
}

/** The requests closest to matching a pattern, nearest first. */
export function nearestRequests(pattern: RequestPattern, entries: readonly JournalEntry[]): NearMiss<JournalEntry>[] {
  return nearest(entries, (entry) => pattern.distance(new RequestView(entry)))
}

function nearest<T>(candidates: readonly T[], distanceOf: (candidate: T) => number): NearMiss<T>[] {
  return candidates
    .map((candidate) => ({ candidate, distance: distanceOf(candidate) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_NEAR_MISSES)
}
