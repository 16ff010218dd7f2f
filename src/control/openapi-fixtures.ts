import { type Operation, shared } from '../api/operation.ts'
import { BuiltInFixtureSet } from '../fixtures/fixture-set-errors.ts'
import type { StateExamples } from './openapi-examples.ts'
import {
  body,
  damagedFixtures,
  failure,
  guarded,
  linkTo,
  shows,
  unknownFixtures,
  withBody,
  withUpload
} from './openapi-responses.ts'
import type { StateSchemas } from './openapi-schemas.ts'
import { FixtureParams } from './schemas.ts'

/** The calls about fixture sets. */
export function fixtureOperations(
  { Fixture, FixtureSets, FixtureSetSummary }: StateSchemas,
  { fixture, counts }: StateExamples
): Readonly<Record<string, Operation>> {
  const fixtureSet = { name: 'default', source: 'fixtures/default.json', sha256: '0'.repeat(64), counts }
  const builtIn = failure('The fixture set is built in.', new BuiltInFixtureSet('default'))
  return {
    list_fixtures: {
      tags: ['fixtures'],
      summary: 'List the fixture sets',
      responses: {
        ...guarded,
        200: shows(
          'The fixture sets that a reset accepts.',
          FixtureSets,
          { fixtures: [{ ...fixtureSet, readOnly: true }] },
          linkTo('read_fixtures', '$response.body#/fixtures/0/name')
        )
      }
    },
    read_fixtures: {
      tags: ['fixtures'],
      summary: 'Read a fixture set',
      params: FixtureParams,
      responses: {
        ...guarded,
        200: shows('The content of the fixture set.', Fixture, fixture),
        404: unknownFixtures,
        422: damagedFixtures
      }
    },
    save_fixtures: {
      tags: ['fixtures'],
      summary: 'Save a fixture set',
      description:
        'Saves the body, or the current state of the sandbox if there is no body. With the Content-Type `text/csv`, the body is a table ' +
        'of users whose first row names their members; with `application/jsonc` or `application/json5`, it may have comments.',
      params: FixtureParams,
      requestBody: body('A fixture.', false, Fixture, fixture),
      responses: {
        ...withUpload,
        200: shows('The fixture set is replaced.', FixtureSetSummary, fixtureSet),
        201: shows('The fixture set is created.', FixtureSetSummary, fixtureSet, {
          ...linkTo('read_fixtures', '$request.path.name'),
          ...linkTo('delete_fixtures', '$request.path.name'),
          reset: {
            operationId: 'reset',
            description: 'Reset the sandbox to this fixture set.',
            requestBody: { fixtures: '$request.path.name' }
          }
        }),
        409: builtIn,
        422: shared('Unprocessable')
      }
    },
    delete_fixtures: {
      tags: ['fixtures'],
      summary: 'Delete a fixture set',
      params: FixtureParams,
      responses: {
        ...withBody,
        204: { description: 'The fixture set is deleted.' },
        404: unknownFixtures,
        409: builtIn
      }
    }
  }
}
