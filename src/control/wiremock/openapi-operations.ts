import type { TSchema } from '@sinclair/typebox'
import { type Answer, example, type Json, type Operation } from '../../api/operation.ts'
import { LoggedRequestDocument } from '../../wiremock/matching/request-schemas.ts'
import { SettingsDocument } from '../../wiremock/stubs/settings.ts'
import { AdminNotFound, WireMockError } from '../errors.ts'
import { failure, guarded, MEDIA_TYPE, shows, withBody } from '../openapi-responses.ts'
import * as schemas from '../schemas.ts'
import { ShutdownNotAllowed } from '../shutdown.ts'
import { RequestPattern, StubMapping, StubMappings } from './openapi-bodies.ts'
import { ContentPattern } from './openapi-patterns.ts'
import * as given from './openapi-responses.ts'
import * as taken from './schemas.ts'

const id = '21111111-1111-4111-8111-111111111111'
const pattern = { method: 'POST', urlPath: '/users' }
const mapping = { request: { method: 'GET', urlPath: '/users' }, response: { status: 503 } }
const shownMapping = { ...mapping, id, uuid: id }
const request = { url: '/users', method: 'POST' }
const event = { id, request, wasMatched: true }
const metadata = { matchesJsonPath: '$.suite' }
const nearMiss = { request, stubMapping: shownMapping, matchResult: { distance: 0.2 } }
const scenario = { id: 's', name: 's', state: 'Started', possibleStates: ['Started'], mappings: [shownMapping] }

const invalid: Answer = shows('The document is not valid: nothing is changed.', schemas.ErrorBody, {
  errors: [
    { code: 10, source: { pointer: '/metod' }, title: 'Error in the document', detail: 'no such member is known' }
  ]
})
const unknown = failure('There is nothing of this id.', new AdminNotFound(`/__admin/mappings/${id}`))

function call(
  tag: string,
  summary: string,
  parts: Omit<Operation, 'tags' | 'summary' | 'responses'>,
  ...answers: [number, Answer][]
): Operation {
  const usual = parts.requestBody === undefined ? guarded : { ...withBody, 422: invalid }
  return { tags: [tag], summary, ...parts, responses: { ...usual, ...Object.fromEntries(answers) } }
}

const body = (schema: TSchema, value: Json, required = true) => ({
  requestBody: {
    description: 'In the shape of WireMock.',
    required,
    content: { [MEDIA_TYPE]: { schema, examples: example('In the shape of WireMock.', value) } }
  }
})
const done: [number, Answer] = [200, shows('It is done.', schemas.Done, {})]
const gives = (schema: TSchema, value: Json): [number, Answer] => [200, shows('What was asked for.', schema, value)]
const missing: [number, Answer] = [404, unknown]
const params = taken.IdParams
const requestJournalDisabled = false
const found = { requests: [request], requestJournalDisabled }

