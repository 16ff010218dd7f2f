import type { TSchema } from '@sinclair/typebox'
import { example, type Json, type Link, type Operation, shared } from '../api/operation.ts'
import { Fixture } from '../fixtures/fixture-schema.ts'
import { BuiltInFixtureSet, UnknownFixtureSet } from '../fixtures/fixture-set-errors.ts'
import { DefaultSandboxKept, OtherFixtures, UnknownSandbox } from '../sandbox/errors.ts'
import { NoAuthority } from './errors.ts'
import { always, failure, guarded, MEDIA_TYPE, shows, withBody } from './openapi-responses.ts'
import * as schemas from './schemas.ts'
import { wiremockOperations } from './wiremock/openapi-operations.ts'

const fixture = {
  atrium: {
    credentials: [{ apiKey: 'test-api-key', clientId: 'test-client-id' }],
    users: [{ guid: 'USR-a0d28b12-2ccf-e80f-df0f-157f17d1b134', is_disabled: false, metadata: null, identifier: 'ann' }]
  },
  atms: {
    tokens: ['test-token'],
    userGroups: [{ GroupName: 'Operators', Description: null }],
    users: [
      {
        Username: 'asmith',
        DisplayName: 'Alice Smith',
        UserGroupName: 'Operators',
        Email: null,
        Phone: null,
        IsAccountDisabled: false
      }
    ]
  }
}
const counts = { atriumUsers: 7, atmsUsers: 8, userGroups: 3, credentials: 1, tokens: 1 }
const fixtureSet = { name: 'default', source: 'fixtures/default.json', sha256: '0'.repeat(64), counts }
const sandbox = {
  name: 'w1',
  created: '2026-01-31T09:00:00.000Z',
  lastUsed: '2026-01-31T09:05:00.000Z',
  fixtures: 'default',
  counts,
  requests: 3
}

const unknownFixtures = failure(
  'There is no fixture set of this name, or the control API is turned off.',
  new UnknownFixtureSet('nothing', 'default, empty, paging')
)
const damagedFixtures = failure('The file of the fixture set is damaged: nothing is changed.', {
  statusCode: 422,
  message: '.mock/fixtures/mine.json: 1 error'
})
const unknownSandbox = failure(
  'There is no sandbox of this name, or the control API is turned off.',
  new UnknownSandbox('w9')
)
const builtIn = failure('The fixture set comes with the server.', new BuiltInFixtureSet('default'))
const invalid = shared('Unprocessable')

const body = (description: string, required: boolean, schema: TSchema, value: Json) => ({
  description,
  required,
  content: { [MEDIA_TYPE]: { schema, examples: example(description, value) } }
})
const choice = body('Another fixture set, where it is not to be the same.', false, schemas.FixturesChoice, {
  fixtures: 'paging'
})
const linkTo = (operationId: string, name: string): Record<string, Link> => ({
  [operationId]: { operationId, description: 'The same by its name.', parameters: { name } }
})

const reset = (summary: string): Operation => ({
  tags: ['state'],
  summary,
  description: 'Costs the same at any size. The named fixture set is the one of the sandbox from then on.',
  requestBody: choice,
  responses: { ...withBody, 200: shows('It is done.', schemas.Done, {}), 404: unknownFixtures, 422: damagedFixtures }
})

