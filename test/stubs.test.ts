import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startMock } from '../src/index.ts'
import { perSandbox } from './stubs/per-sandbox.ts'
import { type Control, controlFor, exchange, type Json, secureExchange } from './support/control.ts'
import { MATCHED_BODY, MATCHED_HEADERS, MATCHED_PATH, PATTERNS } from './support/patterns.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const newUser = (identifier: string) => ({ headers: JSON_TYPE, body: JSON.stringify({ user: { identifier } }) })
const UNKNOWN = '11111111-1111-4111-8111-111111111111'

t.test('a stub overrides the emulation for what it matches, and for nothing else', async (t) => {
  const { send, stub } = await controlFor(t)
  const id = await stub({
    name: 'too mäny',
    request: { method: 'GET', urlPath: '/users' },
    response: {
      status: 429,
      statusMessage: 'Slow Down',
      headers: { 'Retry-After': '2', 'X-A': ['1', '2'] },
      jsonBody: { a: 1 }
    }
  })
  const answer = await send('GET', '/users?page=1')
  t.match(answer, { status: 429, json: { a: 1 } })
  t.equal(answer.headers.get('retry-after'), '2')
  t.equal(answer.headers.get('x-a'), '1, 2')
  t.equal(answer.headers.get('matched-stub-id'), id)
  t.equal(answer.headers.get('matched-stub-name'), 'too m?ny')
  t.equal((await send('POST', '/users', newUser('a'))).status, 200)
  t.equal((await send('GET', '/api/Users')).status, 200)
})

t.test('a stub answers before credentials are asked for, and where no route is', async (t) => {
  const { mock, stub } = await controlFor(t)
  await stub({ request: { url: '/accounts', method: 'PUT' }, response: { body: 'text', status: 201 } })
  await stub({ request: { url: '/bytes' }, response: { base64Body: 'AAEC' } })
  await stub({ request: { url: '/none' }, response: { status: 204 } })
  t.equal(await (await fetch(`${mock.url}/accounts`, { method: 'PUT', body: 'x' })).text(), 'text')
  t.same(new Uint8Array(await (await fetch(`${mock.url}/bytes`)).arrayBuffer()), new Uint8Array([0, 1, 2]))
  t.equal((await fetch(`${mock.url}/none`)).status, 204)
})

t.test('the highest priority is asked first, and the newest of equals', async (t) => {
  const { send, stub, admin } = await controlFor(t)
  const text = async () => (await send('GET', '/x')).text
  const add = (body: string, request: object, priority?: number) =>
    stub({ request, response: { body }, ...(priority !== undefined && { priority }) })
  await add('low', { urlPath: '/x' }, 9)
  await add('any', { urlPathPattern: '/.*' })
  t.equal(await text(), 'any')
  const newer = await add('newer', { url: '/x' })
  await add('other', { urlPathPattern: '/(?:y|z)' }, 1)
  t.equal(await text(), 'newer')
  await add('first', { method: 'GET' }, 1)
  t.equal(await text(), 'first')
  const { mappings } = (await admin('GET', 'mappings')).json
  t.same(
    mappings.map(({ response }: Json) => response.body),
    ['first', 'other', 'newer', 'any', 'low']
  )
  t.same((await admin('GET', 'mappings?offset=2&limit=1')).json, { mappings: [mappings[2]], meta: { total: 5 } })
  t.same(mappings[2], {
    id: newer,
    uuid: newer,
    request: { method: 'ANY', url: '/x' },
    response: { status: 200, body: 'newer' }
  })
})

t.test('an address is matched in every spelling that the APIs take', async (t) => {
  const { send, stub } = await controlFor(t)
  await stub({ request: { urlPath: '/api/users/x/DISABLE' }, response: { status: 202 } })
  await stub({ request: { url: '/users/?a=1' }, response: { status: 203 } })
  for (const path of ['/api/Users/x/disable', '/API/users//x/Disable/']) t.equal((await send('PUT', path)).status, 202)
  t.equal((await send('GET', '//users?a=1')).status, 203)
})

