// Covers the same as the tests of wiremock-captain, with its public API.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { beforeEach, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'

const [url, packages] = process.argv.slice(2)
const {
  BodyType,
  DelayType,
  EndpointFeature,
  MatchingAttributes,
  ResponseTransformer,
  WireMock,
  WireMockAPI,
  WireMockFault
} = createRequire(`${packages}/index.js`)('wiremock-captain')

const client = new WireMock(url)
const api = new WireMockAPI(url, '/x', 'POST')
const ok = { status: 200, body: { done: true } }
const sample = { objectKey: { intKey: 5, stringKey: 'text' } }

async function send(method, path, body, headers = {}) {
  const json = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...json
  })
  const text = await response.text()
  return { status: response.status, text, headers: response.headers }
}

/** The stub that matched responds; without one, the emulated APIs do. */
const matches = async (...call) => (await send(...call)).headers.has('matched-stub-id')

beforeEach(() => client.clearAllExceptDefault())

test('register: the stub responds, and the journal has the request', async () => {
  await client.register({ method: 'POST', endpoint: '/x', body: sample }, ok)
  assert.deepEqual(JSON.parse((await send('POST', '/x', sample)).text), { done: true })
  assert.equal(await matches('POST', '/x', { other: 1 }), false)
  const calls = await client.getRequestsForAPI('POST', '/x')
  assert.deepEqual(
    calls.map(({ request }) => request.body),
    [JSON.stringify({ other: 1 }), JSON.stringify(sample)]
  )
})

test('a template', async () => {
  const features = { responseTransformers: [ResponseTransformer.RESPONSE_TEMPLATE] }
  await client.register({ method: 'GET', endpoint: '/one' }, { status: 200, body: '{{request.path.[0]}}' }, features)
  assert.equal(JSON.parse((await send('GET', '/one')).text), 'one')
})

for (const [name, responseDelay, atLeast] of [
  ['a fixed delay', { type: DelayType.FIXED, constantDelay: 50 }, 49],
  ['a uniform delay', { type: DelayType.UNIFORM, lower: 50, upper: 60 }, 49],
  ['a lognormal delay', { type: DelayType.LOG_NORMAL, median: 50, sigma: 0 }, 49],
  ['a response in pieces', { type: DelayType.CHUNKED_DRIBBLE, numberOfChunks: 3, totalDuration: 60 }, 39]
])
  test(name, async () => {
    await client.register({ method: 'GET', endpoint: '/x' }, ok, { responseDelay })
    const start = performance.now()
    assert.deepEqual(JSON.parse((await send('GET', '/x')).text), { done: true })
    assert.ok(performance.now() - start >= atLeast)
  })

test('no body', async () => {
  await client.register({ method: 'POST', endpoint: '/x' }, ok)
  assert.ok(await matches('POST', '/x'))
})

test('JSON without the order of arrays, and with additional members', async () => {
  const features = { requestIgnoreArrayOrder: true, requestIgnoreExtraElements: true }
  await client.register({ method: 'POST', endpoint: '/x', body: [{ a: 1 }, { b: 2 }] }, ok, features)
  assert.ok(await matches('POST', '/x', [{ b: 2, c: 3 }, { a: 1 }]))
})

for (const [name, requestBodyFeature, body, matching, other] of [
  ['a body that contains', MatchingAttributes.Contains, 'needle', 'a needle b', 'hay'],
  ['a body by JSONPath', MatchingAttributes.MatchesJsonPath, '$.a', { a: 1 }, { b: 1 }],
  ['a body by a pattern', MatchingAttributes.Matches, '.*a+.*', 'baaa', 'b'],
  ['a body not by a pattern', MatchingAttributes.DoesNotMatch, '.*a+.*', 'b', 'aa'],
  ['a body in Base64', MatchingAttributes.BinaryEqualTo, btoa('"a"'), 'a', 'b']
])
  test(name, async () => {
    await client.register({ method: 'POST', endpoint: '/x', body }, ok, { requestBodyFeature })
    assert.equal(await matches('POST', '/x', matching), true)
    assert.equal(await matches('POST', '/x', other), false)
  })

test('a body that equals XML', async () => {
  await client.register({ method: 'POST', endpoint: '/x', body: '<a/>' }, ok, {
    requestBodyFeature: MatchingAttributes.EqualToXml
  })
  const response = await fetch(`${url}/x`, { method: 'POST', body: '<a />' })
  assert.ok(response.headers.has('matched-stub-id'))
})

test('headers, cookies and query parameters', async () => {
  const request = { headers: { 'X-One': 'a' }, cookies: { session: 'c' }, queryParameters: { q: '1.*' } }
  const features = {
    requestEndpointFeature: EndpointFeature.UrlPath,
    requestQueryParamFeatures: { q: MatchingAttributes.Matches },
    requestHeaderFeatures: { 'X-One': MatchingAttributes.Contains }
  }
  await client.register({ method: 'GET', endpoint: '/x', ...request }, ok, features)
  assert.ok(await matches('GET', '/x?q=12', undefined, { 'x-one': 'bab', cookie: 'session=c' }))
  assert.equal(await matches('GET', '/x?q=2', undefined, { 'x-one': 'bab', cookie: 'session=c' }), false)
})

test('form parameters', async () => {
  await client.register({ method: 'POST', endpoint: '/x', formParameters: { a: '1' } }, ok)
  const response = await fetch(`${url}/x`, { method: 'POST', body: new URLSearchParams({ a: '1' }) })
  assert.ok(response.headers.has('matched-stub-id'))
})

