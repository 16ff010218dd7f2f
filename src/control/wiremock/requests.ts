import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../../http/known-paths.ts'
import type { EntryFilter, Journal } from '../../wiremock/journal/journal.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import { loggedRequest } from '../../wiremock/journal/logged-request.ts'
import type { Redaction } from '../../wiremock/journal/redaction.ts'
import { RequestView } from '../../wiremock/journal/request-view.ts'
import { serveEvent } from '../../wiremock/journal/serve-event.ts'
import type { RequestPattern } from '../../wiremock/matching/request-pattern.ts'
import { patternOf, requireUuid, wholeNumber } from '../documents.ts'
import { ControlNotFound, WireMockError } from '../errors.ts'
import type { ControlOptions } from '../options.ts'
import type * as schemas from './schemas.ts'

const requestJournalDisabled = false

/** The request journal: to read, to count, to wait for requests, and to empty. */
export const requests: FastifyPluginAsync<ControlOptions> = async (app, { redaction }) => {
  app.get<{ Querystring: schemas.JournalQuery }>(
    '/requests',
    { schema: { operationId: 'list_requests' } },
    async ({ sandbox, query }) => {
      const { journal } = sandbox
      const limit = wholeNumber('limit', query.limit)
      const since = dateOf(query.since)
      const entries = journal.newestFirst(filterOf(query))
      const shown = entries.filter(({ receivedAt }) => receivedAt >= since)
      return {
        requests: shown.slice(0, limit).map((entry) => serveEvent(entry, journal, redaction)),
        meta: { total: entries.length, ...droppedFrom(journal) },
        requestJournalDisabled
      }
    }
  )

  app.get<{ Params: schemas.IdParams }>(
    '/requests/:id',
    { schema: { operationId: 'read_request' } },
    async (request) => {
      const { journal } = request.sandbox
      const entry = journal.find(requireUuid(request.params.id))
      if (entry === undefined) throw new ControlNotFound(pathOf(request.address.sent))
      return serveEvent(entry, journal, redaction)
    }
  )

  app.delete('/requests', { schema: { operationId: 'delete_requests' } }, async ({ sandbox }) => {
    sandbox.journal.clear()
    return {}
  })

  app.delete<{ Params: schemas.IdParams }>(
    '/requests/:id',
    { schema: { operationId: 'delete_request' } },
    async (request) => {
      const { journal } = request.sandbox
      const found = journal.find(requireUuid(request.params.id))
      journal.remove((entry) => entry === found)
      return {}
    }
  )

  app.post<{ Querystring: schemas.WaitQuery }>(
    '/requests/count',
    { schema: { operationId: 'count_requests' } },
    async (request, reply) => {
      const { query, body } = request
      const filter = matching(await patternOf(body))
      const atLeast = wholeNumber('atLeast', query.atLeast) ?? 0
      const timeoutMs = wholeNumber('timeoutMs', query.timeoutMs) ?? 0
      // A call that waits creates the sandbox, so that the requests it waits for arrive there.
      const sandbox = atLeast > 0 && timeoutMs > 0 ? request.openSandbox() : request.sandbox
      const { journal } = sandbox
      await journal.waitFor(filter, atLeast, timeoutMs, closeOf(reply))
      return { count: journal.count(filter), requestJournalDisabled, ...droppedFrom(journal) }
    }
  )

  app.post('/requests/find', { schema: { operationId: 'find_requests' } }, async (request) =>
    found(request, matching(await patternOf(request.body)), redaction)
  )

  app.post('/requests/remove', { schema: { operationId: 'remove_requests' } }, async ({ sandbox, body }) => {
    const filter = matching(await patternOf(body))
    const { journal } = sandbox
    return { serveEvents: journal.remove(filter).map((entry) => serveEvent(entry, journal, redaction)) }
  })

  app.get('/requests/unmatched', { schema: { operationId: 'list_unmatched_requests' } }, async (request) =>
    found(request, ({ wasMatched }) => !wasMatched, redaction)
  )
}

function found({ sandbox: { journal } }: FastifyRequest, filter: EntryFilter, redaction: Redaction): object {
  const requests = journal.newestFirst(filter).map((entry) => loggedRequest(entry, redaction))
  return { requests, requestJournalDisabled, ...droppedFrom(journal) }
}

/** Only present if something is missing: WireMock's Java client rejects unknown members. */
const droppedFrom = ({ dropped }: Journal): object => (dropped > 0 ? { dropped } : {})

const matching =
  (pattern: RequestPattern): EntryFilter =>
  (entry) =>
    pattern.matches(new RequestView(entry))

function filterOf({ unmatched, matchingStub }: schemas.JournalQuery): EntryFilter {
  return ({ wasMatched, stub }: JournalEntry) =>
    (unmatched !== 'true' || !wasMatched) &&
    (matchingStub === undefined || stub?.mapping.document.id === matchingStub.toLowerCase())
}

/** Aborts when the caller disconnects. */
function closeOf({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return gone.signal
}

const MOMENT = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/i

/** In milliseconds; 0 if omitted. As in WireMock, a date and a time zone are required. */
function dateOf(since: string | undefined): number {
  if (since === undefined) return 0
  const [, day = ''] = MOMENT.exec(since) ?? []
  const time = isDay(day) ? Date.parse(since) : Number.NaN
  if (Number.isNaN(time)) {
    throw new WireMockError(400, 10, `${since} is not a valid ISO8601 date`, { source: { pointer: 'since' } })
  }
  return time
}

/** Whether the date exists: `Date` turns 30 February into 1 March. */
const isDay = (day: string): boolean => `${new Date(day).toJSON()}`.slice(0, 10) === day