t.test('fail twice, then work', async (t) => {
  const { send, stub, admin } = await controlFor(t)
  const failing = { request: { urlPath: '/users' }, response: { status: 503 } }
  const statuses = async () => {
    const seen: number[] = []
    for (let i = 0; i < 4; i++) seen.push((await send('GET', '/users')).status)
    return seen
  }
  const id = await stub({ ...failing, metadata: { mock: { times: 2 } } })
  t.same(await statuses(), [503, 503, 200, 200])
  await admin('PUT', `mappings/${id}`, { ...failing, metadata: { mock: { times: 1, after: 2 } } })
  t.same(await statuses(), [200, 200, 503, 200])
})

t.test('a probability is drawn from a stream that repeats', async (t) => {
  const run = async () => {
    const { send, stub } = await controlFor(t)
    await stub({ request: { urlPath: '/users' }, response: { status: 503 }, metadata: { mock: { probability: 0.5 } } })
    const seen: number[] = []
    for (let i = 0; i < 24; i++) seen.push((await send('GET', '/users')).status)
    return seen
  }
  const first = await run()
  t.ok(first.includes(503) && first.includes(200))
  t.same(await run(), first)
})

t.test('a scenario goes from state to state', async (t) => {
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
  t.same([await status(), await status(), await status()], [201, 202, 404])
  const { scenarios } = (await admin('GET', 'scenarios')).json
  t.match(scenarios, [
    { id: 'B', name: 'B', state: 'Started', possibleStates: ['Started'], mappings: [{ request: { url: '/b' } }] },
    { name: 'a login', state: 'third', possibleStates: ['Started', 'second', 'third'], mappings: { length: 2 } }
  ])
  const set = (name: string, body?: unknown) => admin('PUT', `scenarios/${name}/state`, body)
  t.match(await set('a%20login', { state: 'second' }), { status: 200, json: {} })
  t.equal(await status(), 202)
  await set('a%20login')
  t.equal(await status(), 201)
  t.match(await set('a%20login', { state: 'x' }), {
    status: 422,
    json: { errors: [{ title: 'Scenario a login does not support state x' }] }
  })
  t.match(await set('x', { state: 'x' }), { status: 404, json: { errors: [{ title: 'Scenario x does not exist' }] } })
  t.match(await set('x', { stat: 'x' }), { status: 422, json: { errors: [{ source: { pointer: '/stat' } }] } })
  t.equal((await set('a%20login', null)).status, 422)
  await admin('POST', 'scenarios/reset')
  t.equal(await status(), 201)
  await admin('POST', 'mappings/remove-by-metadata', { matchesJsonPath: '$.none' })
  for (const { id } of (await admin('GET', 'mappings')).json.mappings) await admin('DELETE', `mappings/${id}`)
  t.same((await admin('GET', 'scenarios')).json, { scenarios: [] })
  await step('Started', 'second', 201)
  t.equal(await status(), 201, 'a scenario whose stubs were all removed begins anew, as in WireMock')
})

t.test('patterns say what they say in WireMock', async (t) => {
  const { send, stub, admin } = await controlFor(t)
  for (const [request, expected] of PATTERNS) {
    await admin('DELETE', 'mappings')
    await stub({ request, response: { status: 218 } })
    const { status } = await send('POST', MATCHED_PATH, { headers: MATCHED_HEADERS, body: MATCHED_BODY })
    t.equal(status === 218, expected, JSON.stringify(request))
  }
  await stub({ request: { bodyPatterns: [{ absent: true }] }, response: { status: 219 } })
  t.equal((await send('POST', '/a/b')).status, 219, 'a body without bytes is absent')
})

