import { admin, get, type Row, row, stub, x } from './row.ts'

const scenario = [
  stub({
    scenarioName: 's',
    requiredScenarioState: 'Started',
    newScenarioState: 'two',
    request: x,
    response: { status: 201 }
  }),
  stub({ scenarioName: 's', requiredScenarioState: 'two', request: x, response: { status: 202 } })
]

export const scenariosAndSettings: Row[] = [
  row('no scenarios', admin('GET', 'scenarios')),
  row('a scenario', ...scenario, get('x'), get('x'), admin('GET', 'scenarios')),
  row(
    'setting the state of a scenario',
    ...scenario,
    admin('PUT', 'scenarios/s/state', { state: 'two' }),
    get('x'),
    admin('PUT', 'scenarios/s/state'),
    get('x')
  ),
  row('an unsupported state', ...scenario, admin('PUT', 'scenarios/s/state', { state: 'nope' })),
  row('an unknown scenario', admin('PUT', 'scenarios/s/state', { state: 'two' })),
  row('a misspelled state', ...scenario, admin('PUT', 'scenarios/s/state', { stat: 'two' })),
  row(
    'states without Started',
    stub({ scenarioName: 's', requiredScenarioState: 'a', newScenarioState: 'b' }),
    stub({ scenarioName: 't', newScenarioState: 'b' }),
    admin('GET', 'scenarios'),
    admin('PUT', 'scenarios/s/state', { state: 'Started' })
  ),
  row('a reset of scenarios', ...scenario, get('x'), admin('POST', 'scenarios/reset'), get('x')),
  row(
    'settings',
    admin('POST', 'settings', { fixedDelay: 5, delayDistribution: { type: 'uniform', lower: 1, upper: 2 } }),
    admin('GET', 'settings'),
    admin('PUT', 'settings', { fixedDelay: null }),
    admin('GET', 'settings')
  ),
  row('nested settings', admin('PUT', 'settings', { settings: { fixedDelay: 5 } }), admin('GET', 'settings')),
  row(
    'settings as the Java client sends them',
    admin('POST', 'settings', '{"delayDistribution":{"type":"lognormal","median":1.0,"sigma":0.10,"maxValue":null}}'),
    admin('GET', 'settings'),
    admin('POST', 'settings', { extended: null, fixedDelay: null, delayDistribution: null }),
    admin('GET', 'settings')
  ),
  row('settings for custom code', admin('POST', 'settings', { extended: { a: 1 } }), admin('GET', 'settings')),
  row('invalid settings', admin('POST', 'settings', { nope: 1 })),
  row('an unknown call', admin('GET', 'nope')),
  row('a wrong verb', admin('PATCH', 'mappings'))
]
