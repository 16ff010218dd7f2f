import { Type } from '@sinclair/typebox'
import type { Operation, ResponseDoc } from '../../api/operation.ts'
import { ControlNotFound, WireMockError } from '../errors.ts'
import { failure, shows } from '../openapi-responses.ts'
import * as schemas from '../schemas.ts'
import { ShutdownNotAllowed } from '../shutdown.ts'
import { StubMapping, StubMappings } from './openapi-bodies.ts'
import { body, call, done, journal, returns } from './openapi-calls.ts'
import { Settings } from './openapi-delays.ts'
import { fileOperations } from './openapi-files.ts'
import { ContentPattern } from './openapi-patterns.ts'
import { requestOperations } from './openapi-requests.ts'
import * as responseSchemas from './openapi-responses.ts'
import * as requestSchemas from './schemas.ts'

const id = '21111111-1111-4111-8111-111111111111'
const mapping = { request: { method: 'GET', urlPath: '/users' }, response: { status: 503 } }
const shownMapping = { ...mapping, id, uuid: id }
const metadata = { matchesJsonPath: '$.suite' }
const scenario = { id: 's', name: 's', state: 'Started', possibleStates: ['Started'], mappings: [shownMapping] }

const unknown = failure('Unknown id.', new ControlNotFound(`/__admin/mappings/${id}`))

const missing: [number, ResponseDoc] = [404, unknown]
const params = requestSchemas.IdParams

/** The calls of WireMock's admin API. */
export const wiremockOperations: Readonly<Record<string, Operation>> = {
  ...fileOperations,
  ...requestOperations,
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
