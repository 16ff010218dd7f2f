import type { Operation } from '../api/operation.ts'
import { DefaultSandboxKept, OtherFixtures, UnknownSandbox } from '../sandbox/errors.ts'
import type { StateExamples } from './openapi-examples.ts'
import { body, failure, guarded, linkTo, shows, unknownFixtures, withBody } from './openapi-responses.ts'
import type { StateSchemas } from './openapi-schemas.ts'
import { AllReset, ErrorBody, SandboxParams } from './schemas.ts'

const unknownSandbox = failure('No sandbox has this name, or the control API is turned off.', new UnknownSandbox('w9'))

/** The calls about sandboxes. */
export function sandboxOperations(
  { Sandboxes, SandboxSummary, SandboxChoice }: StateSchemas,
  { counts }: StateExamples
): Readonly<Record<string, Operation>> {
  const names = Object.keys(SandboxChoice.properties).filter((name) => !['fixtures', 'auth', 'guidSeed'].includes(name))
  const sandbox = {
    name: 'w1',
    created: '2026-01-31T09:00:00.000Z',
    lastUsed: '2026-01-31T09:05:00.000Z',
    fixtures: 'default',
    auth: 'strict',
    guidSeed: 'atrium-atms-mock',
    ...Object.fromEntries(names.map((name) => [name, null])),
    counts,
    requests: 3,
    dropped: 0
  }
  return {
    list_sandboxes: {
      tags: ['sandboxes'],
      summary: 'List the sandboxes',
      responses: {
        ...guarded,
        200: shows('The sandboxes in use.', Sandboxes, { sandboxes: [sandbox] }, linkTo('make_sandbox', 'w2'))
      }
    },
    read_sandbox: {
      tags: ['sandboxes'],
      summary: 'Read a sandbox',
      params: SandboxParams,
      responses: { ...guarded, 200: shows('The sandbox.', SandboxSummary, sandbox), 404: unknownSandbox }
    },
    make_sandbox: {
      tags: ['sandboxes'],
      summary: 'Create a sandbox',
      params: SandboxParams,
      description:
        'Also replaces the options of an existing sandbox. Omitted options are those of the server. They apply at once, also after resets, until the sandbox is dropped or the next PUT.',
      requestBody: body(
        'The fixture set and the options of the sandbox; those of the server by default.',
        false,
        SandboxChoice,
        {
          fixtures: 'default',
          guidSeed: 'mine'
        }
      ),
      responses: {
        ...withBody,
        200: shows('The sandbox already exists with the same fixtures.', SandboxSummary, sandbox),
        201: shows('The sandbox is created.', SandboxSummary, sandbox, {
          ...linkTo('read_sandbox', '$request.path.name'),
          ...linkTo('drop_sandbox', '$request.path.name')
        }),
        404: unknownFixtures,
        409: failure('The sandbox already exists with other fixtures.', new OtherFixtures('w1', 'default')),
        422: shows('The body is invalid, or the file of the fixture set is damaged; nothing changed.', ErrorBody, {
          errors: [
            {
              code: 10,
              source: { pointer: '/auth' },
              title: 'Error in the document',
              detail: 'expected "strict" or "any", not 5'
            }
          ],
          meta: { total: 1 }
        })
      }
    },
    reset_all_sandboxes: {
      tags: ['sandboxes'],
      summary: 'Reset all sandboxes',
      description:
        'Resets everything in each sandbox to the fixtures of that sandbox, one sandbox after the other, or with `--store` up to 16 at the same time. If some cannot be reset, the response is a 503 that names them, and the others are reset.',
      responses: { ...withBody, 200: shows('All sandboxes are reset.', AllReset, { sandboxes: 3 }) }
    },
    drop_sandbox: {
      tags: ['sandboxes'],
      summary: 'Drop a sandbox',
      params: SandboxParams,
      responses: {
        ...withBody,
        204: { description: 'The sandbox is dropped.' },
        404: unknownSandbox,
        409: failure('The sandbox `default` cannot be dropped.', new DefaultSandboxKept())
      }
    }
  }
}
