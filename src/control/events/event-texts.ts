import type { Api } from '../../api/define-api.ts'
import type { HistoryEntry } from '../../sandbox/history.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import type { Redaction } from '../../wiremock/journal/redaction.ts'
import { shownChange } from '../history-entry.ts'

/** What the events `request` and `response` have in common: JSON without the closing brace. */
export function requestText(id: string, entry: JournalEntry, redaction: Redaction): string {
  const { receivedAt, method, url, api = null } = entry
  const time = new Date(receivedAt)
  return JSON.stringify({ id, time, method, url: redaction.url(url), api }).slice(0, -1)
}

/**
 * The rest of the event `response`.
 *
 * @param isWhole whether the whole response was sent
 * @param elapsed in milliseconds, if the journal does not know
 */
export function responseText(entry: JournalEntry, isWhole: boolean, elapsed: number): string {
  const { stub, response, totalTime, wasMatched } = entry
  const status = isWhole && response !== undefined ? response.status : null
  const isOfApi = stub?.mapping.response.emulates ?? true
  return `,${JSON.stringify({
    status,
    elapsed: response === undefined ? Math.round(elapsed) : totalTime,
    stub: stub?.mapping.document.id ?? null,
    rejected: isOfApi && status !== null && status >= 400,
    matched: wasMatched
  }).slice(1)}`
}

/** The event `change`: what the history shows, without the records. */
export function changeText(apis: readonly Api[], entry: HistoryEntry): string {
  const { before, after, ...change } = shownChange(apis, entry)
  return JSON.stringify(change)
}
