import type { FastifyPluginAsync } from 'fastify'
import { chaosReport, endOfChaos, startOfChaos } from './chaos-decisions.ts'
import { ChaosQuery, ChaosStopQuery } from './chaos-schemas.ts'
import { DEFAULT_LIMIT } from './history-schemas.ts'
import type { ControlOptions } from './options.ts'
import { limitIn } from './query.ts'
import { longList } from './wiremock/long-list.ts'

/** Starts and stops chaos profiles, and shows which requests got which faults. */
export const chaos: FastifyPluginAsync<ControlOptions> = async (app, { apis, profiles, redaction }) => {
  app.get<{ Querystring: ChaosQuery }>(
    '/chaos',
    { config: { query: ChaosQuery }, schema: { operationId: 'read_chaos' } },
    async ({ sandbox, query }) => {
      const limit = limitIn(query.limit) ?? DEFAULT_LIMIT
      const { faults, ...rest } = await chaosReport(sandbox, profiles, redaction, limit)
      return longList('faults', faults, (fault) => fault, rest, sandbox.turns)
    }
  )

  app.post('/chaos', { schema: { operationId: 'start_chaos' } }, async (request) =>
    request.change(await startOfChaos(request.body, apis, profiles))
  )

  app.delete<{ Querystring: ChaosStopQuery }>(
    '/chaos',
    { config: { query: ChaosStopQuery }, schema: { operationId: 'stop_chaos' } },
    async (request) => request.change(await endOfChaos(request.query.profile, request.sandbox, profiles))
  )
}