/** The calls that WireMock has. */
export const wiremockOperations: Readonly<Record<string, Operation>> = {
  list_requests: call(
    'requests',
    'Read the request journal, newest first',
    { querystring: taken.JournalQuery },
    gives(given.Journal, { requests: [event], meta: { total: 1 }, requestJournalDisabled })
  ),
  read_request: call('requests', 'Read a request of the journal', { params }, gives(given.ServeEvent, event), missing),
  delete_requests: call('requests', 'Empty the request journal', {}, done),
  delete_request: call('requests', 'Remove a request from the journal', { params }, done),
  count_requests: call(
    'requests',
    'Count the requests that match a pattern, or wait for them',
    { querystring: taken.WaitQuery, ...body(RequestPattern, pattern) },
    gives(given.Count, { count: 1, requestJournalDisabled })
  ),
  find_requests: call(
    'requests',
    'Find the requests that match a pattern, newest first',
    body(RequestPattern, pattern),
    gives(given.Found, found)
  ),
  remove_requests: call(
    'requests',
    'Remove the requests that match a pattern',
    body(RequestPattern, pattern),
    gives(given.Removed, { serveEvents: [event] })
  ),
  list_unmatched_requests: call(
    'requests',
    'Read the requests that no route and no stub was there for',
    {},
    gives(given.Found, found)
  ),
  list_near_misses: call(
    'requests',
    'Read the stubs that came closest to each unmatched request',
    {},
    gives(given.NearMisses, { nearMisses: [nearMiss] })
  ),
  find_near_misses_of_request: call(
    'requests',
    'Find the stubs that come closest to a request',
    body(LoggedRequestDocument, request),
    gives(given.NearMisses, { nearMisses: [nearMiss] })
  ),
  find_near_misses_of_pattern: call(
    'requests',
    'Find the requests that come closest to a pattern',
    body(RequestPattern, pattern),
    gives(given.NearMisses, { nearMisses: [{ request, requestPattern: pattern, matchResult: { distance: 0.2 } }] })
  ),
  list_mappings: call(
    'mappings',
    'List the stubs, in the order in which they are asked',
    { querystring: taken.PageQuery },
    gives(given.Mappings, { mappings: [shownMapping], meta: { total: 1 } })
  ),
  create_mapping: call('mappings', 'Add a stub', body(StubMapping, mapping), [
    201,
    shows('The stub, with its id.', StubMapping, shownMapping)
  ]),
  delete_mappings: call('mappings', 'Remove all stubs', {}, done),
  read_mapping: call('mappings', 'Read a stub', { params }, gives(StubMapping, shownMapping), missing),
  edit_mapping: call(
    'mappings',
    'Put a stub in the place of another',
    { params, ...body(StubMapping, mapping) },
    gives(StubMapping, shownMapping),
    missing
  ),
  edit_mapping_by_body: call(
    'mappings',
    'Put a stub in the place of the one with its id',
    body(StubMapping, shownMapping),
    [204, { description: 'It is done.' }],
    missing
  ),
  remove_mapping_by_body: call(
    'mappings',
    'Remove the stub with this id, or with this request pattern',
    body(StubMapping, shownMapping),
    done
  ),
  delete_mapping: call('mappings', 'Remove a stub', { params }, done, missing),
  reset_mappings: call('mappings', 'Go back to the stubs of the start', {}, done),
  import_mappings: call('mappings', 'Add many stubs, all or none', body(StubMappings, { mappings: [mapping] }), done),
  find_mappings: call(
    'mappings',
    'Find the stubs whose metadata match a pattern',
    body(ContentPattern, metadata),
    gives(given.Mappings, { mappings: [shownMapping], meta: { total: 1 } })
  ),
  remove_mappings: call(
    'mappings',
    'Remove the stubs whose metadata match a pattern',
    body(ContentPattern, metadata),
    done
  ),
  list_scenarios: call(
    'scenarios',
    'List the scenarios that stubs name',
    {},
    gives(given.Scenarios, { scenarios: [scenario] })
  ),
  reset_scenarios: call('scenarios', 'Put all scenarios back to their beginning', {}, done),
  set_scenario_state: call(
    'scenarios',
    'Set the state of a scenario, or put it back to its beginning',
    { params: taken.ScenarioParams, ...body(taken.ScenarioState, { state: 'Started' }, false) },
    done,
    [404, failure('No stub names this scenario.', new WireMockError(404, 404, 'Scenario s does not exist'))]
  ),
  read_settings: call('settings', 'Read the settings', {}, gives(given.Settings, { settings: { fixedDelay: 100 } })),
  replace_settings: call('settings', 'Set all settings', body(SettingsDocument, { fixedDelay: 100 }), done),
  post_settings: call(
    'settings',
    'Set all settings, as WireMock has it',
    body(SettingsDocument, { fixedDelay: 100 }),
    done
  ),
  shut_down: call('server', 'Stop the server', {}, done, [
    403,
    failure('It was not started with --allow-shutdown.', new ShutdownNotAllowed())
  ])
}
