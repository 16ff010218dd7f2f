import type { Turns } from '../../common/turns.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import { LACKS_BODY, RequestView } from '../journal/request-view.ts'
import type { Stub } from '../stubs/stub-mapping.ts'
import type { RequestPattern } from './request-pattern.ts'
import { inTurns, MAX_STEPS_OF_CALL, TooExpensive, Work } from './work.ts'

/** As many as WireMock returns for one request or pattern. */
const MAX_NEAR_MISSES = 3

/** A stub or request that almost matched. */
export interface NearMiss<T> {
  readonly candidate: T
  /** From 0 to 1. */
  readonly distance: number
  /** Why the distance could not be computed (it is 1), or that conditions on the body do not match because the body is incomplete. */
  readonly warning?: string
}

/** The stubs closest to matching a request, nearest first. @throws TooExpensive if there are too many */
export function nearestStubs(view: RequestView, stubs: readonly Stub[], turns: Turns): Promise<NearMiss<Stub>[]> {
  return nearest(stubs, ({ mapping }) => measure(mapping.pattern, view), view.work, turns)
}

/**
 * The requests closest to matching a pattern, nearest first.
 *
 * @param signal ends the search
 * @throws TooExpensive if there are too many; the reason of the signal
 */
export function nearestRequests(
  pattern: RequestPattern,
  entries: readonly JournalEntry[],
  turns: Turns,
  signal?: AbortSignal
): Promise<NearMiss<JournalEntry>[]> {
  const work = new Work(MAX_STEPS_OF_CALL, signal)
  return nearest(entries, (entry) => measure(pattern, new RequestView(entry, work)), work, turns)
}

type Measured = Omit<NearMiss<unknown>, 'candidate'>

async function nearest<T>(
  candidates: readonly T[],
  measureOf: (candidate: T) => Measured,
  work: Work,
  turns: Turns
): Promise<NearMiss<T>[]> {
  let best: NearMiss<T>[] = []
  for (const candidate of candidates) {
    const near = { candidate, ...(await inTurns(work, turns, () => measureOf(candidate))) }
    best = [...best, near].sort((a, b) => a.distance - b.distance).slice(0, MAX_NEAR_MISSES)
  }
  return best
}

function measure(pattern: RequestPattern, view: RequestView): Measured {
  try {
    const distance = pattern.distance(view)
    return view.lacksBody ? { distance, warning: LACKS_BODY } : { distance }
  } catch (error) {
    if (!(error instanceof TooExpensive) || error.isOfAll) throw error
    return { distance: 1, warning: error.message }
  }
}
