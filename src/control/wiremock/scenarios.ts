import type { FastifyPluginAsync } from 'fastify'
import type { Decision } from '../../sandbox/changes.ts'
import type { SandboxState } from '../../sandbox/sandbox-state.ts'
import { scenariosIn } from '../../wiremock/stubs/scenarios.ts'
import { documentOf } from '../documents.ts'
import { WireMockError } from '../errors.ts'
import { longList } from './long-list.ts'
import { type ScenarioParams, ScenarioState } from './schemas.ts'

/** The scenarios of the stubs, and the state that each is in. */
export const scenarios: FastifyPluginAsync = async (app) => {
  app.get('/scenarios', { schema: { operationId: 'list_scenarios' } }, async ({ sandbox }) =>
    longList('scenarios', scenariosIn(sandbox.state.stubs), (scenario) => scenario, {}, sandbox.turns)
  )

  app.post('/scenarios/reset', { schema: { operationId: 'reset_scenarios' } }, async (request) => {
    await request.change(() => ({ change: { op: 'resetScenarios' }, result: null }))
    return {}
  })

  app.put<{ Params: ScenarioParams }>(
    '/scenarios/:name/state',
    { schema: { operationId: 'set_scenario_state' } },
    async (request) => {
      const { state } = documentOf(ScenarioState, request.body === undefined ? {} : request.body)
      await request.change((present) => setScenario(present, request.params.name, state))
      return {}
    }
  )
}

/** @param to the initial state if omitted. @throws WireMockError for a scenario or a state that no stub names */
function setScenario({ stubs }: SandboxState, name: string, to: string | undefined): Decision<null> {
  const scenario = scenariosIn(stubs).find((known) => known.name === name)
  if (scenario === undefined) throw new WireMockError(404, 404, `Scenario ${name} does not exist`)
  if (to !== undefined && !scenario.possibleStates.includes(to)) {
    throw new WireMockError(422, 11, `Scenario ${name} does not support state ${to}`)
  }
  return { change: { op: 'scenario', name, ...(to !== undefined && { state: to }) }, result: null }
}
