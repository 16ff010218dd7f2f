import type { FastifyPluginAsync } from 'fastify'
import { documentOf } from '../documents.ts'
import { WireMockError } from '../errors.ts'
import { type ScenarioParams, ScenarioState } from './schemas.ts'

/** The scenarios of the stubs: in which state each is. */
export const scenarios: FastifyPluginAsync = async (app) => {
  app.get('/scenarios', { schema: { operationId: 'list_scenarios' } }, async ({ sandbox: { stubs } }) => ({
    scenarios: stubs.scenarios.shown(stubs.all)
  }))

  app.post('/scenarios/reset', { schema: { operationId: 'reset_scenarios' } }, async ({ sandbox: { stubs } }) => {
    stubs.scenarios.reset()
    return {}
  })

  app.put<{ Params: ScenarioParams }>(
    '/scenarios/:name/state',
    { schema: { operationId: 'set_scenario_state' } },
    async ({ sandbox: { stubs }, params: { name }, body }) => {
      const { state } = documentOf(ScenarioState, body === undefined ? {} : body)
      const scenario = stubs.scenarios.shown(stubs.all).find((known) => known.name === name)
      if (scenario === undefined) throw new WireMockError(404, 404, `Scenario ${name} does not exist`)
      if (state !== undefined && !scenario.possibleStates.includes(state)) {
        throw new WireMockError(422, 11, `Scenario ${name} does not support state ${state}`)
      }
      stubs.scenarios.set(name, state)
      return {}
    }
  )
}
