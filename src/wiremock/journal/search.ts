import type { Turns } from '../../common/turns.ts'
import type { RequestPattern } from '../matching/request-pattern.ts'
import { inTurns, MAX_STEPS_OF_CALL, Work } from '../matching/work.ts'
import type { JournalEntry } from './journal-entry.ts'
import { RequestView } from './request-view.ts'

/** Those of some journal entries that somebody looks for. */
export type EntrySearch = (entries: readonly JournalEntry[]) => Promise<JournalEntry[]>

/**
 * Searches for the requests that match a pattern, and lets other requests proceed meanwhile.
 *
 * @returns a function that rejects with TooExpensive
 */
export const searchFor =
  (pattern: RequestPattern, turns: Turns): EntrySearch =>
  async (entries) => {
    const work = new Work(MAX_STEPS_OF_CALL)
    const found: JournalEntry[] = []
    for (const entry of entries) {
      const view = new RequestView(entry, work)
      if (await inTurns(work, turns, () => pattern.matches(view))) found.push(entry)
    }
    return found
  }
