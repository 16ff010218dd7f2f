import { type Link, type Operation, shared } from '../api/operation.ts'
import type { StateExamples } from './openapi-examples.ts'
import {
  body,
  choice,
  damagedFixtures,
  guarded,
  shows,
  unknownFixtures,
  withBody,
  withUpload
} from './openapi-responses.ts'
import type { StateSchemas } from './openapi-schemas.ts'
import { Done } from './schemas.ts'

const saveState: Link = {
  operationId: 'save_fixtures',
  description: 'Keeps this state as a fixture set.',
  parameters: { name: 'saved' },
  requestBody: '$response.body'
}

/** The calls about the state of a sandbox. */
export function stateOperations(
  { Fixture, ResetResult }: StateSchemas,
  { fixture, counts }: StateExamples
): Readonly<Record<string, Operation>> {
  const reset = (summary: string): Operation => ({
    tags: ['state'],
    summary,
    description: 'Takes constant time. The sandbox keeps using the named fixture set from then on.',
    requestBody: choice,
    responses: {
      ...withBody,
      200: shows('The reset is done.', ResetResult, { fixtures: 'paging', counts, revision: 13 }),
      404: unknownFixtures,
      422: damagedFixtures
    }
  })
  return {
    read_state: {
      tags: ['state'],
      summary: 'Read the state as a fixture',
      responses: {
        ...guarded,
        200: shows('The whole state of the sandbox.', Fixture, fixture, { save_fixtures: saveState })
      }
    },
    replace_state: {
      tags: ['state'],
      summary: 'Replace the state',
      requestBody: body('A fixture.', true, Fixture, fixture),
      responses: { ...withUpload, 200: shows('The state is replaced.', Done, {}), 422: shared('Unprocessable') }
    },
    reset: reset('Reset everything in the sandbox'),
    reset_state: reset('Reset the state of the sandbox')
  }
}
