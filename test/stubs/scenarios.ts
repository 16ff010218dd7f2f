import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'

/** Scenarios: stubs that depend on a state, and change it. */
export async function scenarios(t: Test): Promise<void> {
  t.test('a scenario changes its state with each request', async (t) => {
    const { send, stub, admin } = await controlFor(t)
    const step = (requiredScenarioState: string, newScenarioState: string, status: number) =>
      stub({
        scenarioName: 'a login',
        requiredScenarioState,
        newScenarioState,
        request: { url: '/x' },
        response: { status }
      })
    await step('Started', 'second', 201)
    await step('second', 'third', 202)
    await stub({ scenarioName: 'B', request: { url: '/b' } })
    await stub({ newScenarioState: 'nowhere', request: { url: '/c' } })
    await send('GET', '/b')
    await send('GET', '/c')
    const status = async () => (await send('GET', '/x')).status
    t.same([await status(), await status(), await status()], [201, 202, 404], 'three requests')
    const list = async () => (await admin('GET', 'scenarios')).json.scenarios
    const [b, login] = await list()
    const listedB = { id: 'B', name: 'B', state: 'Started', mappings: [{ request: { url: '/b' } }] }
    t.match(b, listedB, 'a scenario without states')
    const possibleStates = ['Started', 'second', 'third']
    t.match(login, { name: 'a login', state: 'third', possibleStates, mappings: { length: 2 } }, 'a scenario')

    const set = (name: string, body?: unknown) => admin('PUT', `scenarios/${name}/state`, body)
    t.match(await set('a%20login', { state: 'second' }), { status: 200, json: {} }, 'setting a state')
    t.equal(await status(), 202, 'the state was set')
    await set('a%20login')
    t.equal(await status(), 201, 'setting no state resets the scenario')
    const unsupported = { errors: [{ title: 'Scenario a login does not support state x' }] }
    t.match(await set('a%20login', { state: 'x' }), { status: 422, json: unsupported }, 'an unknown state')
    const unknown = { errors: [{ title: 'Scenario x does not exist' }] }
    t.match(await set('x', { state: 'x' }), { status: 404, json: unknown }, 'an unknown scenario')
    const misspelled = { errors: [{ source: { pointer: '/stat' } }] }
    t.match(await set('x', { stat: 'x' }), { status: 422, json: misspelled }, 'an unknown field')
    t.equal((await set('a%20login', null)).status, 422, 'null')
    await admin('POST', 'scenarios/reset')
    t.equal(await status(), 201, 'a reset of all scenarios')

    await admin('POST', 'mappings/remove-by-metadata', { matchesJsonPath: '$.none' })
    for (const { id } of (await admin('GET', 'mappings')).json.mappings) await admin('DELETE', `mappings/${id}`)
    t.same(await list(), [], 'a scenario disappears with its last stub')
    await step('Started', 'second', 201)
    t.equal(await status(), 201, 'and starts again with the next one, as in WireMock')
  })

  t.test('a scenario keeps its state when an import replaces its stubs', async (t) => {
    const { admin, send, stub } = await controlFor(t)
    await stub({ scenarioName: 'S', newScenarioState: 'two', request: { url: '/x' }, response: { status: 201 } })
    await send('GET', '/x')
    const next = { scenarioName: 'S', requiredScenarioState: 'two', request: { url: '/x' }, response: { status: 202 } }
    await admin('POST', 'mappings/import', { mappings: [next], importOptions: { deleteAllNotInImport: true } })
    t.equal((await send('GET', '/x')).status, 202, 'the imported stub responds')
  })
}
