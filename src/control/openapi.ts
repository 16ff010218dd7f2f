import { type DocumentSource, shared } from '../api/operation.ts'
import { Fixture } from '../fixtures/fixture-schema.ts'
import { SettingsDocument } from '../wiremock/stubs/settings.ts'
import { AdminNotFound, AdminUnauthorized, BadBody, tooLarge } from './errors.ts'
import { operations } from './openapi-operations.ts'
import { failure, shows, withBody } from './openapi-responses.ts'
import * as schemas from './schemas.ts'
import { RequestPattern, ResponseDefinition, StubMapping } from './wiremock/openapi-bodies.ts'
import { ContentPattern, JsonPathOperand } from './wiremock/openapi-patterns.ts'
import { LoggedRequestShown, ServeEvent } from './wiremock/openapi-responses.ts'

const { Health, Version, Counts, FixtureSetSummary, FixtureSets, SandboxSummary, Sandboxes } = schemas
const { FixturesChoice, Done, ErrorBody } = schemas

/** What is published of this API. */
export const admin: DocumentSource = {
  title: 'atrium-atms-mock, control API',
  description: [
    'How a tester looks at the mock and puts it in a state. Its calls speak the protocol of WireMock where WireMock has a word for them.',
    '',
    'A call belongs to the sandbox that its path prefix or the header `Mock-Sandbox` names.',
    'A wrong verb is a 405 with `Allow`, an unknown call a 404, both with the error body of the answers below.'
  ].join('\n'),
  tags: [
    { name: 'server', description: 'Whether the server is there, and which.' },
    { name: 'state', description: 'What a sandbox holds.' },
    { name: 'fixtures', description: 'Named states to begin with and to go back to.' },
    { name: 'sandboxes', description: 'Isolated worlds of one server.' },
    { name: 'requests', description: 'The request journal: what clients sent.' },
    { name: 'mappings', description: 'Stubs: answers that override the emulated APIs.' },
    { name: 'scenarios', description: 'Stubs that depend on what came before.' },
    { name: 'settings', description: 'Delays of every answer.' }
  ],
  security: [{ adminToken: [] }, {}],
  securitySchemes: {
    adminToken: { type: 'http', scheme: 'bearer', description: 'Asked for where the server has an `--admin-token`.' }
  },
  schemas: {
    Health,
    Version,
    Counts,
    FixtureSetSummary,
    FixtureSets,
    SandboxSummary,
    Sandboxes,
    FixturesChoice,
    Fixture,
    Done,
    ErrorBody,
    RequestPattern,
    ContentPattern,
    JsonPathOperand,
    LoggedRequest: LoggedRequestShown,
    ServeEvent,
    StubMapping,
    ResponseDefinition,
    Settings: SettingsDocument
  },
  responses: {
    BadRequest: failure(
      'The body, the path or the name of a sandbox is malformed.',
      new BadBody('body: expected UTF-8')
    ),
    Unauthorized: failure('The token of `--admin-token` is missing or wrong.', new AdminUnauthorized()),
    TurnedOff: failure('The control API is turned off with `--no-admin`.', new AdminNotFound('/__admin/state')),
    Unprocessable: shows('The document is not valid: nothing is changed.', ErrorBody, {
      errors: [
        {
          code: 10,
          source: { pointer: '/atrium/users/0/guid' },
          title: 'Error in the document',
          detail: 'expected string, not 5'
        }
      ],
      meta: { total: 1 }
    }),
    ContentTooLarge: failure('The body is over 64 MiB.', {
      statusCode: 413,
      message: tooLarge(2 ** 26, '/__admin/state')
    }),
    InternalError: failure('The mock failed: see its log.', {
      statusCode: 500,
      message: 'ENOSPC: no space left on device'
    }),
    Unavailable: failure('There is no room for another sandbox.', {
      statusCode: 503,
      message:
        'all 1000 sandboxes are in use: drop one, or start with a higher --max-sandboxes or a lower --sandbox-ttl'
    })
  },
  always: { ...withBody, 422: shared('Unprocessable') },
  operations
}
