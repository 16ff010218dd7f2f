import type { FastifyPluginAsync } from 'fastify'
import { callerOf } from '../../http/caller.ts'
import { readJournal } from '../../sandbox/journal-access.ts'
import { explain } from '../../wiremock/journal/explanation.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import { loggedRequest } from '../../wiremock/journal/logged-request.ts'
import { redactedMapping, redactedPattern, redactedRequest } from '../../wiremock/journal/redacted-stub.ts'
import type { Redaction } from '../../wiremock/journal/redaction.ts'
import { type ReceivedRequest, RequestView } from '../../wiremock/journal/request-view.ts'
import { type NearMiss, nearestRequests, nearestStubs } from '../../wiremock/matching/near-misses.ts'
import { LoggedRequestDocument } from '../../wiremock/matching/request-schemas.ts'
import { inTurns, MAX_STEPS_OF_CALL, Work } from '../../wiremock/matching/work.ts'
import type { Stub } from '../../wiremock/stubs/stub-mapping.ts'
import { documentOf, patternOf } from '../documents.ts'
import type { ControlOptions } from '../options.ts'
import { flag } from '../query.ts'
import { reportEvictions } from './evictions.ts'
import { PATTERN_LIMIT } from './limits.ts'
import { longList } from './long-list.ts'
import { NearMissQuery } from './schemas.ts'

/** The stubs or requests that come closest to an unmatched request or pattern. */
export const nearMisses: FastifyPluginAsync<ControlOptions> = async (app, { redaction }) => {
  app.get(
    '/requests/unmatched/near-misses',
    { schema: { operationId: 'list_near_misses' } },
    async ({ sandbox }, reply) => {
      const journal = await readJournal(sandbox)
      const { stubTable, turns } = sandbox
      const { all } = stubTable
      const work = new Work(MAX_STEPS_OF_CALL, callerOf(reply))
      const found: { entry: JournalEntry; near: NearMiss<Stub> }[] = []
      for (const entry of journal.newestFirst(({ wasMatched }) => !wasMatched)) {
        for (const near of await nearestStubs(new RequestView(entry, work), all, turns)) found.push({ entry, near })
      }
      reportEvictions(journal, reply)
      found.sort((a, b) => a.near.distance - b.near.distance)
      const show = ({ entry, near }: (typeof found)[number]) =>
        nearStub(loggedRequest(entry, redaction), near, redaction)
      return longList('nearMisses', found, show, {}, turns)
    }
  )

  app.post(
    '/near-misses/request',
    { bodyLimit: PATTERN_LIMIT, schema: { operationId: 'find_near_misses_of_request' } },
    async ({ sandbox, body }, reply) => {
      const document = documentOf(LoggedRequestDocument, body)
      const work = new Work(MAX_STEPS_OF_CALL, callerOf(reply))
      const view = new RequestView(requestFrom(document, sandbox.clock.now().getTime()), work)
      const found = await nearestStubs(view, sandbox.stubTable.all, sandbox.turns)
      const shown = redactedRequest(document, redaction)
      return longList('nearMisses', found, (near) => nearStub(shown, near, redaction), {}, sandbox.turns)
    }
  )

  app.post<{ Querystring: NearMissQuery }>(
    '/near-misses/request-pattern',
    {
      bodyLimit: PATTERN_LIMIT,
      config: { query: NearMissQuery },
      schema: { operationId: 'find_near_misses_of_pattern' }
    },
    async ({ sandbox, body, query }, reply) => {
      const isExplained = flag('explain', query.explain)
      const pattern = await patternOf(body)
      const journal = await readJournal(sandbox)
      const { turns } = sandbox
      const caller = callerOf(reply)
      const found = await nearestRequests(pattern, journal.newestFirst(), turns, caller)
      reportEvictions(journal, reply)
      await turns.next()
      const requestPattern = redactedPattern(pattern.document, redaction)
      const work = new Work(MAX_STEPS_OF_CALL, caller)
      const nearMisses: object[] = []
      for (const near of found) {
        const { candidate } = near
        const view = new RequestView(candidate, work)
        nearMisses.push({
          request: loggedRequest(candidate, redaction),
          requestPattern,
          matchResult: matchResult(near),
          ...(isExplained && {
            id: journal.idOf(candidate),
            fields: await inTurns(work, turns, () => explain(pattern, view, redaction))
          })
        })
      }
      return longList('nearMisses', nearMisses, (shown) => shown, {}, turns)
    }
  )
}

const nearStub = (request: object, near: NearMiss<Stub>, redaction: Redaction): object => ({
  request,
  stubMapping: redactedMapping(near.candidate.mapping.document, redaction),
  matchResult: matchResult(near)
})

const matchResult = ({ distance, warning: message }: NearMiss<unknown>): object => ({
  subEvents: message === undefined ? [] : [{ type: 'WARNING', timeOffsetNanos: 0, data: { message } }],
  diffDescriptions: [],
  distance
})

/** Converts the request that a client describes. */
function requestFrom(
  {
    url = '',
    method = '',
    headers = {},
    cookies = {},
    body = '',
    bodyAsBase64,
    scheme,
    clientIp
  }: LoggedRequestDocument,
  receivedAt: number
): ReceivedRequest {
  const pairs = Object.entries(cookies).flatMap(([name, values]) => [values].flat().map((value) => `${name}=${value}`))
  const fields = Object.entries({ ...headers, ...(pairs.length > 0 && { cookie: pairs.join('; ') }) })
  return {
    url,
    method,
    scheme,
    clientIp,
    receivedAt,
    rawHeaders: fields.flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value])),
    body: bodyAsBase64 === undefined ? Buffer.from(body) : Buffer.from(bodyAsBase64, 'base64')
  }
}
