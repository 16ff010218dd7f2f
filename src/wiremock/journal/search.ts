import type { Turns } from '../../common/turns.ts'
import type { RequestPattern } from '../matching/request-pattern.ts'
import { inTurns, MAX_STEPS_OF_CALL, Work } from '../matching/work.ts'
import type { JournalEntry } from './journal-entry.ts'
import { RequestView } from './request-view.ts'

/** The part of a request pattern that a search needs. */
export type Matcher = Pick<RequestPattern, 'matches'>

/** The result of a search. */
export interface Found {
  readonly entries: readonly JournalEntry[]
  /** How many other requests could match: the pattern is about their body, which the journal does not have in full. */
  readonly incomplete: number
}

/**
 * Searches some journal entries for those that match a pattern, and lets other requests proceed meanwhile.
 *
 * @param signal ends the search
 * @throws TooExpensive, the reason of the signal
 */
export async function searchFor(
  pattern: Matcher,
  among: readonly JournalEntry[],
  turns: Turns,
  signal?: AbortSignal
): Promise<Found> {
  const work = new Work(MAX_STEPS_OF_CALL, signal)
  const entries: JournalEntry[] = []
  let incomplete = 0
  for (const entry of among) {
    const view = new RequestView(entry, work)
    if (await inTurns(work, turns, () => pattern.matches(view))) entries.push(entry)
    else if (view.lacksBody) incomplete++
  }
  return { entries, incomplete }
}
