import type { JournalEntry } from '../journal/journal-entry.ts'
import { RequestView } from '../journal/request-view.ts'
import type { Stub } from '../stubs/stub-mapping.ts'
import type { RequestPattern } from './request-pattern.ts'

/** As many as WireMock shows for one request or pattern. */
const MOST_SHOWN = 3

/** Something that came close, and how far off it was: more than 0, up to 1. */
export interface Near<T> {
  readonly candidate: T
  readonly distance: number
}

/** The stubs that came closest to taking a request, nearest first. */
export function nearestStubs(view: RequestView, stubs: readonly Stub[]): Near<Stub>[] {
  return nearest(stubs, ({ mapping }) => mapping.pattern.distance(view))
}

/** The requests that came closest to a pattern, nearest first. */
export function nearestRequests(pattern: RequestPattern, entries: readonly JournalEntry[]): Near<JournalEntry>[] {
  return nearest(entries, (entry) => pattern.distance(new RequestView(entry)))
}

function nearest<T>(candidates: readonly T[], distanceOf: (candidate: T) => number): Near<T>[] {
  return candidates
    .map((candidate) => ({ candidate, distance: distanceOf(candidate) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_SHOWN)
}