const expressions: [string, string, boolean][] = [
  ['\\p{Alpha}+', 'ab', true],
  ['[\\p{Alpha}\\P{Digit}]+', 'a-', true],
  ['\\P{Alpha}', 'a', false],
  ['\\u0061\\x62', 'ab', true],
  ['\\Qa.b\\E', 'a.b', true],
  ['\\Qa[', 'a[', true],
  ['(?<name>a)(?i:B)(?s).', 'abc', true],
  ['(?<name>\\p{Alpha}+)', 'ab', true],
  ['a', 'ab', false],
  ['a|b+', 'bb', true],
  ['[^a]b', 'cb', true],
  ['\\[a\\]', '[a]', true]
]
const refused = [
  '(a)\\1',
  '(?=a).',
  '(?!a).',
  'a++',
  '[a-z&&[^b]]',
  '(?<name>[a-z&&b])',
  '\\p{constructor}',
  '[a[b]]',
  '[]a]',
  '[^]a]',
  '(?x)a',
  '\\v',
  '\\07',
  '\\h',
  'a{2000}',
  '(?>a)'
]

t.test("regular expressions are Java's, or refused", async (t) => {
  const { mock, send, admin } = await controlFor(t)
  for (const [matches, value, expected] of expressions) {
    await admin('DELETE', 'requests')
    await send('GET', '/users', { headers: { 'x-a': value } })
    t.equal(await mock.requests.count({ headers: { 'x-a': { matches } } }), expected ? 1 : 0, matches)
  }
  for (const matches of refused) {
    const { status, json } = await admin('POST', 'requests/count', { urlPattern: matches })
    t.match(
      { status, json },
      { status: 422, json: { errors: [{ detail: /is not a regular expression that this server takes/ }] } },
      matches
    )
  }
})

async function milliseconds(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await action()
  return performance.now() - start
}

t.test('answers are delayed, by stubs and by settings', async (t) => {
  const { send, stub, admin } = await controlFor(t)
  const get = () => milliseconds(() => send('GET', '/x'))
  const delays: [object, number][] = [
    [{ fixedDelayMilliseconds: 60 }, 60],
    [{ delayDistribution: { type: 'fixed', milliseconds: 60 } }, 60],
    [{ delayDistribution: { type: 'uniform', lower: 60, upper: 70 } }, 60],
    [{ delayDistribution: { type: 'lognormal', median: 70, sigma: 0.01 } }, 60],
    [{ delayDistribution: { type: 'lognormal', median: 5000, sigma: 0.1, maxValue: 60 } }, 60],
    [{ chunkedDribbleDelay: { numberOfChunks: 3, totalDuration: 60 }, body: 'abcdefg' }, 55],
    [{ transformers: ['emulate'], chunkedDribbleDelay: { numberOfChunks: 2, totalDuration: 60 } }, 55]
  ]
  for (const [response, least] of delays) {
    await stub({ request: { url: '/x' }, response })
    t.ok((await get()) >= least - 2, JSON.stringify(response))
  }
  t.match((await admin('GET', 'requests?limit=3')).json.requests[2].timing, { addedDelay: 60 })
  await admin('DELETE', 'mappings')
  t.match((await admin('GET', 'settings')).json, { settings: { proxyPassThrough: true } })
  await admin('POST', 'settings', { fixedDelay: 60 })
  t.ok((await get()) >= 58, 'what is emulated')
  await stub({ request: { url: '/x' }, response: { body: 'a' } })
  t.ok((await get()) >= 58, 'and what is stubbed')
  await admin('PUT', 'settings', { fixedDelay: null, delayDistribution: { type: 'uniform', lower: 60, upper: 61 } })
  t.same((await admin('GET', 'settings')).json.settings.fixedDelay, undefined)
  t.ok((await get()) >= 58)
  const { json } = await admin('POST', 'settings', { fixedDelays: 1 })
  t.match(json, { errors: [{ source: { pointer: '/fixedDelays' } }] })
})

