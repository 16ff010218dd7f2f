import { connect } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { Journal } from '../src/wiremock/journal/journal.ts'
import { type Control, controlFor, type Json } from './support/control.ts'
import { run } from './support/terminal.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const newUser = (identifier: string) => ({ headers: JSON_TYPE, body: JSON.stringify({ user: { identifier } }) })

t.test('a test asks whether the client created a user once', async (t) => {
  const { send, count, mock } = await controlFor(t)
  await send('POST', '/users', newUser('once'))
  t.equal(await count({ method: 'POST', urlPath: '/users' }), 1)
  t.equal(await count({ method: 'POST', bodyPatterns: [{ matchesJsonPath: '$.user[?(@.identifier == "once")]' }] }), 1)
  t.equal(await count({ method: 'DELETE' }), 0)
  t.equal(await mock.requests.count({ method: 'POST' }), 1)
})

t.test('the journal tells of each request what came and what was answered, newest first', async (t) => {
  const { send, admin } = await controlFor(t)
  await send('GET', '/users?page=2&page=3&q=a+b', { headers: { cookie: 'a=1; b=2; c' } })
  await send('POST', '/users', { ...newUser('x'), headers: { ...JSON_TYPE, 'x-mine': '1' } })
  const { requests, meta, requestJournalDisabled } = (await admin('GET', 'requests')).json
  t.match({ meta, requestJournalDisabled }, { meta: { total: 2 }, requestJournalDisabled: false })
  const [created, listed] = requests
  t.match(created, {
    id: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    request: {
      url: '/users',
      absoluteUrl: /^http:\/\/127.0.0.1:\d+\/users$/,
      method: 'POST',
      headers: { 'x-mine': '1', 'MX-API-Key': '*****', token: '*****', 'MX-Client-ID': 'test-client-id' },
      body: '{"user":{"identifier":"x"}}',
      bodyAsBase64: Buffer.from('{"user":{"identifier":"x"}}').toString('base64'),
      protocol: 'HTTP/1.1',
      clientIp: '127.0.0.1'
    },
    responseDefinition: { status: 200, fromConfiguredStub: false },
    response: { status: 200, body: /"identifier":"x"/, headers: { 'content-type': /json/ } },
    wasMatched: true,
    timing: { addedDelay: 0 },
    subEvents: []
  })
  t.match(listed.request, {
    cookies: { a: '1', b: '2' },
    queryParams: { page: { key: 'page', values: ['2', '3'] }, q: { key: 'q', values: ['a b'] } }
  })
  t.same((await admin('GET', `requests/${created.id}`)).json, created)
})

t.test('a form, a header sent twice and no Host are shown as they came', async (t) => {
  const { admin, mock } = await controlFor(t)
  const lines = ['POST /users HTTP/1.0', 'X-A: 1', 'x-a: 2', 'Content-Type: application/x-www-form-urlencoded']
  const socket = connect(mock.port, '127.0.0.1', () =>
    socket.write([...lines, 'Content-Length: 3', '', 'a=1'].join('\r\n'))
  )
  await new Promise((done) => socket.resume().on('close', done))
  const [{ request }] = (await admin('GET', 'requests')).json.requests
  t.match(request, {
    headers: { 'X-A': ['1', '2'] },
    formParams: { a: { key: 'a', values: ['1'] } },
    host: 'localhost'
  })
})

t.test('a request without a header is shown without one', async (t) => {
  const { mock } = await controlFor(t)
  const socket = connect(mock.port, '127.0.0.1', () => socket.write('GET /users HTTP/1.0\r\n\r\n'))
  await new Promise((done) => socket.resume().on('close', done))
  const [request] = await mock.requests.find({})
  t.strictSame(Object.keys(request?.headers ?? { none: '' }), [])
})

t.test('what is not for the emulated APIs is not in the journal', async (t) => {
  const { admin, send } = await controlFor(t)
  await admin('GET', 'health')
  await send('GET', '/docs')
  await send('GET', '/docs/atrium.json')
  t.equal((await admin('GET', 'requests')).json.meta.total, 0)
})

