import type { Operation, ResponseDoc } from '../../api/operation.ts'
import { SandboxDropped } from '../../wiremock/journal/wait.ts'
import { LoggedRequestDocument } from '../../wiremock/matching/request-schemas.ts'
import { CorrelationQuery } from '../correlation.ts'
import { BadCorrelation, ControlNotFound } from '../errors.ts'
import { failure, shows } from '../openapi-responses.ts'
import * as schemas from '../schemas.ts'
import { RequestPattern } from './openapi-bodies.ts'
import { body, call, done, journal, returns, search } from './openapi-calls.ts'
import { Har, harHeaders } from './openapi-har.ts'
import { ContentPattern } from './openapi-patterns.ts'
import * as responseSchemas from './openapi-responses.ts'
import * as requestSchemas from './schemas.ts'

const id = '21111111-1111-4111-8111-111111111111'
const pattern = { method: 'POST', urlPath: '/users' }
const request = { url: '/users', method: 'POST' }
const event = { id, request, wasMatched: true }
const stubMapping = { request: { method: 'GET', urlPath: '/users' }, response: { status: 503 }, id, uuid: id }
const nearMiss = { request, stubMapping, matchResult: { distance: 0.2 } }
const requestJournalDisabled = false
const found = { requests: [request], requestJournalDisabled }
const params = requestSchemas.IdParams

const tooExpensive: ResponseDoc = shows('Comparing all requests with all stubs takes too long.', schemas.ErrorBody, {
  errors: [{ code: 10, title: 'Too expensive', detail: 'all patterns together exceed the limit of 1000000000 steps' }]
})
const badCorrelation = failure(
  'A parameter has an invalid value.',
  new BadCorrelation("trace: expected 32 hexadecimal digits, or the value of a header traceparent, not 'x'")
)
const unknown = {
  ...failure('Unknown id.', new ControlNotFound(`/__admin/requests/${id}`)),
  headers: responseSchemas.droppedIfMissing
}

/** The calls of WireMock's admin API about the request journal. */
export const requestOperations: Readonly<Record<string, Operation>> = {
  list_requests: call(
    'requests',
    'Read the request journal, newest first',
    { querystring: requestSchemas.JournalQuery },
    journal(responseSchemas.Journal, { requests: [event], meta: { total: 1 }, requestJournalDisabled }),
    [422, badCorrelation]
  ),
  export_requests: call(
    'requests',
    'Export the request journal as HAR 1.2, oldest first',
    { querystring: requestSchemas.HarQuery },
    [
      200,
      {
        ...shows('A file that browsers and other tools import. Credentials are hidden.', Har, {
          log: { version: '1.2', creator: { name: 'atrium-atms-mock', version: '0.1.0' }, entries: [] }
        }),
        headers: harHeaders
      }
    ],
    [422, badCorrelation]
  ),
  read_request: call(
    'requests',
    'Read a request of the journal',
    { params },
    journal(responseSchemas.ServeEvent, event),
    [404, unknown]
  ),
  explain_request: call(
    'requests',
    'Compare a request of the journal with a stub, field by field',
    { params, querystring: requestSchemas.ExplanationQuery },
    journal(responseSchemas.Explanation, {
      request: { id, ...request },
      stub: { id },
      served: false,
      matched: false,
      fields: [{ field: 'method', expected: 'GET', actual: 'POST', matched: false }]
    }),
    [404, unknown],
    [422, tooExpensive]
  ),
  delete_requests: call('requests', 'Clear the request journal', {}, done),
  delete_request: call('requests', 'Remove a request from the journal', { params }, done),
  count_requests: call(
    'requests',
    'Count the requests that match a pattern, or wait for them',
    { querystring: requestSchemas.WaitQuery, ...body(RequestPattern, pattern) },
    search(responseSchemas.Count, { count: 1, requestJournalDisabled }),
    [409, failure('The sandbox was dropped during the wait.', new SandboxDropped(2))]
  ),
  find_requests: call(
    'requests',
    'Find the requests that match a pattern, oldest first',
    { querystring: CorrelationQuery, ...body(RequestPattern, pattern) },
    search(responseSchemas.Found, found)
  ),
  remove_requests: call(
    'requests',
    'Remove the requests that match a pattern',
    body(RequestPattern, pattern),
    search(responseSchemas.Removed, { serveEvents: [event] })
  ),
  remove_requests_by_metadata: call(
    'requests',
    'Remove the requests whose stub has metadata that matches a pattern',
    body(ContentPattern, { matchesJsonPath: '$.suite' }),
    journal(responseSchemas.Removed, { serveEvents: [event] })
  ),
  list_unmatched_requests: call(
    'requests',
    'List the requests that no route and no stub matched',
    {},
    journal(responseSchemas.Found, found)
  ),
  list_near_misses: call(
    'requests',
    'List the stubs closest to matching each unmatched request',
    {},
    journal(responseSchemas.NearMisses, { nearMisses: [nearMiss] }),
    [422, tooExpensive]
  ),
  find_near_misses_of_request: call(
    'requests',
    'Find the stubs closest to matching a request',
    body(LoggedRequestDocument, request),
    returns(responseSchemas.NearMisses, { nearMisses: [nearMiss] })
  ),
  find_near_misses_of_pattern: call(
    'requests',
    'Find the requests closest to matching a pattern',
    { querystring: requestSchemas.NearMissQuery, ...body(RequestPattern, pattern) },
    journal(responseSchemas.NearMisses, {
      nearMisses: [{ request, requestPattern: pattern, matchResult: { distance: 0.2 } }]
    })
  )
}
