import type { Api } from '../../api/define-api.ts'
import type { HistoryEntry } from '../../sandbox/history.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import type { Redaction } from '../../wiremock/journal/redaction.ts'
import { shownChange } from '../history-entry.ts'

/**
 * What the events `request` and `response` have in common: JSON without the closing brace. Written by hand, because a busy server does
 * this for each request.
 */
export function requestText(id: string, entry: JournalEntry, redaction: Redaction): string {
  const { receivedAt, method, url, api } = entry
  const time = new Date(receivedAt).toISOString()
  const shown = JSON.stringify(redaction.url(url))
  const name = api === undefined ? null : `"${api}"`
  return `{"id":"${id}","time":"${time}","method":${JSON.stringify(method)},"url":${shown},"api":${name}`
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
  const id = stub === undefined ? null : `"${stub.mapping.document.id}"`
  const time = response === undefined ? Math.round(elapsed) : totalTime
  const isRejected = isOfApi && status !== null && status >= 400
  return `,"status":${status},"elapsed":${time},"stub":${id},"rejected":${isRejected},"matched":${wasMatched}}`
}

/** The event `change`: what the history shows, without the records. */
export function changeText(apis: readonly Api[], redaction: Redaction, entry: HistoryEntry): string {
  const { before, after, ...change } = shownChange(apis, redaction, entry)
  return JSON.stringify(change)
}
