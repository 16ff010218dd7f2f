import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { EntryFilter, Journal } from '../../wiremock/journal/journal.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import { loggedRequest } from '../../wiremock/journal/logged-request.ts'
import { RequestView } from '../../wiremock/journal/request-view.ts'
import { serveEvent } from '../../wiremock/journal/serve-event.ts'
import type { RequestPattern } from '../../wiremock/matching/request-pattern.ts'
import { patternOf, requireUuid, wholeNumber } from '../documents.ts'
import { AdminNotFound, WireMockError } from '../errors.ts'
import type * as schemas from './schemas.ts'

const requestJournalDisabled = false

/** The request journal: what came, to look at, to count, to wait for and to forget. */
export const requests: FastifyPluginAsync = async (app) => {
  app.get<{ Querystring: schemas.JournalQuery }>(
    '/requests',
    { schema: { operationId: 'list_requests' } },
    async ({ sandbox, query }) => {
      const { journal } = sandbox
      const limit = wholeNumber('limit', query.limit)
      const since = dateOf(query.since)
      const entries = journal.newestFirst(filterOf(query))
      const shown = entries.filter(({ startedAt }) => sandbox.entropy.dateOf(startedAt).getTime() >= since)
      return {
        requests: shown.slice(0, limit).map((entry) => serveEvent(entry, sandbox)),
        meta: { total: entries.length, ...droppedFrom(journal) },
        requestJournalDisabled
      }
    }
  )

  app.get<{ Params: schemas.IdParams }>(
    '/requests/:id',
    { schema: { operationId: 'read_request' } },
    async (request) => {
      const entry = request.sandbox.journal.find(requireUuid(request.params.id))
      if (entry === undefined) throw new AdminNotFound(request.originalUrl)
      return serveEvent(entry, request.sandbox)
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
    async ({ sandbox, query, body }, reply) => {
      const filter = matching(await patternOf(body))
      const atLeast = wholeNumber('atLeast', query.atLeast) ?? 0
      const timeoutMs = wholeNumber('timeoutMs', query.timeoutMs) ?? 0
      const { journal } = sandbox
      await journal.waitFor(filter, atLeast, timeoutMs, closeOf(reply))
      sandbox.lastUsed = sandbox.entropy.monotonic()
      return { count: journal.count(filter), requestJournalDisabled, ...droppedFrom(journal) }
    }
  )

  app.post('/requests/find', { schema: { operationId: 'find_requests' } }, async (request) =>
    found(request, matching(await patternOf(request.body)))
  )

  app.post('/requests/remove', { schema: { operationId: 'remove_requests' } }, async ({ sandbox, body }) => {
    const filter = matching(await patternOf(body))
    const removed = sandbox.journal.remove(filter)
    return { serveEvents: removed.map((entry) => serveEvent(entry, sandbox)) }
  })

  app.get('/requests/unmatched', { schema: { operationId: 'list_unmatched_requests' } }, async (request) =>
    found(request, ({ wasMatched }) => !wasMatched)
  )
}

function found({ sandbox: { journal, entropy } }: FastifyRequest, filter: EntryFilter): object {
  const requests = journal.newestFirst(filter).map((entry) => loggedRequest(entry, entropy))
  return { requests, requestJournalDisabled, ...droppedFrom(journal) }
}

/** Said only where something is missing: WireMock's client for Java refuses members that it does not know. */
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

/** Aborted when the caller is gone: nobody waits any longer then. */
function closeOf({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return gone.signal
}

const MOMENT = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/i

/** In milliseconds; the beginning of time where nothing is said. As in WireMock, a day and a zone must be said. */
function dateOf(since: string | undefined): number {
  if (since === undefined) return 0
  const [, day = ''] = MOMENT.exec(since) ?? []
  const time = isDay(day) ? Date.parse(since) : Number.NaN
  if (Number.isNaN(time)) {
    throw new WireMockError(400, 10, `${since} is not a valid ISO8601 date`, { source: { pointer: 'since' } })
  }
  return time
}

/** Whether the calendar has the day: `Date` takes 30 February for 1 March. */
const isDay = (day: string): boolean => `${new Date(day).toJSON()}`.slice(0, 10) === day
