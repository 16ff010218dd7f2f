import type { Turns } from '../../common/turns.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import { RequestView } from '../journal/request-view.ts'
import type { Stub } from '../stubs/stub-mapping.ts'
import type { RequestPattern } from './request-pattern.ts'
import { inTurns, MAX_STEPS_OF_CALL, TooExpensive, Work } from './work.ts'

/** As many as WireMock returns for one request or pattern. */
const MAX_NEAR_MISSES = 3

/** A stub or request that almost matched. */
export interface NearMiss<T> {
  readonly candidate: T
  /** More than 0, up to 1. */
  readonly distance: number
  /** Why the distance could not be computed; it is 1 then. */
  readonly warning?: string
}

/** The stubs closest to matching a request, nearest first. @throws TooExpensive if there are too many */
export function nearestStubs(view: RequestView, stubs: readonly Stub[], turns: Turns): Promise<NearMiss<Stub>[]> {
  return nearest(stubs, ({ mapping }) => mapping.pattern.distance(view), view.work, turns)
}

/** The requests closest to matching a pattern, nearest first. @throws TooExpensive if there are too many */
export function nearestRequests(
  pattern: RequestPattern,
  entries: readonly JournalEntry[],
  turns: Turns
): Promise<NearMiss<JournalEntry>[]> {
  const work = new Work(MAX_STEPS_OF_CALL)
  return nearest(entries, (entry) => pattern.distance(new RequestView(entry, work)), work, turns)
}

async function nearest<T>(
  candidates: readonly T[],
  distanceOf: (candidate: T) => number,
  work: Work,
  turns: Turns
): Promise<NearMiss<T>[]> {
  let best: NearMiss<T>[] = []
  for (const candidate of candidates) {
    const near = await inTurns(work, turns, () => nearMiss(candidate, distanceOf))
    best = [...best, near].sort((a, b) => a.distance - b.distance).slice(0, MAX_NEAR_MISSES)
  }
  return best
}

function nearMiss<T>(candidate: T, distanceOf: (candidate: T) => number): NearMiss<T> {
  try {
    return { candidate, distance: distanceOf(candidate) }
  } catch (error) {
    if (!(error instanceof TooExpensive) || error.isOfAll) throw error
    return { candidate, distance: 1, warning: error.message }
  }
}