export const operations: Readonly<Record<string, Operation>> = {
  ...wiremockOperations,
  read_health: {
    tags: ['server'],
    summary: 'Ask whether the server is ready',
    description: 'The port opens when everything is loaded: an answer means ready.',
    security: [],
    responses: {
      ...always,
      200: shows('It is.', schemas.Health, {
        status: 'healthy',
        message: 'atrium-atms-mock is ready',
        version: '0.1.0',
        uptimeInSeconds: 12,
        timestamp: '2026-01-31T09:00:00.000Z'
      })
    }
  },
  read_authority: {
    tags: ['server'],
    summary: 'Read the certificate that clients trust over HTTPS',
    description: 'Of the authority that signed what `--tls-port` is served with. No token is asked for.',
    security: [],
    responses: {
      ...always,
      200: {
        description: 'The certificate, in PEM.',
        content: {
          'application/x-pem-file': {
            schema: schemas.Certificate,
            examples: example('A certificate.', '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----')
          }
        }
      },
      404: failure('There is none: no HTTPS, or a certificate that was brought along.', new NoAuthority())
    }
  },
  read_version: {
    tags: ['server'],
    summary: 'Read the version',
    responses: { ...guarded, 200: shows('The version.', schemas.Version, { version: '0.1.0' }) }
  },
  read_state: {
    tags: ['state'],
    summary: 'Read the state, as a fixture',
    responses: { ...guarded, 200: shows('All that the sandbox holds.', Fixture, fixture) }
  },
  replace_state: {
    tags: ['state'],
    summary: 'Replace the state',
    requestBody: body('A fixture.', true, Fixture, fixture),
    responses: { ...withBody, 200: shows('It is replaced.', schemas.Done, {}), 422: invalid }
  },
  reset: reset('Put everything in the sandbox back'),
  reset_state: reset('Put the state of the sandbox back'),
  list_fixtures: {
    tags: ['fixtures'],
    summary: 'List the fixture sets',
    responses: {
      ...guarded,
      200: shows(
        'All that a reset can name.',
        schemas.FixtureSets,
        { fixtures: [fixtureSet] },
        linkTo('read_fixtures', '$response.body#/fixtures/0/name')
      )
    }
  },
  read_fixtures: {
    tags: ['fixtures'],
    summary: 'Read a fixture set',
    params: schemas.FixtureParams,
    responses: { ...guarded, 200: shows('Its content.', Fixture, fixture), 404: unknownFixtures, 422: damagedFixtures }
  },
  save_fixtures: {
    tags: ['fixtures'],
    summary: 'Save a fixture set',
    description: 'With a body, that is what is saved; without one, what the sandbox holds now.',
    params: schemas.FixtureParams,
    requestBody: body('A fixture.', false, Fixture, fixture),
    responses: {
      ...withBody,
      200: shows('It replaced the one of that name.', schemas.FixtureSetSummary, fixtureSet),
      201: shows('It is new.', schemas.FixtureSetSummary, fixtureSet, {
        ...linkTo('read_fixtures', '$request.path.name'),
        ...linkTo('delete_fixtures', '$request.path.name'),
        reset: {
          operationId: 'reset',
          description: 'Start from it.',
          requestBody: { fixtures: '$request.path.name' }
        }
      }),
      409: builtIn,
      422: invalid
    }
  },
  delete_fixtures: {
    tags: ['fixtures'],
    summary: 'Delete a fixture set',
    params: schemas.FixtureParams,
    responses: { ...withBody, 204: { description: 'It is gone.' }, 404: unknownFixtures, 409: builtIn }
  },
  list_sandboxes: {
    tags: ['sandboxes'],
    summary: 'List the sandboxes',
    responses: { ...guarded, 200: shows('All that are in use.', schemas.Sandboxes, { sandboxes: [sandbox] }) }
  },
  read_sandbox: {
    tags: ['sandboxes'],
    summary: 'Read a sandbox',
    params: schemas.SandboxParams,
    responses: { ...guarded, 200: shows('The sandbox.', schemas.SandboxSummary, sandbox), 404: unknownSandbox }
  },
  make_sandbox: {
    tags: ['sandboxes'],
    summary: 'Make a sandbox',
    params: schemas.SandboxParams,
    requestBody: choice,
    responses: {
      ...withBody,
      200: shows('It is there already, on the same fixtures.', schemas.SandboxSummary, sandbox),
      201: shows('It is made.', schemas.SandboxSummary, sandbox, {
        ...linkTo('read_sandbox', '$request.path.name'),
        ...linkTo('drop_sandbox', '$request.path.name')
      }),
      404: unknownFixtures,
      409: failure('It is there already, on other fixtures.', new OtherFixtures('w1', 'default')),
      422: damagedFixtures
    }
  },
  drop_sandbox: {
    tags: ['sandboxes'],
    summary: 'Drop a sandbox',
    params: schemas.SandboxParams,
    responses: {
      ...withBody,
      204: { description: 'It is gone.' },
      404: unknownSandbox,
      409: failure('`default` is always there.', new DefaultSandboxKept())
    }
  }
}