t.test('a request is matched where path and verb are emulated, whatever the status', async (t) => {
  const { send, admin, mock } = await controlFor(t)
  const calls: [string, string, boolean][] = [
    ['GET', '/users/USR-none', true],
    ['PATCH', '/users', false],
    ['GET', '/nothing', false],
    ['GET', '/users/USR-ca9e493f-5e9f-c89e-962f-5868187b63f9/accounts', false],
    ['POST', '/api/Users/x/disable', false],
    ['PUT', '/api/users/dlee/Enable/', true]
  ]
  for (const [method, path] of calls) await send(method, path)
  await fetch(`${mock.url}/users`)
  const { requests } = (await admin('GET', 'requests')).json
  t.same(requests.map((event: Json) => event.wasMatched).reverse(), [...calls.map(([, , matched]) => matched), true])
  t.same(requests.at(-2).subEvents[0].type, 'REQUEST_NOT_MATCHED')
  const unmatched = (await admin('GET', 'requests/unmatched')).json.requests
  t.same(
    unmatched.map((request: Json) => request.method),
    ['POST', 'GET', 'GET', 'PATCH']
  )
  t.equal((await admin('GET', 'requests?unmatched=true')).json.meta.total, 4)
  t.same(requests[1].request.url, '/api/Users/dlee/enable', 'in the spelling that patterns are held against')
})

t.test('an answer that no route gave names the nearest one', async (t) => {
  const { send } = await controlFor(t)
  t.match((await send('POST', '/api/Users/x/disable')).json, {
    Message: "The requested resource does not support http method 'POST'.",
    MessageDetail: 'PUT /api/Users/{username}/disable exists; this was POST'
  })
  t.match((await send('GET', '/api/Usres/x')).json, {
    MessageDetail: 'the nearest route is GET, PUT, DELETE /api/Users/{username}; this was GET /api/Usres/x'
  })
  t.match(
    (await send('GET', '/user')).json.error.message,
    'the nearest route is GET, HEAD, POST /users; this was GET /user'
  )
})

t.test('requests are removed one by one, by pattern, and all', async (t) => {
  const { send, admin, count } = await controlFor(t)
  for (const path of ['/users', '/api/Users', '/api/UserGroups', '/users']) await send('GET', path)
  const [{ id }] = (await admin('GET', 'requests')).json.requests
  t.same((await admin('DELETE', `requests/${id}`)).json, {})
  t.equal((await admin('GET', `requests/${id}`)).status, 404)
  t.same((await admin('DELETE', `requests/${id}`)).status, 200, 'as often as one likes')
  t.equal((await admin('POST', 'requests/remove', { urlPathPattern: '/api/.*' })).json.serveEvents.length, 2)
  t.equal(await count({}), 1)
  t.same((await admin('DELETE', 'requests')).json, {})
  t.equal(await count({}), 0)
})

t.test('the journal is listed in part', async (t) => {
  const { send, admin, stub } = await controlFor(t)
  const id = await stub({ request: { url: '/stubbed' } })
  await send('GET', '/users')
  await send('GET', '/stubbed')
  const list = async (query: string) => (await admin('GET', `requests?${query}`)).json
  t.match(await list('limit=1'), { requests: [{ request: { url: '/stubbed' } }], meta: { total: 2 } })
  t.match(await list(`matchingStub=${id.toUpperCase()}`), { requests: [{ stubMapping: { id } }], meta: { total: 1 } })
  t.equal((await list('since=2000-01-01T00:00:00Z')).requests.length, 2)
  t.equal((await list('since=2999-01-01T00:00:00Z')).requests.length, 0)
})

t.test('a call waits until the requests have come, or its time is over', async (t) => {
  const { send, admin } = await controlFor(t)
  await send('GET', '/users')
  const waiting = admin('POST', 'requests/count?atLeast=3&timeoutMs=60000', { method: 'GET' })
  await send('DELETE', '/users/none')
  await send('GET', '/api/Users')
  await send('GET', '/api/UserGroups')
  t.equal((await waiting).json.count, 3)
  t.equal((await admin('POST', 'requests/count?atLeast=9&timeoutMs=10', {})).json.count, 4)
  // Which of two calls comes first is not to be known: the journal is emptied until the one that waits has ended.
  let isOver = false
  const cut = admin('POST', 'requests/count?atLeast=9&timeoutMs=60000', {}).finally(() => {
    isOver = true
  })
  while (!isOver) await admin('DELETE', 'requests')
  t.equal((await cut).json.count, 0, 'an emptied journal ends the wait')
})

