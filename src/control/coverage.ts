import type { FastifyPluginAsync } from 'fastify'
import { CoverageQuery } from './coverage-schemas.ts'
import type { ControlOptions } from './options.ts'
import { presence } from './query.ts'

const ALL = 'all-sandboxes'

/** Shows which rules of the contracts the requests have demonstrated. */
export const coverage: FastifyPluginAsync<ControlOptions> = async (app, { sandboxes: { coverages } }) => {
  // Each server counts on its own: of the state, it needs only the name of the sandbox.
  const config = { query: CoverageQuery, state: 'optional' } as const
  app.get<{ Querystring: CoverageQuery }>(
    '/coverage',
    { config, schema: { operationId: 'read_coverage' } },
    async ({ sandbox, query }) => (presence(ALL, query[ALL]) ? coverages.readAll() : coverages.read(sandbox.name))
  )

  app.delete<{ Querystring: CoverageQuery }>(
    '/coverage',
    { config, schema: { operationId: 'delete_coverage' } },
    async ({ sandbox, query }) => {
      if (presence(ALL, query[ALL])) coverages.clearAll()
      else coverages.clear(sandbox.name)
      return {}
    }
  )
}
