import { Type } from '@sinclair/typebox'
import type { Operation, ResponseDoc } from '../../api/operation.ts'
import { SandboxDropped } from '../../wiremock/journal/wait.ts'
import { LoggedRequestDocument } from '../../wiremock/matching/request-schemas.ts'
import { ControlNotFound, WireMockError } from '../errors.ts'
import { failure, shows } from '../openapi-responses.ts'
import * as schemas from '../schemas.ts'
import { ShutdownNotAllowed } from '../shutdown.ts'
import { RequestPattern, StubMapping, StubMappings } from './openapi-bodies.ts'
import { body, call, done, journal, returns, search } from './openapi-calls.ts'
import { Settings } from './openapi-delays.ts'
import { fileOperations } from './openapi-files.ts'
import { Har, harHeaders } from './openapi-har.ts'
import { ContentPattern } from './openapi-patterns.ts'
import * as responseSchemas from './openapi-responses.ts'
import * as requestSchemas from './schemas.ts'

const id = '21111111-1111-4111-8111-111111111111'
const pattern = { method: 'POST', urlPath: '/users' }
const mapping = { request: { method: 'GET', urlPath: '/users' }, response: { status: 503 } }
const shownMapping = { ...mapping, id, uuid: id }
const request = { url: '/users', method: 'POST' }
const event = { id, request, wasMatched: true }
const metadata = { matchesJsonPath: '$.suite' }
const nearMiss = { request, stubMapping: shownMapping, matchResult: { distance: 0.2 } }
const scenario = { id: 's', name: 's', state: 'Started', possibleStates: ['Started'], mappings: [shownMapping] }

const tooExpensive: ResponseDoc = shows('Comparing all requests with all stubs takes too long.', schemas.ErrorBody, {
  errors: [{ code: 10, title: 'Too expensive', detail: 'all patterns together exceed the limit of 1000000000 steps' }]
})
const unknown = failure('Unknown id.', new ControlNotFound(`/__admin/mappings/${id}`))

const missing: [number, ResponseDoc] = [404, unknown]
const params = requestSchemas.IdParams
const requestJournalDisabled = false
const found = { requests: [request], requestJournalDisabled }

/** The calls of WireMock's admin API. */
export const wiremockOperations: Readonly<Record<string, Operation>> = {
  ...fileOperations,
  list_requests: call(
    'requests',
    'Read the request journal, newest first',
    { querystring: requestSchemas.JournalQuery },
    journal(responseSchemas.Journal, { requests: [event], meta: { total: 1 }, requestJournalDisabled })
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
    ]
  ),
  read_request: call(
    'requests',
    'Read a request of the journal',
    { params },
    journal(responseSchemas.ServeEvent, event),
    [404, { ...unknown, headers: responseSchemas.droppedIfMissing }]
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
    [404, { ...unknown, headers: responseSchemas.droppedIfMissing }],
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
    body(RequestPattern, pattern),
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
    body(ContentPattern, metadata),
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
    body(RequestPattern, pattern),
    journal(responseSchemas.NearMisses, {
      nearMisses: [{ request, requestPattern: pattern, matchResult: { distance: 0.2 } }]
    })
  ),
  read_root: call(
    'mappings',
    'List the stubs; without a trailing slash, the response redirects to the address with one',
    {},
    returns(responseSchemas.Mappings, { mappings: [shownMapping], meta: { total: 1 } }),
    [
      302,
      {
        description: 'The same address with a slash.',
        headers: { Location: { description: 'A relative address.', required: true, schema: Type.Literal('__admin/') } }
      }
    ]
  ),
  list_mappings: call(
    'mappings',
    'List the stubs, highest priority first',
    { querystring: requestSchemas.PageQuery },
    returns(responseSchemas.Mappings, { mappings: [shownMapping], meta: { total: 1 } })
  ),
  create_mapping: call('mappings', 'Add a stub', body(StubMapping, mapping), [
    201,
    shows('The stub, with its id.', StubMapping, shownMapping)
  ]),
  delete_mappings: call('mappings', 'Remove all stubs', {}, done),
  list_unmatched_mappings: call(
    'mappings',
    'List the stubs that handled none of the requests in the journal',
    {},
    journal(responseSchemas.Mappings, { mappings: [shownMapping], meta: { total: 1 } })
  ),
  delete_unmatched_mappings: call(
    'mappings',
    'Remove the stubs that handled none of the requests in the journal',
    {},
    journal(schemas.Done, {})
  ),
  read_mapping: call('mappings', 'Read a stub', { params }, returns(StubMapping, shownMapping), missing),
  edit_mapping: call(
    'mappings',
    'Replace a stub',
    { params, ...body(StubMapping, mapping) },
    returns(StubMapping, shownMapping),
    missing
  ),
  edit_mapping_by_body: call(
    'mappings',
    'Replace the stub with the same id',
    body(StubMapping, shownMapping),
    [204, { description: 'Done.' }],
    missing
  ),
  remove_mapping_by_body: call(
    'mappings',
    'Remove the stub with this id, or with this request pattern',
    body(StubMapping, shownMapping),
    done
  ),
  delete_mapping: call('mappings', 'Remove a stub', { params }, done, missing),
  reset_mappings: call('mappings', 'Restore the initial stubs, and clear the request journal', {}, done),
  import_mappings: call(
    'mappings',
    'Add several stubs, all or none',
    body(StubMappings, { mappings: [mapping] }),
    done
  ),
  find_mappings: call(
    'mappings',
    'Find the stubs whose metadata matches a pattern',
    body(ContentPattern, metadata),
    returns(responseSchemas.Mappings, { mappings: [shownMapping], meta: { total: 1 } })
  ),
  remove_mappings: call(
    'mappings',
    'Remove the stubs whose metadata matches a pattern',
    body(ContentPattern, metadata),
    done
  ),
  list_scenarios: call(
    'scenarios',
    'List the scenarios that stubs name',
    {},
    returns(responseSchemas.Scenarios, { scenarios: [scenario] })
  ),
  reset_scenarios: call('scenarios', 'Reset all scenarios to Started', {}, done),
  set_scenario_state: call(
    'scenarios',
    'Set the state of a scenario, or reset it to Started',
    { params: requestSchemas.ScenarioParams, ...body(requestSchemas.ScenarioState, { state: 'Started' }, false) },
    done,
    [404, failure('Unknown scenario: no stub names it.', new WireMockError(404, 404, 'Scenario s does not exist'))]
  ),
  read_settings: call(
    'settings',
    'Read the settings',
    {},
    returns(responseSchemas.Settings, { settings: { fixedDelay: 100 } })
  ),
  replace_settings: call('settings', 'Set all settings', body(Settings, { fixedDelay: 100 }), done),
  post_settings: call(
    'settings',
    'Set all settings, with the method that WireMock uses',
    body(Settings, { fixedDelay: 100 }),
    done
  ),
  shut_down: call('server', 'Stop the server', {}, done, [
    403,
    failure('The server was started without --allow-shutdown.', new ShutdownNotAllowed())
  ])
}
