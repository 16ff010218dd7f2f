import type { OutgoingHttpHeader } from 'node:http'
import { pathOf } from '../../http/known-paths.ts'
import { BoundedRedaction } from './bounded-redaction.ts'
import type { Journal } from './journal.ts'
import type { JournalEntry, RecordedResponse } from './journal-entry.ts'
import { loggedRequest } from './logged-request.ts'
import { redactedMapping } from './redacted-stub.ts'
import type { Redaction } from './redaction.ts'

/** Converts a journal entry to WireMock's format: the request, the response, and the stub that sent it. */
export function serveEvent(entry: JournalEntry, journal: Pick<Journal, 'idOf'>, redaction: Redaction): object {
  const { stub, response, addedDelay, totalTime } = entry
  const id = journal.idOf(entry)
  const mapping = stub === undefined ? withoutStub(id, entry) : redactedMapping(stub.mapping.document, redaction)
  const serveTime = Math.max(0, Math.round(totalTime - addedDelay))
  return {
    id,
    request: loggedRequest(entry, redaction),
    responseDefinition: mapping.response,
    response: response === undefined ? {} : loggedResponse(entry, response, redaction),
    wasMatched: entry.wasMatched,
    timing: {
      addedDelay: Math.round(addedDelay),
      processTime: serveTime,
      responseSendTime: 0,
      serveTime,
      totalTime
    },
    subEvents: subEventsOf(entry, redaction),
    stubMapping: mapping
  }
}

/**
 * The mapping of a request that no stub matched, with the id of its event. WireMock's clients expect one, and its Java client treats a
 * response as matched unless `fromConfiguredStub` is false.
 */
const withoutStub = (id: string, { wasMatched, response }: JournalEntry) => ({
  id,
  uuid: id,
  request: { method: 'ANY' },
  response: { status: response?.status ?? 0, ...(!wasMatched && { fromConfiguredStub: false }) }
})

/** Whether this server made the response, rather than a stub. */
const isOwn = ({ stub }: JournalEntry): boolean =>
  stub?.mapping.document.response.transformers?.includes('emulate') ?? stub === undefined

function loggedResponse(entry: JournalEntry, response: RecordedResponse, redaction: Redaction): object {
  const bytes = shownBody(entry, response, redaction) ?? Buffer.alloc(0)
  const headers = shownHeaders(response, redaction)
  return {
    status: response.status,
    ...(Object.keys(headers).length > 0 && { headers }),
    bodyAsBase64: bytes.toString('base64'),
    body: bytes.toString('utf8')
  }
}

/** The body of a response without credentials; `undefined` if the journal does not have it. */
export function shownBody(
  entry: JournalEntry,
  { status, body }: RecordedResponse,
  redaction: Redaction
): Buffer | undefined {
  if (body === undefined) return undefined
  const sent = Buffer.from(body as string)
  return isOwn(entry) && status >= 400 ? Buffer.from(redaction.errorBody(sent.toString('utf8'))) : sent
}

/** The headers of a response without credentials. */
export function shownHeaders({ headers }: RecordedResponse, redaction: Redaction): Record<string, string | string[]> {
  const texts = new BoundedRedaction(redaction)
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, texts.header(name, shownValue(value))])
  )
}

/** Node allows numbers as values. */
const shownValue = (value: OutgoingHttpHeader | undefined): string | string[] =>
  Array.isArray(value) ? value : String(value)

/** Problems and warnings of a request, and why it got a 401. */
export function messagesOf(entry: JournalEntry): readonly string[] {
  const { bodyProblem, warnings = [], whyNotAuthenticated } = entry
  return [bodyProblem ?? [], warnings, whyNotAuthenticated ?? []].flat()
}

/**
 * WireMock's events for warnings, the reason of a 401, a body that is not JSON and an unmatched request, and our own for a client that
 * disconnected early and for a stub with a seed.
 */
function subEventsOf(entry: JournalEntry, redaction: Redaction): object[] {
  const { wasMatched, isAborted, method, url, jsonError, whyNotAuthenticated, occurrence, stub } = entry
  const events: object[] = messagesOf(entry).map((message) =>
    message === whyNotAuthenticated
      ? { type: 'INFO', timeOffsetNanos: 0, data: { message } }
      : { type: 'WARNING', timeOffsetNanos: 0, data: { message } }
  )
  if (jsonError !== undefined) {
    const errors = [{ code: 10, source: {}, title: 'Error parsing JSON', detail: jsonError }]
    events.push({ type: 'JSON_ERROR', data: { errors } })
  }
  const seed = stub?.mapping.usage.seed
  if (seed !== undefined && occurrence !== undefined)
    events.push({ type: 'SEEDED_STUB', timeOffsetNanos: 0, data: { seed, occurrence: occurrence.n } })
  if (!wasMatched) {
    const data = {
      status: 404,
      contentType: 'text/plain',
      report: `no route and no stub matches ${method} ${pathOf(redaction.url(url))}`
    }
    events.push({ type: 'REQUEST_NOT_MATCHED', timeOffsetNanos: 0, data })
  }
  if (isAborted) events.push({ type: 'REQUEST_BROKEN_OFF', timeOffsetNanos: 0, data: {} })
  return events
}
