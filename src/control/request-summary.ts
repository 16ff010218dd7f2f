import { shownCorrelation } from '../wiremock/journal/correlation.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import type { Redaction } from '../wiremock/journal/redaction.ts'

/** What a list of requests shows of one that has arrived. */
export function arrivalSummary(id: string, entry: JournalEntry, redaction: Redaction) {
  const { receivedAt, method, url, api, rawHeaders } = entry
  return {
    id,
    time: new Date(receivedAt),
    method,
    url: redaction.url(url),
    api: api ?? null,
    ...shownCorrelation(rawHeaders, redaction)
  }
}

/**
 * What it shows of the response.
 *
 * @param status `null` if the response was not sent
 * @param elapsed in milliseconds
 */
export function responseSummary({ stub, wasMatched }: JournalEntry, status: number | null, elapsed: number) {
  const { mapping } = stub ?? {}
  return {
    status,
    elapsed,
    stub: mapping?.document.id ?? null,
    ...(mapping?.document.name !== undefined && { stubName: mapping.document.name }),
    rejected: (mapping?.response.emulates ?? true) && status !== null && status >= 400,
    matched: wasMatched
  }
}

/** A request of the journal, like the events `request` and `response` together. Without a response, it is still in progress. */
export function requestSummary(id: string, entry: JournalEntry, redaction: Redaction): object {
  const { response, isAborted, totalTime, stub } = entry
  if (response === undefined && !isAborted) return arrivalSummary(id, entry, redaction)
  const isSent = !isAborted && stub?.mapping.response.fault === undefined
  const status = isSent && response !== undefined ? response.status : null
  return { ...arrivalSummary(id, entry, redaction), ...responseSummary(entry, status, totalTime) }
}