t.test('a body that dribbles arrives whole', async (t) => {
  const { send, stub, admin } = await controlFor(t)
  const chunkedDribbleDelay = { numberOfChunks: 5, totalDuration: 5 }
  await stub({
    request: { url: '/x' },
    response: { body: 'héllo', chunkedDribbleDelay, headers: { 'content-length': '6' } }
  })
  t.equal((await send('GET', '/x')).text, 'héllo')
  await stub({
    request: { url: '/x' },
    response: { body: 'héllo', chunkedDribbleDelay, headers: { 'Content-Length': '2' } }
  })
  t.equal((await send('GET', '/x')).text, 'héllo', 'whatever length it says of itself')
  await stub({ request: { urlPattern: '/api/.*' }, response: { transformers: ['emulate'], chunkedDribbleDelay } })
  await stub({ request: { urlPath: '/users' }, response: { transformers: ['emulate'], chunkedDribbleDelay } })
  const { headers } = await send('GET', '/users')
  const unchanged = await send('GET', '/users', { headers: { 'if-none-match': headers.get('etag') ?? '' } })
  t.equal(unchanged.status, 304)
  const record = { DisplayName: 'x', UserGroupName: 'Operators' }
  const many = Array.from({ length: 1001 }, (_, i) => ({ Username: `u${i}`, ...record }))
  const { json } = await admin('GET', 'state')
  await admin('PUT', 'state', { ...json, atms: { ...json.atms, users: many } })
  const users = (await send('GET', '/api/Users')).json
  t.equal(users.length, 1001, 'one that is sent as it is made')
  t.equal((await send('DELETE', `/api/Users/${users[0].Username}`)).status, 204)
})

t.test('a delayed request holds no other up', { timeout: 20_000 }, async (t) => {
  const { send, stub } = await controlFor(t)
  await stub({ request: { url: '/slow' }, response: { fixedDelayMilliseconds: 300 } })
  const slow = Array.from({ length: 200 }, () => send('GET', '/slow'))
  t.equal((await send('GET', '/users')).status, 200)
  t.ok((await milliseconds(() => Promise.all(slow))) < 2000)
})

t.test('a server that stops ends delays at once', async (t) => {
  const { send, stub, admin, mock } = await controlFor(t)
  await stub({ request: { url: '/slow' }, response: { fixedDelayMilliseconds: 60_000, body: 'done' } })
  const slow = send('GET', '/slow')
  await admin('POST', 'requests/count?atLeast=1&timeoutMs=5000', { url: '/slow' })
  await mock.close()
  t.equal((await slow).text, 'done')
})

const FAULTS: [string, RegExp, string][] = [
  ['EMPTY_RESPONSE', /^$/, 'end'],
  ['CONNECTION_RESET_BY_PEER', /^$/, 'ECONNRESET'],
  ['MALFORMED_RESPONSE_CHUNK', /^HTTP\/1.1 200 OK\r\n(?:.+\r\n)*Transfer-Encoding: chunked\r\n\r\n\D/, 'end'],
  ['RANDOM_DATA_THEN_CLOSE', /^(?!HTTP).{64}$/s, 'end']
]

t.test('random data is other data each time, and the same in the next run', async (t) => {
  const { mock, stub, admin, send } = await controlFor(t)
  const run = async () => {
    await admin('POST', 'reset')
    await stub({ request: { url: '/broken' }, response: { fault: 'RANDOM_DATA_THEN_CLOSE' } })
    const seen: string[] = []
    for (let i = 0; i < 3; i++) seen.push((await exchange(mock, 'GET /broken HTTP/1.1\r\nHost: x\r\n\r\n')).text)
    const { guid } = (await send('POST', '/users', newUser('x'))).json.user
    return { seen, guid }
  }
  const { seen, guid } = await run()
  t.equal(new Set(seen).size, 3)
  t.ok(new Set(seen.join('')).size > 64, 'bytes of all kinds')
  t.same(await run(), { seen, guid })
  await admin('POST', 'reset')
  t.equal((await send('POST', '/users', newUser('x'))).json.user.guid, guid, 'guids do not depend on faults')
})

