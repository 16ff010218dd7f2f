import { join } from 'node:path'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { DocumentSource } from '../../src/api/operation.ts'
import { atms as atmsSource } from '../../src/apis/atms/openapi.ts'
import { atms } from '../../src/apis/atms/plugin.ts'
import { atrium as atriumSource } from '../../src/apis/atrium/openapi.ts'
import { atrium } from '../../src/apis/atrium/plugin.ts'
import { Pauses } from '../../src/common/pauses.ts'
import { packageRoot, readVersion } from '../../src/common/version.ts'
import { admin as adminSource } from '../../src/control/openapi.ts'
import { type AdminOptions, admin } from '../../src/control/plugin.ts'
import { FixtureLibrary } from '../../src/fixtures/fixture-library.ts'
import { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { createServer } from '../../src/server/fastify.ts'
import { NO_LOG } from '../../src/state/store.ts'
import { JournalBudget } from '../../src/wiremock/journal/journal-budget.ts'
import { completeDocument, type OpenApi } from './complete-document.ts'

/** Declares the routes of an API. */
type Routes = (scope: FastifyInstance) => void

/**
 * The OpenAPI documents of the three APIs by name, made of their routes and of what is written beside them. A server reads
 * the files that come of it, and loads nothing of this.
 */
export async function openApiDocuments(): Promise<Record<string, OpenApi>> {
  const options = await adminOptions()
  const server = createServer({ bodyLimit: 1 })
  const made: [string, () => OpenApi][] = []
  const make = (name: string, source: DocumentSource, routes: Routes) =>
    server.register(async (scope) => {
      await scope.register(swagger, {
        decorator: name,
        openapi: { openapi: '3.1.0' },
        convertConstToEnum: false,
        transform: ({ schema, url }) => {
          const operation = source.operations[String(schema?.operationId)]
          const params = operation?.params ?? schema?.params
          return { schema: { ...schema, params, querystring: operation?.querystring }, url }
        }
      })
      routes(scope)
      const generated = () => scope.getDecorator<() => OpenApi>(name)()
      made.push([name, () => completeDocument(source, options.version, generated())])
    })
  await make('atrium', atriumSource, (scope) => void scope.register(atrium))
  await make('atms', atmsSource, (scope) => void scope.register(atms, { prefix: '/api' }))
  await make('admin', adminSource, (scope) => void scope.register(admin, { ...options, prefix: '/__admin' }))
  await server.ready()
  return Object.fromEntries(made.map(([name, document]) => [name, document()]))
}

/** Nothing of a running server, but what the routes of the control API are declared with. */
async function adminOptions(): Promise<AdminOptions> {
  const library = new FixtureLibrary({ builtIn: join(packageRoot, 'fixtures') })
  const fixtures = await library.get('empty')
  const journal = { maxRequests: 1, maxRequestBytes: 1, budget: new JournalBudget(1) }
  const pauses = new Pauses()
  const common = { journal, stubs: [], pauses }
  const options = { auth: 'strict', guidSeed: '', limit: undefined, maxSandboxes: 1, sandboxTtl: 1, ...common } as const
  const sandboxes = new SandboxRegistry(options, fixtures, new Sandbox('default', options, fixtures, NO_LOG))
  return {
    library,
    sandboxes,
    version: readVersion(),
    noAdmin: false,
    allowShutdown: false,
    stop: pauses.endAll.bind(pauses)
  }
}
