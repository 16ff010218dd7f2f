import { createRequire } from 'node:module'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { controlFor, type Json } from '../support/control.ts'
import { packages } from './server.ts'

// Unmodified clients from npm.

async function load(name: string): Promise<Json> {
  return createRequire(join(await packages(), 'index.js'))(name)
}

/** A mock that its client may stop. */
const start = (t: Test) => controlFor(t, { allowShutdown: true })

t.test('wiremock-rest-client', async (t) => {
  const { WireMockRestClient } = await load('wiremock-rest-client')
  const { mock, send } = await start(t)
  const { mappings, requests, scenarios, global } = new WireMockRestClient(mock.url, { logLevel: 'silent' })
  const mapping = { request: { method: 'GET', urlPath: '/x' }, response: { status: 418 }, metadata: { a: 1 } }
  const { id } = await mappings.createMapping(mapping)
  t.match(await mappings.getAllMappings(), { mappings: [{ id }], meta: { total: 1 } }, 'getAllMappings')
  t.match(await mappings.getMapping(id), mapping, 'getMapping')
  t.equal((await send('GET', '/x')).status, 418, 'the stub responds')
  t.match(await requests.getCount({ method: 'GET', urlPath: '/x' }), { count: 1 }, 'getCount')
  t.match(await requests.findRequests({ method: 'GET' }), { requests: [{ url: '/x' }] }, 'findRequests')
  const [event] = (await requests.getAllRequests()).requests
  t.match(await requests.getRequest(event.id), { stubMapping: { id } }, 'getRequest')
  await mappings.updateMapping(id, { ...mapping, response: { status: 419 } })
  t.equal((await send('GET', '/x')).status, 419, 'updateMapping')
  t.match(await mappings.findByMetaData({ equalToJson: { a: 1 } }), { mappings: [{ id }] }, 'findByMetaData')
  await mappings.removeByMetaData({ equalToJson: { a: 1 } })
  t.match(await mappings.getAllMappings(), { meta: { total: 0 } }, 'removeByMetaData')
  await send('GET', '/none')
  t.match(await requests.getUnmatchedRequests(), { requests: [{ url: '/none' }] }, 'getUnmatchedRequests')
  await requests.getUnmatchedNearMisses()
  t.match(await scenarios.getAllScenarios(), { scenarios: [] }, 'getAllScenarios')
  await scenarios.resetAllScenarios()
  await global.updateGlobalSettings({ fixedDelay: 1 })
  await requests.deleteAllRequests()
  t.match(await requests.getCount({}), { count: 0 }, 'deleteAllRequests')
  await mappings.resetAllMappings()
  await mappings.deleteAllMappings()
  await global.resetAll()
  await global.shutdown()
  await mock.closed
})

t.test('wiremock-captain', async (t) => {
  const { WireMock } = await load('wiremock-captain')
  const { mock, send } = await start(t)
  const client = new WireMock(mock.url)
  const body = { identifier: 'x' }
  const { id } = await client.register({ method: 'POST', endpoint: '/x', body }, { status: 201, body: { done: true } })
  const sent = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  t.match(await send('POST', '/x', sent), { status: 201, json: { done: true } }, 'register')
  t.match(await client.getRequestsForAPI('POST', '/x'), [{ request: { url: '/x' } }], 'getRequestsForAPI')
  t.match(await client.getMapping(id), { id }, 'getMapping')
  t.equal((await client.getAllRequests()).length, 1, 'getAllRequests')
  await client.deleteMapping(id)
  t.same(await client.getAllMappings(), [], 'deleteMapping')
  await send('GET', '/none')
  t.match(await client.getUnmatchedRequests(), { length: 1 }, 'getUnmatchedRequests')
  const scenario = { scenarioName: 's', requiredScenarioState: 'Started', newScenarioState: 'two' }
  await client.register({ method: 'GET', endpoint: '/x' }, { status: 202 }, { scenario })
  t.same([(await send('GET', '/x')).status, (await send('GET', '/x')).status], [202, 404], 'a scenario')
  t.match(await client.getAllScenarios(), [{ name: 's', state: 'two' }], 'getAllScenarios')
  await client.resetAllScenarios()
  t.equal((await send('GET', '/x')).status, 202, 'resetAllScenarios')
  await client.clearAllExceptDefault()
  await client.clearAll()
  t.same([await client.getAllMappings(), await client.getAllRequests()], [[], []], 'clearAll')
})