t.test('a test in the same process waits for what an asynchronous client does', async (t) => {
  const { send, mock } = await controlFor(t)
  const waiting = mock.requests.waitFor({ method: 'DELETE' })
  await send('DELETE', '/users/none')
  t.match(await waiting, [{ method: 'DELETE', url: '/users/none' }])
  await t.rejects(mock.requests.waitFor({ method: 'PUT' }, { timeoutMs: 1, atLeast: 2 }), {
    message: '0 of 2 requests came within 1 ms'
  })
  await t.rejects(mock.requests.find({ metod: 'PUT' } as object), { message: /\/metod no such member is known/ })
})

t.test('a wait that a reset follows at once sees what comes after it', async (t) => {
  const { send, mock } = await controlFor(t)
  const waiting = mock.requests.waitFor({ method: 'GET' }, { timeoutMs: 60_000 })
  await mock.reset()
  await mock.requests.count({})
  await mock.reset()
  await send('GET', '/users')
  t.match(await waiting, [{ url: '/users' }])
})

t.test('nobody waits for a caller that is gone', async (t) => {
  const { mock } = await controlFor(t)
  const started = Journal.prototype.waitFor
  t.teardown(() => {
    Journal.prototype.waitFor = started
  })
  const begun = new Promise<{ over: Promise<void> }>((done) => {
    Journal.prototype.waitFor = function (...given) {
      const over = started.apply(this, given)
      done({ over })
      return over
    }
  })
  const caller = new AbortController()
  const url = `${mock.url}/__admin/requests/count?atLeast=1&timeoutMs=60000`
  const call = fetch(url, { method: 'POST', body: '{}', signal: caller.signal })
  const { over } = await begun
  caller.abort()
  await t.rejects(call, { name: 'AbortError' })
  await t.resolves(over)
})

t.test('a server that stops lets nobody wait', async (t) => {
  const { admin, mock } = await controlFor(t)
  const waiting = admin('POST', 'requests/count?atLeast=1&timeoutMs=60000', {})
  await admin('GET', 'health')
  await mock.close()
  t.equal((await waiting).json.count, 0)
})

t.test('a request whose body broke off is there, with what had come', async (t) => {
  const { admin, mock } = await controlFor(t)
  const socket = connect(mock.port, '127.0.0.1', () => {
    socket.write('POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"user', () => socket.destroySoon())
  })
  const { count } = (await admin('POST', 'requests/count?atLeast=1&timeoutMs=5000', { method: 'POST' })).json
  t.equal(count, 1)
  const [event] = (await admin('GET', 'requests')).json.requests
  t.match(event, { request: { body: '{"user' }, subEvents: [{ type: 'REQUEST_BROKEN_OFF' }], response: {} })
})