t.test('a fault breaks the connection, before or after the effect', async (t) => {
  const { mock, stub, admin, send } = await controlFor(t)
  for (const [fault, text, end] of FAULTS) {
    await admin('POST', 'reset')
    await stub({ request: { url: '/broken' }, response: { fault, headers: { 'Content-Length': '3' } } })
    t.match(await exchange(mock, 'GET /broken HTTP/1.1\r\nHost: x\r\n\r\n'), { text, end }, fault)
    await stub({
      request: { method: 'POST', urlPath: '/users' },
      response: { status: 200, transformers: ['emulate'], fault },
      metadata: { mock: { times: 1 } }
    })
    const { body } = newUser('lost')
    const credentials = Object.entries(mock.credentials.atrium).map(([name, value]) => `${name}: ${value}`)
    const head = [
      'POST /users HTTP/1.1',
      'Host: x',
      ...credentials,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`
    ]
    t.match(await exchange(mock, [...head, '', body].join('\r\n')), { text, end }, `${fault} after the effect`)
    t.equal((await send('POST', '/users', newUser('lost'))).status, 409, 'the user was created')
  }
})

t.test('a fault breaks a TLS connection too', async (t) => {
  const { mock, stub, admin } = await controlFor(t, { tlsPort: 0 })
  for (const [fault, text, end] of FAULTS) {
    await stub({ request: { url: '/broken' }, response: { fault } })
    t.match(await secureExchange(mock, 'GET /broken HTTP/1.1\r\nHost: x\r\n\r\n'), { text, end }, fault)
  }
  const [{ request }] = (await admin('GET', 'requests')).json.requests
  t.match(request, { scheme: 'https', absoluteUrl: 'https://x/broken', port: 443 })
})

t.test('a page of another origin reads what stubs answer, and asks first without using them up', async (t) => {
  const origin = 'http://app.example'
  const { send, stub, mock } = await controlFor(t, { cors: origin })
  const get = (path: string) => send('GET', path, { headers: { origin } })
  const allow = 'access-control-allow-origin'
  const metadata = { mock: { times: 1 } }
  await stub({ request: { urlPath: '/users' }, response: { status: 429, headers: { 'X-A': '1' } }, metadata })
  const asked = await send('OPTIONS', '/users', { headers: { origin, 'access-control-request-method': 'GET' } })
  t.equal(asked.status, 204)
  t.equal(await mock.requests.count({ method: 'OPTIONS' }), 1, 'it is in the journal')
  const { status, headers } = await get('/users')
  t.match([status, headers.get(allow), headers.get('x-a')], [429, origin, '1'])
  t.match(headers.get('access-control-expose-headers'), /ETag/)
  const chunkedDribbleDelay = { numberOfChunks: 2, totalDuration: 2 }
  await stub({ request: { url: '/pieces' }, response: { body: 'abc', chunkedDribbleDelay } })
  await stub({ request: { url: '/api/Users' }, response: { transformers: ['emulate'], chunkedDribbleDelay } })
  for (const path of ['/pieces', '/api/Users']) t.equal((await get(path)).headers.get(allow), origin, path)
  await stub({
    request: { url: '/own' },
    response: { headers: { 'Access-Control-Allow-Origin': 'http://other.example' } }
  })
  t.equal((await get('/own')).headers.get(allow), 'http://other.example', 'a stub has the last word')
})

t.test('a client that is gone does no harm', async (t) => {
  const { stub, mock, admin } = await controlFor(t)
  for (const [fault] of FAULTS) {
    await stub({ request: { url: `/${fault}` }, response: { fault, fixedDelayMilliseconds: 30 } })
    await fetch(`${mock.url}/${fault}`, { signal: AbortSignal.timeout(5) }).catch(() => undefined)
  }
  await stub({ request: { url: '/slow' }, response: { fixedDelayMilliseconds: 40 } })
  await fetch(`${mock.url}/slow`)
  t.equal((await admin('GET', 'health')).status, 200)
})

t.test('a stub that says how long its body is, as recorded ones do, is answered as it says', async (t) => {
  const { mock, stub } = await controlFor(t)
  const text = async (headers: object) => {
    await stub({ request: { url: '/x' }, response: { body: 'hello', headers } })
    return (await fetch(`${mock.url}/x`)).text()
  }
  t.equal(await text({ 'Content-Length': '5' }), 'hello')
  t.equal(await text({ 'Transfer-Encoding': 'chunked' }), 'hello')
  t.equal(await text({ 'content-length': '3' }), 'hel')
  await t.rejects(text({ 'Content-Length': '300' }), 'the connection ends before the body does')
})

t.test('headers go around what is emulated, or in the place of its own', async (t) => {
  const { send, stub, admin } = await controlFor(t)
  const headers = { 'X-Extra': ['1', '2', '3'], 'Cache-Control': 'no-store', constructor: 'x' }
  await stub({ request: { urlPath: '/users' }, response: { transformers: ['emulate'], headers } })
  const answer = await send('GET', '/users')
  t.equal(answer.headers.get('x-extra'), '1, 2, 3')
  t.equal(answer.headers.get('cache-control'), 'no-store')
  t.match(answer.headers.get('etag'), /^W\/"/)
  t.equal(answer.json.users.length, 7)
  const [{ response }] = (await admin('GET', 'requests')).json.requests
  t.match(response.headers, {
    etag: answer.headers.get('etag'),
    'cache-control': 'no-store',
    'x-extra': ['1', '2', '3'],
    constructor: 'x'
  })
})

const ID = '21111111-1111-4111-8111-11111111111A'

t.test('mappings are created, read, edited and removed', async (t) => {
  const { admin, send } = await controlFor(t)
  const created = await admin('POST', 'mappings', { id: ID, request: { url: '/x' }, persistent: false, priority: 2 })
  const id = ID.toLowerCase()
  t.match(created, {
    status: 201,
    json: { id, uuid: id, request: { method: 'ANY', url: '/x' }, response: { status: 200 } }
  })
  t.same((await admin('GET', `mappings/${ID}`)).json, created.json)
  t.match(await admin('POST', 'mappings', { uuid: ID }), {
    status: 422,
    json: { errors: [{ code: 109, title: 'Duplicate stub mapping ID' }] }
  })
  t.match(await admin('PUT', `mappings/${ID}`, { request: { url: '/y' } }), {
    status: 200,
    json: { id, request: { url: '/y' } }
  })
  t.equal((await send('GET', '/y')).status, 200)
  t.match(await admin('PUT', `mappings/${ID}`, '[]'), { status: 422 })
  t.same((await admin('DELETE', `mappings/${ID}`)).json, {})
  for (const method of ['GET', 'DELETE']) t.equal((await admin(method, `mappings/${UNKNOWN}`)).status, 404)
  t.equal((await admin('PUT', `mappings/${UNKNOWN}`, {})).status, 404)
  t.equal((await admin('GET', 'mappings/x')).status, 400)
})

t.test('mappings are edited and removed by their bodies, as the client for Java does', async (t) => {
  const { admin, send, stub } = await controlFor(t)
  const id = await stub({ request: { url: '/x' } })
  const edited = { id, request: { url: '/y' } }
  t.equal((await admin('POST', 'mappings/edit', edited)).status, 204)
  t.equal((await send('GET', '/y')).status, 200)
  t.equal((await admin('POST', 'mappings/edit', { id: UNKNOWN })).status, 404)
  t.equal((await admin('POST', 'mappings/remove', edited)).status, 200)
  t.equal((await admin('POST', 'mappings/remove', edited)).status, 200, 'as often as one likes')
  await stub(edited)
  t.equal((await admin('POST', 'mappings/remove', { request: edited.request })).status, 200)
  t.equal((await send('GET', '/y')).status, 404)
})

t.test('mappings are imported, all or none', async (t) => {
  const { admin, send, stub } = await controlFor(t)
  await stub({ id: ID, request: { url: '/x' }, response: { body: 'old' } })
  await stub({ request: { url: '/other' } })
  const mappings = [
    { id: ID, request: { url: '/x' }, response: { body: 'new' } },
    { request: { url: '/y' }, response: { body: '1' } },
    { request: { url: '/y' }, response: { body: '2' } }
  ]
  const load = (importOptions?: object) => admin('POST', 'mappings/import', { mappings, importOptions })
  t.equal((await load({ duplicatePolicy: 'IGNORE' })).status, 200)
  t.same([(await send('GET', '/x')).text, (await send('GET', '/y')).text], ['old', '1'])
  await load({ duplicatePolicy: 'OVERWRITE', deleteAllNotInImport: true })
  t.equal((await send('GET', '/x')).text, 'new')
  t.equal((await admin('GET', 'mappings')).json.meta.total, 3)
  await load()
  t.equal((await admin('GET', 'mappings')).json.meta.total, 5)
  const bad = await admin('POST', 'mappings/import', { mappings: [{}, { metod: 1 }] })
  t.match(bad, { status: 422, json: { errors: [{ source: { pointer: '/mappings/1/metod' } }] } })
  t.equal((await admin('POST', 'mappings/import', { mapping: [] })).status, 422)
  t.equal((await admin('GET', 'mappings')).json.meta.total, 5)
})

t.test('a scenario goes on with what an import puts in the place of its stubs', async (t) => {
  const { admin, send, stub } = await controlFor(t)
  await stub({ scenarioName: 'S', newScenarioState: 'two', request: { url: '/x' }, response: { status: 201 } })
  await send('GET', '/x')
  const next = { scenarioName: 'S', requiredScenarioState: 'two', request: { url: '/x' }, response: { status: 202 } }
  await admin('POST', 'mappings/import', { mappings: [next], importOptions: { deleteAllNotInImport: true } })
  t.equal((await send('GET', '/x')).status, 202)
})

t.test('mappings are found and removed by their metadata', async (t) => {
  const { admin, stub } = await controlFor(t)
  const id = await stub({ request: { url: '/x' }, metadata: { suite: 'a' } })
  await stub({ request: { url: '/y' }, metadata: { suite: 'b' } })
  await stub({ request: { url: '/z' } })
  const pattern = { matchesJsonPath: { expression: '$.suite', equalTo: 'a' } }
  t.match((await admin('POST', 'mappings/find-by-metadata', pattern)).json, { mappings: [{ id }], meta: { total: 1 } })
  t.same((await admin('POST', 'mappings/remove-by-metadata', pattern)).json, {})
  t.equal((await admin('GET', 'mappings')).json.meta.total, 2)
  t.equal((await admin('POST', 'mappings/find-by-metadata', {})).status, 422)
})

const wrongMappings: [object, string, RegExp?][] = [
  [{ request: { metod: 'GET' } }, '/request/metod', /misspelt/],
  [{ respons: {} }, '/respons'],
  [{ respons: null }, '/respons', /misspelt/],
  [{ request: { metod: null } }, '/request/metod', /misspelt/],
  [{ response: { stats: null } }, '/response/stats', /misspelt/],
  [{ id: 'x' }, '/id'],
  [{ priority: '1' }, '/priority'],
  [{ response: { status: 99 } }, '/response/status', /greater or equal to 200, not 99/],
  [{ response: { proxyBaseUrl: 'http://x' } }, '/response/proxyBaseUrl'],
  [{ response: { transformers: ['response-template'] } }, '/response/transformers/0', /expected 'emulate'/],
  [{ response: { fault: 'NOPE' } }, '/response/fault', /"EMPTY_RESPONSE" or/],
  [{ response: { body: 'a', jsonBody: 1 } }, '/response/jsonBody', /only one of/],
  [{ response: { base64Body: '%%% no base64' } }, '/response/base64Body'],
  [{ response: { transformers: ['emulate'], body: 'a' } }, '/response/body', /emulated API/],
  [{ response: { statusMessage: 'a\nb' } }, '/response/statusMessage'],
  [{ response: { headers: { 'a b': '1' } } }, '/response/headers'],
  [{ response: { headers: { a: '1\n' } } }, '/response/headers'],
  [
    { response: { delayDistribution: { type: 'nope' } } },
    '/response/delayDistribution',
    /uniform with lower and upper/
  ],
  [{ metadata: { mock: { time: 1 } } }, '/metadata/mock/time'],
  [{ metadata: { mock: { probability: 2 } } }, '/metadata/mock/probability'],
  [{ request: 'x' }, '/request'],
  [{ postServeActions: [] }, '/postServeActions']
]

t.test('a mapping with something wrong in it is refused, with the place', async (t) => {
  const { admin, mock } = await controlFor(t)
  for (const [mapping, pointer, detail = /./] of wrongMappings) {
    const answer = await admin('POST', 'mappings', mapping)
    const errors = [{ code: 10, source: { pointer }, title: 'Error in the document', detail }]
    t.match(answer, { status: 422, json: { errors } }, JSON.stringify(mapping))
    t.notOk('meta' in answer.json, "WireMock's client for Java refuses what it does not know")
  }
  await t.rejects(mock.stub({ request: { urlPattern: '(' } }), { message: /\/request\/urlPattern/ })
  t.equal((await admin('GET', 'mappings')).json.meta.total, 0)
})

t.test('resets put back what they name', async (t) => {
  const directory = stubsIn(t, {
    'a.json': `\ufeff${JSON.stringify({ request: { url: '/a' } })}`,
    'b.json': { mappings: [{ request: { url: '/b' } }, { request: { url: '/c' } }] },
    'c.txt': ''
  })
  const { admin, mock, send } = await controlFor(t, { stubs: directory })
  const urls = async () => (await admin('GET', 'mappings')).json.mappings.map(({ request }: Json) => request.url)
  const { id } = await mock.stub({ request: { url: '/users' }, response: { status: 500 } })
  t.type(id, 'string')
  t.same(await urls(), ['/users', '/c', '/b', '/a'])
  await admin('POST', 'settings', { fixedDelay: 1 })
  await admin('POST', 'mappings/reset')
  t.same(await urls(), ['/c', '/b', '/a'])
  t.equal((await admin('GET', 'settings')).json.settings.fixedDelay, 1)
  t.equal((await send('GET', '/users')).status, 200)
  await admin('DELETE', 'mappings')
  t.same(await urls(), [])
  await mock.reset()
  t.same(await urls(), ['/c', '/b', '/a'])
  t.notOk('fixedDelay' in (await admin('GET', 'settings')).json.settings)
})

function stubsIn(t: Tap, files: Readonly<Record<string, unknown>>): string {
  const directory = t.testdir()
  mkdirSync(directory, { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    const isWritten = typeof content === 'string' || content instanceof Uint8Array
    writeFileSync(join(directory, name), isWritten ? content : JSON.stringify(content))
  }
  return directory
}

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

type Tap = Parameters<typeof controlFor>[0]

t.test('a mapping file with something wrong in it stops the start, and says where', async (t) => {
  const files: [unknown, RegExp][] = [
    [{ mappings: [{}, { request: { metod: 'x' } }] }, /\/mappings\/1\/request\/metod: no such member/],
    ['{', /expected JSON/],
    [Buffer.from('{"name":"jos\xe9"}', 'latin1'), /expected UTF-8/],
    [nested(2000), /expected JSON: at most 1000 levels/],
    [{ mappings: [], mapings: [] }, /\/mapings: no such member/],
    ['null', /expected object/]
  ]
  const { describeError } = await import('../src/mock/describe-error.ts')
  for (const [content, expected] of files) {
    const stubs = stubsIn(t, { 'a.json': content })
    await t.rejects(
      startMock({ stubs }).catch((error) => Promise.reject(new Error(describeError(error)))),
      { message: expected }
    )
  }
})

t.test('a call stops the server only where that is allowed', async (t) => {
  const { admin } = await controlFor(t)
  t.match(await admin('POST', 'shutdown'), { status: 403, json: { errors: [{ title: /--allow-shutdown/ }] } })
  const { admin: allowed, mock }: Control = await controlFor(t, { allowShutdown: true })
  t.equal((await allowed('POST', 'shutdown')).status, 200)
  await mock.closed
  await t.rejects(fetch(mock.url))
})

t.test('stubs, scenarios, settings and journal belong to the sandbox that a request names', perSandbox)
