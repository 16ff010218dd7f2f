import { connect } from 'node:net'
import type { Test } from 'tap'
import { JSON_TYPE, newUser } from '../support/bodies.ts'
import { controlFor } from '../support/control.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/

/** The entries of the journal. */
export async function journal(t: Test): Promise<void> {
  t.test('requests can be counted by pattern', async (t) => {
    const { send, count, mock } = await controlFor(t)
    await send('POST', '/users', newUser('once'))
    const jsonPath = '$.user[?(@.identifier == "once")]'
    t.equal(await count({ method: 'POST', urlPath: '/users' }), 1, 'by method and path')
    t.equal(await count({ method: 'POST', bodyPatterns: [{ matchesJsonPath: jsonPath }] }), 1, 'by body')
    t.equal(await count({ method: 'DELETE' }), 0, 'another method')
    t.equal(await mock.requests.count({ method: 'POST' }), 1, 'through the library')
  })

  t.test('a summary has one line for each request, without headers and bodies', async (t) => {
    const { send, admin, stub } = await controlFor(t)
    const id = await stub({ name: 'mine', request: { url: '/mine' }, response: { status: 503 } })
    const other = await stub({ request: { url: '/other' }, response: { fault: 'EMPTY_RESPONSE' } })
    for (const url of ['/users?token=x', '/mine', '/nowhere']) await send('GET', url)
    await send('GET', '/other').catch(() => undefined)
    const { requests, meta } = (await admin('GET', 'requests?summary=true')).json
    const answered = { elapsed: Number, stub: null, rejected: false, matched: true }
    const expected = [
      { ...answered, url: '/other', status: null, stub: other },
      { ...answered, url: '/nowhere', status: 404, rejected: true, matched: false },
      { ...answered, url: '/mine', status: 503, stub: id, stubName: 'mine' },
      { ...answered, url: '/users?token=*****', status: 200 }
    ].map((row) => ({ id: UUID, time: /^20.*Z$/, method: 'GET', api: 'atrium', ...row }))
    t.match(requests, expected, 'the requests, newest first')
    t.equal(meta.total, 4, 'the total')
    t.notOk('headers' in requests[0] || 'request' in requests[0], 'no more than that')
  })

  t.test('the journal shows each request with its response, newest first', async (t) => {
    const { send, admin } = await controlFor(t)
    await send('GET', '/users?page=2&page=3&q=a+b')
    await send('POST', '/users', { ...newUser('x'), headers: { ...JSON_TYPE, 'x-mine': '1' } })
    const { requests, meta, requestJournalDisabled } = (await admin('GET', 'requests')).json
    t.match({ meta, requestJournalDisabled }, { meta: { total: 2 }, requestJournalDisabled: false }, 'the list')
    const [created, listed] = requests
    const expected = {
      id: UUID,
      request: {
        url: '/users',
        absoluteUrl: /^http:\/\/127.0.0.1:\d+\/users$/,
        method: 'POST',
        headers: { 'x-mine': '1' },
        body: '{"user":{"identifier":"x"}}',
        bodyAsBase64: Buffer.from('{"user":{"identifier":"x"}}').toString('base64'),
        protocol: 'HTTP/1.1',
        clientIp: '127.0.0.1'
      },
      responseDefinition: { status: 200, fromConfiguredStub: undefined },
      response: { status: 200, body: /"identifier":"x"/, headers: { 'content-type': /json/ } },
      wasMatched: true,
      timing: { addedDelay: 0 },
      subEvents: []
    }
    t.match(created, expected, 'a request with a body')
    const queryParams = { page: { key: 'page', values: ['2', '3'] }, q: { key: 'q', values: ['a b'] } }
    t.match(listed.request, { queryParams }, 'query parameters')
    t.same((await admin('GET', `requests/${created.id}`)).json, created, 'the same request by its id')
  })

  t.test('the journal hides credentials and cookies', async (t) => {
    const { send, admin, stub, mock } = await controlFor(t)
    await stub({ request: { url: '/login' }, response: { headers: { 'Set-Cookie': ['s=1', 's=2'] } } })
    const secrets = { cookie: 'a=1; b=2; b=3; c', authorization: 'Basic dTpw', 'proxy-authorization': 'x' }
    await send('GET', '/login', { headers: secrets })
    const [{ request, response }] = (await admin('GET', 'requests')).json.requests
    for (const name of ['MX-API-Key', 'MX-Client-ID', 'token', ...Object.keys(secrets)]) {
      t.equal(request.headers[name], '*****', name)
    }
    t.same(request.cookies, { a: '*****', b: '*****' }, 'the names of cookies, without their values')
    t.equal(response.headers['Set-Cookie'], '*****', 'Set-Cookie')
    const [found] = await mock.requests.find({ cookies: { b: { equalTo: '3' } } })
    t.equal(found?.headers['cookie'], '*****', 'a pattern matches the hidden value')
  })

  t.test('a form and a repeated header are shown as sent, and a missing Host header as localhost', async (t) => {
    const { admin, mock } = await controlFor(t)
    const lines = ['POST /users HTTP/1.0', 'X-A: 1', 'x-a: 2', 'Content-Type: application/x-www-form-urlencoded']
    const socket = connect(mock.port, '127.0.0.1', () =>
      socket.write([...lines, 'Content-Length: 3', '', 'a=1'].join('\r\n'))
    )
    await new Promise((done) => socket.resume().on('close', done))
    const [{ request }] = (await admin('GET', 'requests')).json.requests
    const formParams = { a: { key: 'a', values: ['1'] } }
    t.match(request, { headers: { 'X-A': ['1', '2'] }, formParams, host: 'localhost' }, 'the request')
  })

  t.test('a request without headers is shown without headers', async (t) => {
    const { mock } = await controlFor(t)
    const socket = connect(mock.port, '127.0.0.1', () => socket.write('GET /users HTTP/1.0\r\n\r\n'))
    await new Promise((done) => socket.resume().on('close', done))
    const [request] = await mock.requests.find({})
    t.strictSame(Object.keys(request?.headers ?? { none: '' }), [], 'the headers')
  })

  t.test('the journal contains only requests to the emulated APIs', async (t) => {
    const { admin, send } = await controlFor(t)
    await admin('GET', 'health')
    await send('GET', '/docs')
    await send('GET', '/docs/atrium.json')
    t.equal((await admin('GET', 'requests')).json.meta.total, 0, 'no control call and no documentation page')
  })

  t.test('the journal shows the address exactly as sent, without the sandbox prefix', async (t) => {
    const { mock } = await controlFor(t)
    for (const path of ['/users/', '//users', '/API//users/d%5ca/', '/a:b,+;=&$@', '/x?', '/a%2Fb?c=d%20e+f']) {
      for (const [name, prefix] of [
        ['default', ''],
        ['w1', '/sandboxes/w1']
      ] as const) {
        const handle = mock.sandbox(name)
        await handle.reset()
        await rawGet(mock.port, `${prefix}${path}`)
        const [request] = await handle.requests.find({})
        t.equal(request?.url, path, `${path} in ${name}`)
        t.equal(await handle.requests.count({ url: path }), 1, `${path} in ${name}, found by this url`)
      }
    }
  })

  t.test('an incomplete request is shown with the body received so far', async (t) => {
    const { admin, mock } = await controlFor(t)
    const socket = connect(mock.port, '127.0.0.1', () => {
      socket.write('POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"user', () => socket.destroySoon())
    })
    const { count } = (await admin('POST', 'requests/count?atLeast=1&timeoutMs=5000', { method: 'POST' })).json
    t.equal(count, 1, 'the request is counted')
    const [event] = (await admin('GET', 'requests')).json.requests
    const subEvents = [
      { data: { message: /^the body is incomplete: the client disconnected/ } },
      { type: 'REQUEST_BROKEN_OFF' }
    ]
    t.match(event, { request: { body: '{"user' }, subEvents, response: {} }, 'the request is shown')
  })

  t.test('unread bodies do not affect the next request of the connection', async (t) => {
    const { count, mock } = await controlFor(t, { bodyLimit: 100 })
    const head = (length: number) => `POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`
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
    t.same(text.match(/HTTP\/1.1 \d+/g), Array(5).fill('HTTP/1.1 401'), 'five responses')
    t.equal(await count({ bodyPatterns: [{ equalTo: 'abc' }] }), 1, 'the chunked body')
  })
}

/** Sends a request target that `fetch` would rewrite. */
function rawGet(port: number, target: string): Promise<unknown> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${target} HTTP/1.0\r\n\r\n`))
    socket.resume().on('close', done)
  })
}
