import type { Test } from 'tap'
import { controlFor, exchange } from '../support/control.ts'

const UNKNOWN = '31111111-1111-4111-8111-111111111111'

/** Details of the protocol that WireMock's clients rely on. */
export async function clients(t: Test): Promise<void> {
  t.test('a reset of mappings clears the journal, too', async (t) => {
    const { send, admin, count, stub } = await controlFor(t)
    await stub({ request: { url: '/x' } })
    await send('GET', '/x')
    // WireMock.Net's client sends this parameter.
    await admin('POST', 'mappings/reset?reloadStaticMappings=False')
    t.equal(await count({}), 0, 'as the resets of clients expect')
  })

  t.test('clients can detect whether the server runs', async (t) => {
    const { admin, stub, mock } = await controlFor(t)
    const id = await stub({ request: { url: '/x' } })
    const response = await fetch(`${mock.url}/__admin`, { redirect: 'manual' })
    t.same([response.status, response.headers.get('location')], [302, '__admin/'], 'without a slash')
    t.match(await admin('GET', ''), { status: 200, json: { mappings: [{ id }], meta: { total: 1 } } }, 'with a slash')
    t.match(await fetch(`${mock.url}/sandboxes/w1/__admin`), { status: 200, url: /w1\/__admin\/$/ }, 'in a sandbox')
    await admin('DELETE', 'sandboxes/w1')
  })

  t.test('every event has a mapping', async (t) => {
    const { send, admin, stub } = await controlFor(t)
    const id = await stub({ request: { url: '/x' } })
    for (const path of ['/x', '/users', '/nothing']) await send('GET', path)
    const [unmatched, emulated, stubbed] = (await admin('GET', 'requests')).json.requests
    t.match(stubbed.stubMapping, { id, uuid: id }, 'that of the stub')
    const response = { status: 404, fromConfiguredStub: false }
    const any = { id: unmatched.id, uuid: unmatched.id, request: { method: 'ANY' }, response }
    t.strictSame(unmatched.stubMapping, any, 'without a match')
    t.strictSame(unmatched.responseDefinition, response, 'the response without a match')
    t.strictSame(
      emulated.stubMapping.response,
      { status: 200 },
      'of an emulated API, which the Java client counts as matched'
    )
    t.strictSame(emulated.responseDefinition, { status: 200 }, 'the response of an emulated API')
  })

  t.test('found requests are in the order of arrival', async (t) => {
    const { send, admin } = await controlFor(t)
    for (const path of ['/1', '/2', '/3']) await send('GET', path)
    const { requests } = (await admin('POST', 'requests/find', {})).json
    t.same(
      requests.map(({ url }: { url: string }) => url),
      ['/1', '/2', '/3'],
      'the oldest first'
    )
  })

  t.test('unused stubs can be removed, and requests by the metadata of their stubs', async (t) => {
    const { send, admin, stub } = await controlFor(t)
    const used = await stub({ request: { url: '/used' }, metadata: { suite: 'a' } })
    const unused = await stub({ request: { url: '/unused' }, metadata: { suite: 'a' } })
    await send('GET', '/used')
    await send('GET', '/users')
    t.match(
      (await admin('GET', 'mappings/unmatched')).json,
      { mappings: [{ id: unused }], meta: { total: 1 } },
      'unused'
    )
    await admin('DELETE', 'mappings/unmatched')
    t.match((await admin('GET', 'mappings')).json, { mappings: [{ id: used }], meta: { total: 1 } }, 'only used ones')
    const pattern = { matchesJsonPath: { expression: '$.suite', equalTo: 'a' } }
    const { json } = await admin('POST', 'requests/remove-by-metadata', pattern)
    t.match(json.serveEvents, [{ request: { url: '/used' } }], 'the request of a stub with these metadata')
    t.equal((await admin('GET', 'requests')).json.meta.total, 1, 'the other request stays')
  })

  t.test('matchingStub accepts any UUID and rejects other ids', async (t) => {
    const { admin } = await controlFor(t)
    t.match((await admin('GET', `requests?matchingStub=${UNKNOWN}`)).json, { meta: { total: 0 } }, 'an unknown one')
    const errors = [{ code: 15, title: "Query parameter matchingStub value 'x' is not a valid UUID" }]
    t.match(await admin('GET', 'requests?matchingStub=x'), { status: 400, json: { errors } }, 'an invalid id')
  })

  t.test('a body that is not JSON has an event if a stub expects JSON', async (t) => {
    const { send, admin, stub } = await controlFor(t)
    const body = '{bad'
    await send('POST', '/x', { body })
    await stub({ request: { url: '/x', bodyPatterns: [{ equalToJson: {} }] } })
    await send('POST', '/x', { body })
    const [after, before] = (await admin('GET', 'requests')).json.requests
    const errors = [{ code: 10, source: {}, title: 'Error parsing JSON', detail: /JSON/ }]
    t.match(after.subEvents, [{ type: 'JSON_ERROR', data: { errors } }, { type: 'REQUEST_NOT_MATCHED' }], 'the events')
    t.match(before.subEvents, [{ type: 'REQUEST_NOT_MATCHED' }], 'no JSON_ERROR before the stub existed')
    t.equal(before.subEvents.length, 1, 'only one')
  })

  t.test('settings can be sent as they are returned', async (t) => {
    const { admin } = await controlFor(t)
    t.equal(
      (await admin('PUT', 'settings', { settings: { fixedDelay: 3 } })).status,
      200,
      'in the form that GET returns'
    )
    const { json } = await admin('GET', 'settings')
    t.match(json, { settings: { fixedDelay: 3 } }, 'the settings')
    const nested = await admin('PUT', 'settings', { settings: {}, fixedDelay: 1 })
    t.match(nested, { status: 422, json: { errors: [{ source: { pointer: '/settings' } }] } }, 'not in both forms')
  })

  t.test('the states of a scenario are those that stubs name', async (t) => {
    const { admin, stub } = await controlFor(t)
    await stub({ scenarioName: 's', requiredScenarioState: 'a', newScenarioState: 'b' })
    const { scenarios } = (await admin('GET', 'scenarios')).json
    t.match(scenarios, [{ state: 'Started', possibleStates: ['a', 'b'] }], 'without Started')
    t.equal(scenarios[0].possibleStates.length, 2, 'only these')
    t.equal((await admin('PUT', 'scenarios/s/state', { state: 'Started' })).status, 422, 'no other state can be set')
  })

  t.test('random data are printable', async (t) => {
    const { stub, mock } = await controlFor(t)
    await stub({ request: { url: '/x' }, response: { fault: 'RANDOM_DATA_THEN_CLOSE' } })
    const { text } = await exchange(mock, 'GET /x HTTP/1.1\r\nhost: localhost\r\n\r\n')
    t.match(text, /^[!-~]{64}$/, "as WireMock's are: some HTTP clients report other bytes differently")
  })
}