for (const [feature, endpoint] of Object.entries({
  urlPattern: '/x\\?.*',
  urlPathPattern: '/[a-z]',
  urlPath: '/x',
  url: '/x?q=1'
}))
  test(`an endpoint by ${feature}`, async () => {
    await client.register({ method: 'ANY', endpoint }, ok, { requestEndpointFeature: feature })
    assert.equal(await matches('GET', '/x?q=1'), true)
    assert.equal(await matches('GET', '/other'), false)
  })

test('bodies as text and Base64, and headers of the response', async () => {
  const text = { responseBodyType: BodyType.Body }
  const base64 = { responseBodyType: BodyType.Base64Body }
  await client.register(
    { method: 'GET', endpoint: '/text' },
    { status: 200, body: 'é', headers: { 'X-Two': 'b' } },
    text
  )
  await client.register({ method: 'GET', endpoint: '/base64' }, { status: 200, body: btoa('bytes') }, base64)
  const response = await send('GET', '/text')
  assert.deepEqual([response.text, response.headers.get('x-two')], ['é', 'b'])
  assert.equal((await send('GET', '/base64')).text, 'bytes')
})

test('priorities', async () => {
  const { priority } = await client.register({ method: 'GET', endpoint: '/x' }, ok, { stubPriority: 1 })
  await client.register({ method: 'GET', endpoint: '/x' }, { status: 201 }, { stubPriority: 2 })
  assert.equal(priority, 1)
  assert.equal((await send('GET', '/x')).status, 200)
})

for (const [fault, message] of Object.entries({
  [WireMockFault.EMPTY_RESPONSE]: /other side closed/,
  [WireMockFault.CONNECTION_RESET_BY_PEER]: /ECONNRESET/,
  [WireMockFault.RANDOM_DATA_THEN_CLOSE]: /Expected HTTP/,
  [WireMockFault.MALFORMED_RESPONSE_CHUNK]: /Invalid character in chunk size|other side closed|terminated/
}))
  test(`the fault ${fault}`, async () => {
    await client.register({ method: 'GET', endpoint: '/x' }, ok, { fault })
    await assert.rejects(send('GET', '/x'), ({ message: text, cause }) => message.test(`${text} ${cause}`))
  })

test('a webhook', async () => {
  const webhook = { method: 'POST', url: `${url}/hook`, body: { type: 'JSON', data: { a: 1 } } }
  const { id } = await client.register({ method: 'POST', endpoint: '/x' }, ok, { webhook })
  assert.ok(id, 'the mapping was accepted')
  await send('POST', '/x')
  while ((await client.getRequestsForAPI('POST', '/hook')).length === 0) await setTimeout(50)
})

test('a mapping by id, and its removal', async () => {
  const { id } = await client.register({ method: 'POST', endpoint: '/x' }, ok)
  assert.equal((await client.getMapping(id)).id, id)
  assert.equal((await client.getAllMappings()).length, 1)
  await client.deleteMapping(id)
  assert.deepEqual(await client.getAllMappings(), [])
})

test('metadata', async () => {
  const of = { expression: '$.key', contains: 'value' }
  await client.register({ method: 'POST', endpoint: '/x', metadata: { key: 'the value' } }, ok)
  await client.register({ method: 'POST', endpoint: '/y' }, ok)
  assert.equal((await client.findMappingByMetadata(of, MatchingAttributes.MatchesJsonPath)).length, 1)
  await client.removeMappingByMetadata(of, MatchingAttributes.MatchesJsonPath)
  assert.equal((await client.findMappingByMetadata(of, MatchingAttributes.MatchesJsonPath)).length, 0)
  assert.equal((await client.getAllMappings()).length, 1)
})

test('requests, matched and unmatched', async () => {
  await client.register({ method: 'GET', endpoint: '/x' }, ok)
  for (const method of ['GET', 'GET', 'POST']) await send(method, '/x')
  assert.equal((await client.getAllRequests()).length, 3)
  assert.equal((await client.getUnmatchedRequests()).length, 1)
  await client.clearAllRequests()
  assert.equal((await client.getAllRequests()).length, 0)
})

test('resets of mappings', async () => {
  for (const reset of ['resetMappings', 'clearAllMappings', 'clearAll']) {
    await client.register({ method: 'GET', endpoint: '/x' }, ok)
    await client[reset]()
    assert.deepEqual(await client.getAllMappings(), [], reset)
  }
})

test('scenarios', async () => {
  const scenario = (requiredScenarioState, newScenarioState) => ({
    scenario: { scenarioName: 's', requiredScenarioState, newScenarioState }
  })
  const states = async () => (await client.getAllScenarios()).map(({ name, state }) => `${name}: ${state}`)
  await client.register({ method: 'GET', endpoint: '/y' }, ok)
  assert.deepEqual(await states(), [])
  await client.register({ method: 'GET', endpoint: '/x' }, ok, scenario('Started', 'two'))
  await client.register({ method: 'GET', endpoint: '/x' }, { status: 201 }, scenario('two'))
  assert.deepEqual(await states(), ['s: Started'])
  assert.equal((await send('GET', '/x')).status, 200)
  assert.deepEqual(await states(), ['s: two'])
  assert.equal((await send('GET', '/x')).status, 201)
  await client.resetAllScenarios()
  assert.deepEqual(await states(), ['s: Started'])
})

test('the client of one endpoint', async () => {
  const { id } = await api.register({ body: sample }, ok, { stubPriority: 1 })
  await api.registerDefaultResponse({ status: 404 })
  assert.equal((await send('POST', '/x', sample)).status, 200)
  assert.equal((await send('POST', '/x', {})).status, 404)
  assert.equal((await api.getRequestsForAPI()).length, 2)
  await api.deleteMapping(id)
  assert.equal((await send('POST', '/x', sample)).status, 404)
})
