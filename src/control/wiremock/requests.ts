import type { FastifyPluginAsync } from 'fastify'
import { callerOf } from '../../http/caller.ts'
import { pathOf } from '../../http/known-paths.ts'
import { clearJournal, readJournal, removeRequests, waitForRequests } from '../../sandbox/journal-access.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { type Correlation, correlated, correlationTest } from '../../wiremock/journal/correlation.ts'
import { harEntry, harHead } from '../../wiremock/journal/har.ts'
import type { EntryFilter, Journal } from '../../wiremock/journal/journal.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import { loggedRequest } from '../../wiremock/journal/logged-request.ts'
import type { Redaction } from '../../wiremock/journal/redaction.ts'
import { searchFor } from '../../wiremock/journal/search.ts'
import { serveEvent } from '../../wiremock/journal/serve-event.ts'
import { CorrelationQuery, correlationIn } from '../correlation.ts'
import { patternOf, requireUuid, wholeNumber } from '../documents.ts'
import { ControlNotFound, WireMockError } from '../errors.ts'
import type { ControlOptions } from '../options.ts'
import { flag } from '../query.ts'
import { endingOf, requestSummary } from '../request-summary.ts'
import { requestsByMetadata } from './by-metadata.ts'
import { reportEvictions, reportFound } from './evictions.ts'
import { PATTERN_LIMIT } from './limits.ts'
import { listBetween, longList } from './long-list.ts'
import * as schemas from './schemas.ts'

const requestJournalDisabled = false

/** The request journal: reads, counts, awaits and deletes requests. */
export const requests: FastifyPluginAsync<ControlOptions> = async (app, { redaction }) => {
  app.get<{ Querystring: schemas.JournalQuery }>(
    '/requests',
    { config: { query: schemas.JournalQuery }, schema: { operationId: 'list_requests' } },
    async ({ sandbox, query }, reply) => {
      const journal = await readJournal(sandbox)
      const { shown, total } = selected(journal, query)
      const isSummary = flag('summary', query.summary)
      reportEvictions(journal, reply)
      return longList(
        'requests',
        shown,
        (entry) =>
          isSummary
            ? requestSummary(journal.idOf(entry), entry, redaction, endingOf(entry))
            : serveEvent(entry, journal, redaction),
        { meta: { total }, requestJournalDisabled },
        sandbox.turns
      )
    }
  )

  app.get<{ Querystring: schemas.HarQuery }>(
    '/requests.har',
    { config: { query: schemas.HarQuery }, schema: { operationId: 'export_requests' } },
    async ({ sandbox, query }, reply) => {
      const journal = await readJournal(sandbox)
      const { shown } = selected(journal, query)
      reportEvictions(journal, reply)
      reply.header('content-disposition', 'attachment; filename="requests.har"')
      const head = JSON.stringify(harHead(journal.dropped)).slice(0, -1)
      const show = (entry: JournalEntry) => harEntry(entry, journal, redaction)
      return listBetween(`{"log":${head},"entries":[`, shown.toReversed(), show, ']}}', sandbox.turns)
    }
  )

  app.get<{ Params: schemas.IdParams }>(
    '/requests/:id',
    { schema: { operationId: 'read_request' } },
    async (request, reply) => {
      const journal = await readJournal(request.sandbox)
      const entry = journal.find(requireUuid(request.params.id))
      reportEvictions(journal, reply)
      if (entry === undefined) throw new ControlNotFound(pathOf(request.address.sent))
      return serveEvent(entry, journal, redaction)
    }
  )

  app.delete('/requests', { schema: { operationId: 'delete_requests' } }, async ({ sandbox }) => {
    await clearJournal(sandbox)
    return {}
  })

  app.delete<{ Params: schemas.IdParams }>(
    '/requests/:id',
    { schema: { operationId: 'delete_request' } },
    async (request) => {
      const id = requireUuid(request.params.id)
      const found = (await readJournal(request.sandbox)).find(id)
      if (found !== undefined) await removeRequests(request.sandbox, (entry) => entry === found)
      return {}
    }
  )

  app.post<{ Querystring: schemas.WaitQuery }>(
    '/requests/count',
    { bodyLimit: PATTERN_LIMIT, config: { query: schemas.WaitQuery }, schema: { operationId: 'count_requests' } },
    async (request, reply) => {
      const { query, body } = request
      const pattern = correlated(await patternOf(body), correlationIn(query))
      const atLeast = wholeNumber('atLeast', query.atLeast) ?? 0
      const timeoutMs = wholeNumber('timeoutMs', query.timeoutMs) ?? 0
      const isWaiting = atLeast > 0 && timeoutMs > 0
      // A call that waits creates the sandbox, so that the requests it waits for arrive there.
      const sandbox = isWaiting ? await request.openSandbox() : request.sandbox
      const caller = callerOf(reply)
      const found = isWaiting
        ? await waitForRequests(sandbox, pattern, atLeast, timeoutMs, caller)
        : await searchFor(pattern, (await readJournal(sandbox)).snapshot(), sandbox.turns, caller)
      reportFound(sandbox.journal, found, reply)
      return { count: found.entries.length, requestJournalDisabled }
    }
  )

  app.post<{ Querystring: Correlation }>(
    '/requests/find',
    { bodyLimit: PATTERN_LIMIT, config: { query: CorrelationQuery }, schema: { operationId: 'find_requests' } },
    async ({ sandbox, query, body }, reply) => {
      const pattern = correlated(await patternOf(body), correlationIn(query))
      const journal = await readJournal(sandbox)
      // Oldest first, as in WireMock, unlike all other lists.
      const found = await searchFor(pattern, journal.snapshot(), sandbox.turns, callerOf(reply))
      reportFound(journal, found, reply)
      return shown(sandbox, found.entries, redaction)
    }
  )

  app.post(
    '/requests/remove',
    { bodyLimit: PATTERN_LIMIT, schema: { operationId: 'remove_requests' } },
    async ({ sandbox, body }, reply) => {
      const { turns } = sandbox
      const pattern = await patternOf(body)
      const journal = await readJournal(sandbox)
      const found = await searchFor(pattern, journal.snapshot(), turns, callerOf(reply))
      const wanted = new Set(found.entries)
      const removed = await removeRequests(sandbox, (entry) => wanted.has(entry))
      reportFound(journal, found, reply)
      return longList('serveEvents', removed, (entry) => serveEvent(entry, journal, redaction), {}, turns)
    }
  )

  app.post(
    '/requests/remove-by-metadata',
    { bodyLimit: PATTERN_LIMIT, schema: { operationId: 'remove_requests_by_metadata' } },
    async ({ sandbox, body }, reply) => {
      const { turns } = sandbox
      const journal = await readJournal(sandbox)
      const found = new Set(await requestsByMetadata(body, journal.snapshot(), sandbox, callerOf(reply)))
      const removed = await removeRequests(sandbox, (entry) => found.has(entry))
      reportEvictions(journal, reply)
      return longList('serveEvents', removed, (entry) => serveEvent(entry, journal, redaction), {}, turns)
    }
  )

  app.get('/requests/unmatched', { schema: { operationId: 'list_unmatched_requests' } }, async ({ sandbox }, reply) => {
    const journal = await readJournal(sandbox)
    const unmatched = journal.newestFirst(({ wasMatched }) => !wasMatched)
    reportEvictions(journal, reply)
    return shown(sandbox, unmatched, redaction)
  })
}