t.test('bodies that nobody reads do not disturb the next request of the connection', async (t) => {
  const { count, mock } = await controlFor(t, { bodyLimit: 100 })
  const head = (length: number, to = '/users') => `POST ${to} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`
  const large = 'x'.repeat(200_000)
  const socket = connect(mock.port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write(`${head(5)}12345${head(large.length)}${large}GET /api/Users HTTP/1.1\r\nHost: x\r\n`)
  socket.write('Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n')
  socket.write('POST /users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')
  socket.write('GET /api/Users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  await new Promise((done) => socket.on('close', done))
  t.same(text.match(/HTTP\/1.1 \d+/g), Array(5).fill('HTTP/1.1 401'))
  t.equal(await count({ bodyPatterns: [{ equalTo: 'abc' }] }), 1)
})

t.test('the journal stays within its bounds, and says what fell out', async (t) => {
  await t.test('by count', async (t) => {
    const { send, admin, mock } = await controlFor(t, { maxRequests: 3 })
    for (let i = 0; i < 9; i++) await send('GET', `/users?n=${i}`)
    const { json } = await admin('GET', 'requests')
    t.match(json.meta, { total: 3, dropped: 6 })
    t.equal(json.requests[2].request.url, '/users?n=6')
    t.match((await admin('POST', 'requests/count', {})).json, { count: 3, dropped: 6 })
    t.match((await admin('POST', 'requests/find', {})).json, { dropped: 6 })
    t.equal((await admin('GET', `requests/${json.requests[0].id.replace(/.$/, '1')}`)).status, 404)
    await t.rejects(mock.requests.count({}), { message: /6 requests fell out of the journal/ })
    await admin('DELETE', 'requests')
    t.notOk('dropped' in (await admin('POST', 'requests/count', {})).json, 'it is counted anew')
  })
  await t.test('by memory of a sandbox', async (t) => {
    const { send, admin } = await controlFor(t, { maxRequestBytes: 20_000 })
    for (let i = 0; i < 4; i++) await send('POST', '/users', { body: 'x'.repeat(8000) })
    t.match((await admin('GET', 'requests')).json.meta, { total: 2, dropped: 2 })
    await send('POST', '/users', { body: 'x'.repeat(30_000) })
    t.match((await admin('GET', 'requests')).json.meta, { total: 0, dropped: 5 })
  })
  await t.test('by memory of the server', async (t) => {
    const { send, admin } = await controlFor(t, { maxJournalBytes: 20_000 })
    for (let i = 0; i < 4; i++) await send('POST', '/users', { body: 'x'.repeat(8000) })
    t.match((await admin('GET', 'requests')).json.meta, { total: 2, dropped: 2 })
  })
  await t.test('with the headers of answers', async (t) => {
    const { send, admin, stub } = await controlFor(t, { maxRequestBytes: 20_000 })
    await stub({ request: { url: '/x' }, response: { headers: { long: 'x'.repeat(8000) } } })
    for (let i = 0; i < 4; i++) await send('GET', '/x')
    t.match((await admin('GET', 'requests')).json.meta, { total: 2, dropped: 2 })
  })
  await t.test('a long answer is not kept', async (t) => {
    const { send, admin } = await controlFor(t, { fixtures: 'paging' })
    await send('GET', '/api/Users')
    t.equal((await admin('GET', 'requests')).json.requests[0].response.body, '')
  })
})

t.test('a reset of everything empties the journal, and one of the state does not', async (t) => {
  const { send, admin, count } = await controlFor(t)
  await send('GET', '/users')
  await admin('POST', 'state/reset')
  t.equal(await count({}), 1)
  await admin('POST', 'reset')
  t.equal(await count({}), 0)
})

t.test('near misses come nearest first', async (t) => {
  const { send, admin, stub } = await controlFor(t)
  const far = await stub({ request: { method: 'PUT', urlPathPattern: '/quite/other.*' } })
  const near = await stub({
    request: {
      method: 'POST',
      url: '/near',
      headers: {
        'x-a': { or: [{ equalTo: 'one', caseInsensitive: true }, { and: [{ contains: 'x' }, { contains: 'y' }] }] }
      },
      cookies: { c: { absent: true } },
      basicAuthCredentials: { username: 'u', password: 'p' },
      bodyPatterns: [{ equalTo: 'b' }]
    }
  })
  const template = await stub({ request: { method: 'POST', urlPathTemplate: '/nearer/{id}' } })
  await send('POST', '/neap', { headers: { 'x-a': 'TWO' }, body: 'b' })
  const { nearMisses } = (await admin('GET', 'requests/unmatched/near-misses')).json
  t.same(
    nearMisses.map((miss: Json) => miss.stubMapping.id),
    [near, template, far]
  )
  const distances = nearMisses.map((miss: Json) => miss.matchResult.distance)
  t.ok(distances[0] > 0 && distances[0] < distances[1] && distances[1] < distances[2] && distances[2] <= 1, distances)

  const asked = { method: 'POST', url: '/near', headers: { 'X-A': ['One'], authorization: 'Basic dTpw' } }
  const inBody = await admin('POST', 'near-misses/request', { ...asked, body: 'c', cookies: { c: '1', d: ['2', '3'] } })
  t.match(inBody.json.nearMisses[0], { request: asked, stubMapping: { id: near } })
  const inCookie = await admin('POST', 'near-misses/request', { ...asked, bodyAsBase64: 'Yg==', clientIp: '::1' })
  t.equal(inCookie.json.nearMisses[0].matchResult.distance, 0)
  t.equal((await admin('POST', 'near-misses/request', {})).json.nearMisses.length, 3)

  const pattern = { method: 'POST', url: '/near' }
  const toPattern = await admin('POST', 'near-misses/request-pattern', pattern)
  t.match(toPattern.json.nearMisses, [{ request: { url: '/neap' }, requestPattern: pattern }])
})

const wrong = (pointer: string, detail: RegExp | string = /./) => ({
  status: 422,
  json: { errors: [{ code: 10, source: { pointer }, title: 'Error in the document', detail }] }
})

t.test('bad input is refused, and nothing changes', async (t) => {
  const { send, admin, count } = await controlFor(t)
  await send('GET', '/users')
  const many = '{"and":[{"contains":"'.padEnd(100, 'x')
  const table: [string, string, unknown, object][] = [
    ['POST', 'requests/count', '', wrong('', /expected object/)],
    ['POST', 'requests/count', '{', wrong('', /expected JSON/)],
    ['POST', 'requests/remove', '[]', wrong('', /expected object/)],
    ['POST', 'requests/remove', many, wrong('', /expected JSON/)],
    ['POST', 'requests/remove', { metod: 'GET' }, wrong('/metod', /misspelt/)],
    ['POST', 'requests/remove', { metod: null }, wrong('/metod', /misspelt/)],
    ['POST', 'requests/remove', { url: '/a', urlPath: '/a' }, wrong('/urlPath', /only one of/)],
    ['POST', 'requests/remove', { urlPattern: '(' }, wrong('/urlPattern', /regular expression/)],
    ['POST', 'requests/remove', { urlPathTemplate: '/a/x{id}' }, wrong('/urlPathTemplate', /whole segment/)],
    ['POST', 'requests/remove', { pathParameters: {} }, wrong('/pathParameters', /urlPathTemplate only/)],
    ['POST', 'requests/remove', { headers: { 'a/b': {} } }, wrong('/headers/a~1b', /found none/)],
    ['POST', 'requests/remove', { headers: { a: 'x' } }, wrong('/headers/a', /found none/)],
    [
      'POST',
      'requests/remove',
      { headers: { a: { equalTo: 1 } } },
      wrong('/headers/a/equalTo', 'expected string, not 1')
    ],
    [
      'POST',
      'requests/remove',
      { headers: { a: { equalTo: '1', contains: '1' } } },
      wrong('/headers/a', /found equalTo, contains/)
    ],
    ['POST', 'requests/remove', { headers: { a: { absent: false } } }, wrong('/headers/a/absent', /expected true/)],
    ['POST', 'requests/remove', { bodyPatterns: [{ and: [] }] }, wrong('/bodyPatterns/0/and', /greater or equal to 2/)],
    ['POST', 'requests/remove', { bodyPatterns: [{ not: { matches: '(' } }] }, wrong('/bodyPatterns/0/not/matches')],
    ['POST', 'requests/remove', { bodyPatterns: [{ equalToJson: '{' }] }, wrong('/bodyPatterns/0/equalToJson', /JSON/)],
    [
      'POST',
      'requests/remove',
      { bodyPatterns: [{ equalToJson: { a: '#{json-unit.nope}' } }] },
      wrong('/bodyPatterns/0/equalToJson', /placeholder/)
    ],
    [
      'POST',
      'requests/remove',
      { bodyPatterns: [{ matchesJsonPath: '$[' }] },
      wrong('/bodyPatterns/0/matchesJsonPath', /JSONPath/)
    ],
    [
      'POST',
      'requests/remove',
      { bodyPatterns: [{ matchesJsonPath: { expression: '$.a', nope: 1 } }] },
      wrong('/bodyPatterns/0/matchesJsonPath', /found none/)
    ],
    [
      'POST',
      'requests/remove',
      { basicAuthCredentials: { username: 'a' } },
      wrong('/basicAuthCredentials/password', /missing/)
    ],
    ['POST', 'near-misses/request', { url: 1 }, wrong('/url', 'expected string, not 1')],
    ['POST', 'near-misses/request-pattern', { url: 1 }, wrong('/url')],
    ['GET', 'requests/none', undefined, { status: 400, json: { errors: [{ title: 'none is not a valid UUID' }] } }],
    ['DELETE', 'requests/none', undefined, { status: 400 }],
    ['GET', 'requests/11111111-1111-4111-8111-111111111111', undefined, { status: 404 }],
    ['GET', 'requests?limit=-1', undefined, { status: 400 }],
    [
      'GET',
      'requests?since=x',
      undefined,
      { status: 400, json: { errors: [{ title: 'x is not a valid ISO8601 date' }] } }
    ],
    ['GET', 'requests?since=2000-01-01T00:00:00', undefined, { status: 400 }],
    ['GET', 'requests?since=2000-02-30T00:00:00Z', undefined, { status: 400 }],
    ['GET', 'requests?since=2000-02-99T00:00:00Z', undefined, { status: 400 }],
    ['GET', 'requests?since=2000-01-01T00:00Z', undefined, { status: 200 }],
    ['POST', 'requests/count?atLeast=x', {}, { status: 400 }],
    ['POST', 'requests/count?timeoutMs=1.5', {}, { status: 400 }]
  ]
  for (const [method, path, body, expected] of table) {
    t.match(await admin(method, path, body), expected, `${method} ${path} ${JSON.stringify(body)}`)
  }
  const bytes = await fetch(`${(await controlFor(t)).mock.url}/__admin/requests/count`, {
    method: 'POST',
    body: Buffer.from([0xff])
  })
  t.equal(bytes.status, 422)
  t.equal(await count({}), 1)
})

t.test('an expression that would never end is answered at once', { timeout: 20_000 }, async (t) => {
  const { send, count, admin } = await controlFor(t)
  await send('POST', '/users', { body: `{"a":"${'a'.repeat(20_000)}!"}` })
  t.equal(await count({ bodyPatterns: [{ matches: '(a*)*b' }] }), 0)
  t.equal(await count({ bodyPatterns: [{ matches: '(a+)+$' }] }), 0)
  for (const expression of ['a{0,1000}'.repeat(500), 'a{100,}'.repeat(50), 'a'.repeat(200_000)]) {
    const answer = await admin('POST', 'requests/count', { bodyPatterns: [{ matches: expression }] })
    t.match(
      answer,
      wrong('/bodyPatterns/0/matches', /^'a.{0,200}…?' .* one (?:that is so long|with so many parts) is not supported$/)
    )
  }
  const costly = [
    '$[*,*]'.padEnd(60, '[*,*]'),
    `$[?(${'@.a==1||'.repeat(3000)}@.a==2)]`,
    '$..*..*..*',
    `$..[${Array(11).fill('*').join(',')}]`,
    `$[*][${Array(11).fill("'a'").join(',')}]`,
    '$[?($..a)]',
    '$[?(@.a[?(@.b)])]',
    '$[?match(@.a, "(a*)*b")]',
    '$[?search(@.a, "b")]'
  ]
  for (const expression of costly) {
    const answer = await admin('POST', 'requests/count', { bodyPatterns: [{ matchesJsonPath: expression }] })
    t.match(answer, wrong('/bodyPatterns/0/matchesJsonPath'), expression.slice(0, 60))
  }
})

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

t.test('a document that is nested without end matches nothing that is asked of it', async (t) => {
  const { send, count, stub } = await controlFor(t)
  await stub({ request: { bodyPatterns: [{ matchesJsonPath: { expression: '$.a', contains: 'x' } }] } })
  for (const levels of [900, 5000, 100_000]) {
    const answer = await send('POST', '/users', { headers: JSON_TYPE, body: `{"a":${nested(levels)},"text":"\\"[{"}` })
    t.equal(answer.status, 400, 'the API answers it')
  }
  t.equal(await count({ bodyPatterns: [{ matchesJsonPath: '$..b' }] }), 0)
  t.equal(await count({ bodyPatterns: [{ matchesJsonPath: { expression: '$', contains: '[[' } }] }), 1)
})

t.test('what is sent to the control API may not be nested without end', async (t) => {
  const { admin } = await controlFor(t)
  const deep = nested(100_000)
  const bodies: [string, string, string][] = [
    ['POST', 'requests/count', deep],
    ['POST', 'requests/find', `{"bodyPatterns":[${'{"not":'.repeat(5000)}{}${'}'.repeat(5000)}]}`],
    ['POST', 'requests/remove', `{"bodyPatterns":[{"equalToJson":"${deep}"}]}`],
    ['POST', 'near-misses/request', deep],
    ['POST', 'near-misses/request-pattern', deep],
    ['POST', 'mappings', `{"response":{"jsonBody":${deep}}}`],
    ['POST', 'mappings', `{"metadata":{"a":${deep}}}`],
    ['POST', 'mappings/edit', deep],
    ['POST', 'mappings/remove', deep],
    ['POST', 'mappings/import', deep],
    ['POST', 'mappings/find-by-metadata', deep],
    ['PUT', 'scenarios/x/state', deep],
    ['PUT', 'settings', deep],
    ['PUT', 'state', deep],
    ['PUT', 'fixtures/x', `{"atrium":${deep}}`]
  ]
  for (const [method, path, body] of bodies) {
    t.match(await admin(method, path, body), { status: 422, json: { errors: [{ detail: /nested/ }] } }, path)
  }
})

t.test('JSONPath evaluates no code', async (t) => {
  const { admin } = await controlFor(t)
  for (const expression of [
    '$[?(process.exit(1))]',
    '$[(process.exit(1))]',
    '$[?(@.constructor.constructor("x")())]'
  ]) {
    const answer = await admin('POST', 'requests/count', { bodyPatterns: [{ matchesJsonPath: expression }] })
    t.match(answer, wrong('/bodyPatterns/0/matchesJsonPath'), expression)
  }
})

t.test('what a pattern finds is what a naive filter over the journal finds', async (t) => {
  const { admin, send, mock } = await controlFor(t)
  const names = ['a', 'b', 'ab', 'A']
  const name = fc.constantFrom(...names)
  await fill(send, names)
  const all = await mock.requests.find({})
  const text = fc.oneof(
    fc.record({ equalTo: name }),
    fc.record({ contains: name }),
    fc.record({ doesNotContain: name }),
    fc.record({ matches: fc.constantFrom('a.*', '(?i)a', '[ab]', '\\Qa\\E') }),
    fc.record({ equalTo: name, caseInsensitive: fc.boolean() })
  )
  const pattern = fc.record(
    {
      method: fc.constantFrom('GET', 'POST', 'ANY'),
      urlPath: fc.constantFrom('/users', '/api/Users'),
      queryParameters: fc.record({ q: text }),
      headers: fc.record({ 'X-A': text }),
      bodyPatterns: fc.array(text, { maxLength: 2 })
    },
    { requiredKeys: [] }
  )
  await t.resolves(
    fc.assert(
      fc.asyncProperty(pattern, async (asked) => {
        const found = (await admin('POST', 'requests/find', asked)).json.requests
        return isDeepStrictEqual(found, JSON.parse(JSON.stringify(all.filter((request) => naive(asked, request)))))
      }),
      { numRuns: 75 }
    )
  )
})

async function fill(send: Control['send'], names: readonly string[]): Promise<void> {
  for (const q of names) {
    for (const header of names) {
      const headers = { 'x-a': header }
      await send('GET', `/users?q=${q}`, { headers })
      await send('POST', `/api/Users?q=${header}`, { headers, body: q })
    }
  }
}

function naive(pattern: Json, request: Json): boolean {
  const { method = 'ANY', urlPath, queryParameters, headers, bodyPatterns = [] } = pattern
  return (
    (method === 'ANY' || method === request.method) &&
    (urlPath === undefined || request.url.startsWith(`${urlPath}?`)) &&
    (queryParameters === undefined || holds(queryParameters.q, request.queryParams.q.values[0])) &&
    (headers === undefined || holds(headers['X-A'], request.headers['x-a'])) &&
    bodyPatterns.every((operator: Json) => holds(operator, request.body === '' ? undefined : request.body))
  )
}

function holds(operator: Json, text: string | undefined): boolean {
  const { equalTo, contains, doesNotContain, matches, caseInsensitive } = operator
  if (doesNotContain !== undefined) return !text?.includes(doesNotContain)
  if (text === undefined) return false
  if (contains !== undefined) return text.includes(contains)
  if (matches === '(?i)a') return /^a$/i.test(text)
  if (matches !== undefined) return new RegExp(`^(?:${matches.replace('\\Qa\\E', 'a')})$`).test(text)
  return caseInsensitive ? text.toLowerCase() === equalTo.toLowerCase() : text === equalTo
}

t.test('what differs by its verb alone is near, whatever its address is asked for by', async (t) => {
  const { send, admin, stub } = await controlFor(t)
  for (const url of [{ urlPathPattern: '/ne.p' }, { urlPathTemplate: '/{any}' }, {}]) {
    await stub({ request: { method: 'PUT', ...url } })
  }
  const pathParameters = { a: { equalTo: '1' }, b: { equalTo: '2' } }
  await stub({ request: { method: 'POST', urlPathTemplate: '/other/{a}/{b}', pathParameters } })
  await send('POST', '/neap')
  const { nearMisses } = (await admin('GET', 'requests/unmatched/near-misses')).json
  t.same(
    nearMisses.map((miss: Json) => miss.stubMapping.request.method),
    ['PUT', 'PUT', 'PUT']
  )
})

t.test(
  'the memory of all journals is given to the newest requests, and back by a sandbox that is dropped',
  async (t) => {
    const { send, admin, mock } = await controlFor(t, { maxJournalBytes: 30_000 })
    const other = mock.sandbox('other')
    const body = 'x'.repeat(8000)
    await fetch(`${other.url}/users`, { method: 'POST', body })
    for (let i = 0; i < 3; i++) await send('POST', '/users', { body })
    await t.rejects(other.requests.count({}), { message: /1 requests fell out/ }, 'the oldest of all')
    t.equal(await mock.requests.count({}), 3)
    await fetch(`${other.url}/users`, { method: 'POST', body })
    t.match((await admin('GET', 'requests')).json.meta, { total: 2, dropped: 1 })
    await admin('DELETE', 'sandboxes/other')
    await admin('DELETE', 'requests')
    for (let i = 0; i < 3; i++) await send('POST', '/users', { body })
    t.equal(await mock.requests.count({}), 3)
  }
)

t.test('the oldest request of all falls out, in whichever sandbox it is', async (t) => {
  const { send, mock } = await controlFor(t, { maxJournalBytes: 20_000, maxRequests: 1 })
  const other = mock.sandbox('other')
  await send('POST', '/users', { body: 'x'.repeat(8000) })
  await fetch(`${other.url}/users`, { method: 'POST', body: 'x'.repeat(8000) })
  await send('POST', '/users', { body: 'x'.repeat(12_000) })
  await t.rejects(other.requests.count({}), { message: /1 requests fell out/ })
})

t.test('the journal is printed on the command line', async (t) => {
  const { send, stub, mock } = await controlFor(t, { maxRequests: 4 })
  await stub({ name: 'slow list', request: { url: '/a' } })
  const id = await stub({ request: { url: '/b' } })
  for (const path of ['/dropped', '/a', '/b', '/users', '/nothing']) await send('GET', path)
  const { out, code } = await run(['requests', '--url', mock.url])
  t.equal(code, 0)
  const [head, ...lines] = out.split('\n')
  t.match(head, /^came +method +status +ms +by +url$/)
  t.match(lines, [
    /GET +200 +\d+ +stub slow list +\/a$/,
    new RegExp(`GET +200 +\\d+ +stub ${id} +/b$`),
    /GET +200 +\d+ +api +\/users$/,
    /GET +404 +\d+ +nobody +\/nothing$/,
    '1 older requests fell out of the journal'
  ])
  const json = await run(['requests', '--json', '--url', mock.url])
  t.match(JSON.parse(json.out), { meta: { total: 4, dropped: 1 } })
})

t.test('a request that was not answered yet is printed too', async (t) => {
  const { stub, admin, mock } = await controlFor(t)
  await stub({ request: { url: '/slow' }, response: { fixedDelayMilliseconds: 60_000 } })
  const slow = fetch(`${mock.url}/slow`)
  await admin('POST', 'requests/count?atLeast=1&timeoutMs=5000', {})
  t.match((await run(['requests', '--url', mock.url])).out, /GET +- +0 +stub .* \/slow\n$/)
  await mock.close()
  await slow
})
