import type { Api } from '../api/define-api.ts'
import { type ApiDocs, shared } from '../api/operation.ts'
import { MemoryLimitReached } from '../common/memory-budget.ts'
import { UnknownCoding } from '../http/content-coding.ts'
import { ChaosShown } from './chaos-schemas.ts'
import { CoverageShown } from './coverage-schemas.ts'
import { AccessDenied, BadBody, ControlTurnedOff, ControlUnauthorized, tooLarge } from './errors.ts'
import { Apis, apiOperations } from './openapi-apis.ts'
import { chaosOperations } from './openapi-chaos.ts'
import { coverageOperations } from './openapi-coverage.ts'
import { eventOperations } from './openapi-events.ts'
import { stateExamples } from './openapi-examples.ts'
import { fixtureOperations } from './openapi-fixtures.ts'
import { HistoryChange, historyOperations, StateDifference } from './openapi-history.ts'
import { mcpOperations } from './openapi-mcp.ts'
import { recordsOperations, recordsSchemas } from './openapi-records.ts'
import { failure, shows } from './openapi-responses.ts'
import { sandboxOperations } from './openapi-sandboxes.ts'
import { stateSchemas } from './openapi-schemas.ts'
import { serverOperations } from './openapi-server.ts'
import { stateOperations } from './openapi-state.ts'
import { Done, ErrorBody, FixturesChoice, Liveness, Version } from './schemas.ts'
import { RequestPattern, ResponseDefinition, StubMapping } from './wiremock/openapi-bodies.ts'
import { Settings } from './wiremock/openapi-delays.ts'
import { wiremockOperations } from './wiremock/openapi-operations.ts'
import { ContentPattern, JsonPathOperand } from './wiremock/openapi-patterns.ts'
import { LoggedRequestShown, ServeEvent } from './wiremock/openapi-responses.ts'

/** The documentation of the control API of a server with these emulated APIs. */
export function controlDocs(apis: readonly Api[]): ApiDocs {
  const schemas = stateSchemas(apis)
  const examples = stateExamples(apis)
  const recordSchemas = recordsSchemas(apis)
  const { Health, ServedState, Counts, FixtureSetSummary, FixtureSets, SandboxSummary, Sandboxes, SandboxChoice } =
    schemas
  return {
    title: 'atrium-atms-mock, control API',
    description: [
      'Inspects and controls the mock. Calls that WireMock also has follow the protocol of WireMock.',
      '',
      'The path prefix or the header `Mock-Sandbox` selects the sandbox of a call. A call that only reads creates no sandbox.',
      'Web pages of other origins get a 403, and so do requests under an unknown host name: see `--admin-origin` and `--allow-host`.',
      'An unsupported method is a 405 with `Allow`, an unknown path a 404. Both have the error body shown below.'
    ].join('\n'),
    tags: [
      { name: 'server', description: 'Health, version, certificate and shutdown.' },
      { name: 'state', description: 'The records in a sandbox.' },
      { name: 'records', description: 'Single records, as they are stored.' },
      { name: 'history', description: 'The changes of a sandbox, and how to reverse them.' },
      { name: 'fixtures', description: 'Named states to start from and to reset to.' },
      { name: 'sandboxes', description: 'Isolated states in one server.' },
      { name: 'requests', description: 'The request journal: what clients sent.' },
      { name: 'mappings', description: 'Stubs: responses that override the emulated APIs.' },
      { name: 'files', description: 'Files that stubs send as bodies.' },
      { name: 'scenarios', description: 'Stubs that depend on earlier requests.' },
      { name: 'chaos', description: 'Profiles of faults that are reproducible.' },
      { name: 'mcp', description: 'The same for AI assistants, over the Model Context Protocol.' },
      { name: 'coverage', description: 'Which rules of the contracts the requests have demonstrated.' },
      { name: 'settings', description: 'Delays for all responses.' }
    ],
    security: [{ adminToken: [] }, {}],
    credentials: { adminToken: { description: 'Required if the server was started with `--admin-token`.' } },
    schemas: {
      Health,
      ServedState,
      Liveness,
      Version,
      Apis,
      Counts,
      FixtureSetSummary,
      FixtureSets,
      SandboxSummary,
      Sandboxes,
      SandboxChoice,
      FixturesChoice,
      ResetResult: schemas.ResetResult,
      Fixture: schemas.Fixture,
      ...recordSchemas,
      HistoryChange,
      StateDifference,
      Coverage: CoverageShown,
      Chaos: ChaosShown,
      Done,
      ErrorBody,
      RequestPattern,
      ContentPattern,
      JsonPathOperand,
      LoggedRequest: LoggedRequestShown,
      ServeEvent,
      StubMapping,
      ResponseDefinition,
      Settings
    },
    responses: {
      BadRequest: failure(
        'The body, the path or the sandbox name is malformed, or a query parameter is unknown or invalid.',
        new BadBody('body: expected UTF-8')
      ),
      Unauthorized: failure('The token of `--admin-token` is missing or wrong.', new ControlUnauthorized()),
      Forbidden: failure(
        'A web page of another origin sent the request, or it names an unknown host.',
        new AccessDenied(
          "the header Origin is 'http://localhost:5173': a web page of another origin sent this request. To allow that origin's pages, start the server with --admin-origin http://localhost:5173"
        )
      ),
      TurnedOff: failure('The control API is turned off with `--no-admin`.', new ControlTurnedOff()),
      Unprocessable: shows('The document is invalid; nothing changed.', ErrorBody, {
        errors: [
          {
            code: 10,
            source: { pointer: examples.pointer },
            title: 'Error in the document',
            detail: 'required field is missing'
          }
        ],
        meta: { total: 1 }
      }),
      ContentTooLarge: failure(
        'The body exceeds 1 MiB, or 4 MiB for a pattern, 8 MiB for a stub or a record, and 64 MiB for an import or a file.',
        {
          statusCode: 413,
          message: tooLarge(2 ** 26, '/__admin/mappings')
        }
      ),
      UploadTooLarge: failure('The upload exceeds the limit of `--upload-limit`, 2 GiB by default.', {
        statusCode: 413,
        message: tooLarge(2 ** 31, '/__admin/state')
      }),
      UnknownEncoding: failure(
        'The body is compressed other than with gzip, deflate or br, or its charset is unknown.',
        new UnknownCoding('zip')
      ),
      InternalError: failure('The mock failed; see its log.', {
        statusCode: 500,
        message: 'Maximum call stack size exceeded'
      }),
      Unavailable: failure(
        'No room for another sandbox, for more state, or for the request itself; the data directory was removed or cannot be written; or the server was stopped while a call waited.',
        new MemoryLimitReached('2 GiB')
      )
    },
    commonResponses: {
      400: shared('BadRequest'),
      403: shared('Forbidden'),
      500: shared('InternalError'),
      503: shared('Unavailable')
    },
    operations: {
      ...wiremockOperations,
      ...serverOperations(schemas, examples),
      ...apiOperations,
      ...stateOperations(schemas, examples),
      ...recordsOperations(apis, recordSchemas, examples),
      ...historyOperations(apis, schemas, examples),
      ...eventOperations,
      ...coverageOperations,
      ...chaosOperations(apis),
      ...mcpOperations,
      ...fixtureOperations(schemas, examples),
      ...sandboxOperations(schemas, examples)
    }
  }
}
