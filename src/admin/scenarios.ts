import { type Static, Type } from '@sinclair/typebox'
import type { FastifyPluginAsync } from 'fastify'
import { documentOf } from './documents.ts'
import { WireMockError } from './errors.ts'

const Params = Type.Object({ name: Type.String() })
type Params = Static<typeof Params>
const StateDocument = Type.Object({ state: Type.Optional(Type.String()) }, { additionalProperties: false })
const nothing = { 200: Type.Object({}) }

/** The scenarios of the stubs: in which state each is. */
export const scenarios: FastifyPluginAsync = async (app) => {
  const list = {
    summary: 'The scenarios that stubs name',
    response: { 200: Type.Object({ scenarios: Type.Array(Type.Object({})) }) }
  }
  app.get('/scenarios', { schema: list }, async ({ sandbox: { stubs } }) => ({
    scenarios: stubs.scenarios.shown(stubs.all)
  }))

  const reset = { summary: 'All scenarios back to their beginning', response: nothing }
  app.post('/scenarios/reset', { schema: reset }, async ({ sandbox: { stubs } }) => {
    stubs.scenarios.reset()
    return {}
  })

  const set = {
    summary: 'Set the state of a scenario, or put it back to its beginning',
    params: Params,
    body: StateDocument,
    response: nothing
  }
  app.put<{ Params: Params }>(
    '/scenarios/:name/state',
    { schema: set },
    async ({ sandbox: { stubs }, params, body }) => {
      const { name } = params
      const { state } = documentOf(StateDocument, body ?? {})
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
