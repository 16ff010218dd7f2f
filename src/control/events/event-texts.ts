import type { Api } from '../../api/define-api.ts'
import type { HistoryEntry } from '../../sandbox/history.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import type { Redaction } from '../../wiremock/journal/redaction.ts'
import { shownChange } from '../history-entry.ts'
import { arrivalSummary, responseSummary } from '../request-summary.ts'

/** What the events `request` and `response` have in common: JSON without the closing brace. */
export const requestText = (id: string, entry: JournalEntry, redaction: Redaction): string =>
  JSON.stringify(arrivalSummary(id, entry, redaction)).slice(0, -1)

/**
 * The rest of the event `response`.
 *
 * @param isWhole whether the whole response was sent
 * @param elapsed in milliseconds, if the journal does not know
 */
export function responseText(entry: JournalEntry, isWhole: boolean, elapsed: number): string {
  const { response, totalTime } = entry
  const status = isWhole && response !== undefined ? response.status : null
  return `,${JSON.stringify(responseSummary(entry, status, response === undefined ? Math.round(elapsed) : totalTime)).slice(1)}`
}

/** The event `change`: what the history shows, without the records. */
export function changeText(apis: readonly Api[], redaction: Redaction, entry: HistoryEntry): string {
  const { before, after, ...change } = shownChange(apis, redaction, entry)
  return JSON.stringify(change)
}