const shown = ({ turns }: Sandbox, entries: readonly JournalEntry[], redaction: Redaction): object =>
  longList('requests', entries, (entry) => loggedRequest(entry, redaction), { requestJournalDisabled }, turns)

/** The requests that a list selects, newest first, and how many of any age there are. @throws like `filterOf`; BadBody */
function selected(journal: Journal, query: schemas.HarQuery) {
  const offset = wholeNumber('offset', query.offset) ?? 0
  const limit = wholeNumber('limit', query.limit) ?? Number.POSITIVE_INFINITY
  const since = dateOf(query.since)
  const entries = journal.newestFirst(filterOf(query))
  const recent = entries.filter(({ receivedAt }) => receivedAt >= since)
  return { shown: recent.slice(offset, offset + limit), total: entries.length }
}

/** @throws WireMockError for a stub that is no UUID, BadQuery, BadCorrelation */
function filterOf({ unmatched, matchingStub, ...query }: schemas.HarQuery): EntryFilter {
  const isCorrelated = correlationTest(correlationIn(query))
  const onlyUnmatched = flag('unmatched', unmatched)
  if (matchingStub !== undefined && !new RegExp(schemas.UUID).test(matchingStub)) {
    throw new WireMockError(400, 15, `Query parameter matchingStub value '${matchingStub}' is not a valid UUID`)
  }
  return ({ wasMatched, stub, rawHeaders }: JournalEntry) =>
    isCorrelated(rawHeaders) &&
    (!onlyUnmatched || !wasMatched) &&
    (matchingStub === undefined || stub?.mapping.document.id === matchingStub.toLowerCase())
}

const MOMENT = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/i

/** In milliseconds; 0 if omitted. As in WireMock, a date and a time zone are required. */
function dateOf(since: string | undefined): number {
  if (since === undefined) return 0
  // An unencoded `+` of a time zone is decoded to a space.
  const moment = since.replace(/ (?=\d\d:\d\d$)/, '+')
  const [, day = ''] = MOMENT.exec(moment) ?? []
  const time = isDay(day) ? Date.parse(moment) : Number.NaN
  if (Number.isNaN(time)) {
    const title = `${since} is not a valid ISO8601 date: use one such as 2026-01-31T12:00:00Z, with a time zone`
    throw new WireMockError(400, 10, title, { source: { pointer: 'since' } })
  }
  return time
}

/** Whether the date exists: `Date` turns 30 February into 1 March. */
const isDay = (day: string): boolean => `${new Date(day).toJSON()}`.slice(0, 10) === day
