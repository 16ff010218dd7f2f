import type { Test } from 'tap'
import { definition } from '../support/atms.ts'
import { RECORDED } from '../support/atrium.ts'
import { mockFor } from '../support/mock.ts'
import { RawConnection } from '../support/raw.ts'
import { stateOf } from '../support/state.ts'

const LINES = [
  'Host: mock.example',
  'MX-API-Key: test-api-key',
  'MX-Client-ID: test-client-id',
  'token: test-token',
  'Content-Type: application/json'
]
const MIB = 1024 * 1024
const TOO_LARGE = Buffer.alloc(10 * MIB, ' ')

const lengthOf = (body: string | Buffer): string => `Content-Length: ${Buffer.byteLength(body)}`
const chunk = (body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])

/** Requests whose body is not read, and the expected responses. */
const unread: [call: string, status: number, text: RegExp | string][] = [
  [
    'POST /users',
    413,
    '{"error":{"message":"the body is larger than 1048576 bytes","status":"payload_too_large","type":"body_too_large"}}'
  ],
  [`PUT /users/${RECORDED.guid}`, 413, /body_too_large/],
  ['POST /api/Users', 413, '{"Message":"The request entity is larger than 1048576 bytes."}'],
  ['PUT /api/Users/asmith', 413, /larger/],
  ['PUT /api/Users/dlee/disable', 204, ''],
  ['POST /nothing', 404, /not_found/],
  ['PATCH /users', 404, /route_not_found/],
  ['PATCH /api/Users', 405, /PATCH/],
  ['POST /institutions', 501, /not_emulated/],
  ['GET /users', 200, /pagination/],
  ['GET /api/Users', 200, /asmith/]
]

export async function connections(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const before = await stateOf(mock)

  t.test('a large body is read from a client that asks to close the connection', async (t) => {
    const connection = await RawConnection.open(t, (await mockFor(t)).url)
    const body = JSON.stringify({ user: { metadata: 'x'.repeat(200_000) } })
    const response = await connection.send(
      ['POST /users HTTP/1.1', 'Connection: close', ...LINES, lengthOf(body)],
      body
    )
    t.equal(response.status, 200, 'the response')
    t.ok(await connection.closed(), 'the connection closes')
  })

  for (const [how, framing, framed] of [
    ['with Content-Length', lengthOf(TOO_LARGE), TOO_LARGE],
    ['in chunks', 'Transfer-Encoding: chunked', chunk(TOO_LARGE)]
  ] as const) {
    t.test(`ten megabytes ${how} with Connection: close get a response, then the connection is closed`, async (t) => {
      for (const [call, status, text] of unread) {
        const connection = await RawConnection.open(t, mock.url)
        const errors: string[] = []
        connection.socket.on('error', (error) => errors.push(error.message))
        const response = await connection.send([`${call} HTTP/1.1`, 'Connection: close', ...LINES, framing], framed)
        t.equal(response.status, status, call)
        t.equal(response.headers.connection, 'close', `${call} has Connection: close`)
        t.match(response.text, text, call)
        t.ok(await connection.closed(), `${call}: the connection is closed`)
        t.strictSame(errors, [], `${call}: socket errors`)
      }
    })
  }

  for (const [how, framing, framed] of [
    ['with Content-Length', lengthOf(TOO_LARGE), TOO_LARGE],
    ['in chunks', 'Transfer-Encoding: chunked', chunk(TOO_LARGE)]
  ] as const) {
    t.test(`ten megabytes ${how} leave the connection usable`, async (t) => {
      const connection = await RawConnection.open(t, mock.url)
      for (const [call, status, text] of unread) {
        const response = await connection.send([`${call} HTTP/1.1`, ...LINES, framing], framed)
        t.equal(response.status, status, call)
        t.match(response.text, text, call)
        t.not(response.headers.connection, 'close', call)
        const next = await connection.send([`GET /users/${RECORDED.guid} HTTP/1.1`, ...LINES])
        t.equal(next.text, RECORDED.body, `after ${call}`)
      }
    })
  }

  t.test('a pipelined GET sees the result of the POST before it', async (t) => {
    const mock = await mockFor(t)
    const connection = await RawConnection.open(t, mock.url)
    const body = '{"user":{"identifier":"pipelined"}}'
    const post = ['POST /users HTTP/1.1', ...LINES, lengthOf(body), '', body].join('\r\n')
    connection.write(`${post}${['GET /users HTTP/1.1', ...LINES, '', ''].join('\r\n')}`)
    t.equal((await connection.receive()).status, 200, 'POST')
    t.match((await connection.receive()).text, '"identifier":"pipelined"', 'GET')
  })

  t.test('the body limit is exact to the byte', async (t) => {
    const mock = await mockFor(t, { bodyLimit: 100 })
    const connection = await RawConnection.open(t, mock.url)
    for (const [size, status] of [
      [100, 200],
      [101, 413]
    ] as const) {
      const body = '{"user":{"metadata":"x"}}'.padEnd(size)
      t.equal(
        (await connection.send(['POST /users HTTP/1.1', ...LINES, lengthOf(body)], body)).status,
        status,
        `${size} bytes`
      )
      const bytes = chunk(Buffer.from(body))
      const chunked = await connection.send(['POST /users HTTP/1.1', ...LINES, 'Transfer-Encoding: chunked'], bytes)
      t.equal(chunked.status, status, `${size} bytes in chunks`)
    }
  })

  t.test('bytes beyond the limit are discarded, even while the response is delayed', async (t) => {
    const mock = await mockFor(t, { bodyLimit: 100 })
    const settings = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"fixedDelay":1}' }
    await fetch(`${mock.url}/__admin/settings`, settings)
    const connection = await RawConnection.open(t, mock.url)
    for (const [size, status] of [
      [100, 200],
      [200, 413]
    ] as const) {
      const body = '{"user":{"metadata":"x"}}'.padEnd(size)
      const pieces = [...body].map((character) => `1\r\n${character}\r\n`).join('')
      const lines = ['POST /users HTTP/1.1', ...LINES, 'Transfer-Encoding: chunked']
      t.equal((await connection.send(lines, `${pieces}0\r\n\r\n`)).status, status, `${size} bytes`)
    }
  })

  t.test('pipelined requests in one packet get their responses in order', async (t) => {
    const connection = await RawConnection.open(t, (await mockFor(t)).url)
    const create = (metadata: string) => {
      const body = Buffer.from(JSON.stringify({ user: { metadata } }))
      return Buffer.concat([Buffer.from(['POST /users HTTP/1.1', ...LINES, lengthOf(body), '', ''].join('\r\n')), body])
    }
    const others = ['HEAD /users', 'DELETE /api/Users/asmith', 'GET /users/USR-1', 'GET /users']
    const [head, ...rest] = others.map((call) => Buffer.from([`${call} HTTP/1.1`, ...LINES, '', ''].join('\r\n')))
    connection.write(Buffer.concat([create('plain'), create('Ä €  𝄞'), head as Buffer, create('é'), ...rest]))
    t.match(await connection.receive(), { status: 200, text: /"metadata":"plain"/ }, 'the first create')
    t.match(await connection.receive(), { status: 200, text: /"metadata":"Ä € {2}𝄞"/ }, 'the chunked create')
    t.match(await connection.receive('HEAD'), { status: 200 }, 'the HEAD')
    t.match(await connection.receive(), { status: 200, text: /"metadata":"é"/ }, 'the last create')
    t.match(await connection.receive(), { status: 204 }, 'the delete')
    t.match(await connection.receive(), { status: 404, text: /not_found/ }, 'the deleted user')
    t.match(
      await connection.receive(),
      { status: 200, text: /"metadata":"plain".*"metadata":"é".*"total_entries":10/ },
      'the list'
    )
  })

  t.test('each request on a connection has its own headers', async (t) => {
    const mock = await mockFor(t)
    const connection = await RawConnection.open(t, mock.url)
    const as = (key: string, ...more: string[]) => [`MX-API-Key: ${key}`, 'MX-Client-ID: test-client-id', ...more]
    const { etag } = (await connection.send(['GET /users HTTP/1.1', 'Host: a', ...as('test-api-key')])).headers
    const known = 'test-api-key'
    // Each is sent twice, to repeat the headers of the request before it.
    const requests: [headers: string[], status: number][] = [
      [as(known), 200],
      [as('wrong-api-ke'), 401],
      [as(known, 'Accept: text/html'), 406],
      [as(known, `If-None-Match: ${etag}`), 304],
      // The sandbox of the suffix rejects these credentials.
      [as('wrong-key@w1'), 401],
      [as('test-api-key@w1'), 200],
      [as(known, 'Mock-Sandbox: w2'), 200],
      [as(known, 'Mock-Sandbox: w/2'), 400],
      [as(known).toReversed(), 200]
    ]
    for (const [headers, status] of requests.flatMap((request) => [request, request])) {
      const response = await connection.send(['GET /users HTTP/1.1', 'Host: a', ...headers])
      t.equal(response.status, status, headers.join(', '))
    }
    const count = (name: string, headers: Record<string, unknown>) => mock.sandbox(name).requests.count({ headers })
    t.equal(await count('default', {}), 13, 'authenticated and rejected requests in the journal of default')
    t.equal(await count('default', { 'If-None-Match': { equalTo: etag } }), 2, 'in default, by header')
    t.equal(await count('w1', { 'MX-API-Key': { equalTo: 'test-api-key@w1' } }), 2, 'in w1, by credential')
    t.equal(await count('w2', { 'Mock-Sandbox': { equalTo: 'w2' } }), 2, 'in w2, by header')
  })

  t.test('errors, HEAD and empty responses keep the connection open', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    const calls: [line: string, status: number, body?: string][] = [
      ['HEAD /users', 200],
      ['HEAD /users/USR-1', 404],
      ['HEAD /api/Users', 405],
      ['OPTIONS /users', 404],
      ['PROPFIND /api/Users', 405],
      ['POST /users', 400, '{'],
      ['POST /users', 400],
      ['PUT /users/USR-1', 400, '""'],
      ['DELETE /users/USR-1', 404, '""'],
      ['POST /api/Users', 400, '{'],
      ['PUT /api/Users/dlee/disable', 204],
      ['POST /api/Users', 409, definition({ Username: 'asmith' })],
      ['GET /users/%zz', 400],
      ['GET /api/Users/%zz', 400]
    ]
    for (const [line, status, body = ''] of calls) {
      const response = await connection.send([`${line} HTTP/1.1`, ...LINES, lengthOf(body)], body)
      t.equal(response.status, status, line)
    }
  })

  t.test('pipelined requests with errors get their responses in order', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    const paths = ['/users', '/api/Users/asmith', '/nothing', '/users/%zz', '/api/Nope']
    connection.write(paths.map((path) => `GET ${path} HTTP/1.1\r\n${LINES.join('\r\n')}\r\n\r\n`).join(''))
    const statuses: number[] = []
    for (const _ of paths) statuses.push((await connection.receive()).status)
    t.strictSame(statuses, [200, 200, 404, 400, 404], 'all responses, in order')
  })

  t.test('Expect: 100-continue is supported', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    const body = '{"user":{}}'
    const lines = ['POST /users HTTP/1.1', ...LINES, lengthOf(body), 'Expect: 100-continue']
    t.equal((await connection.send(lines, body)).status, 400, 'the response')
  })

  t.test('a truncated body changes nothing, and does not block other clients', async (t) => {
    const body = '{"user":{"metadata":"x"}}'
    for (const [call, type] of [
      ['POST /users', 'application/json'],
      ['POST /api/Users', 'application/json'],
      ['POST /api/Users', 'text/plain']
    ]) {
      const connection = await RawConnection.open(t, mock.url)
      const lines = [`${call} HTTP/1.1`, ...LINES.slice(0, 4), `Content-Type: ${type}`, `Content-Length: 1000`]
      connection.write(`${lines.join('\r\n')}\r\n\r\n`)
      connection.write(body)
      connection.socket.end()
      await connection.closed()
      const next = await RawConnection.open(t, mock.url)
      t.equal((await next.send(['GET /users HTTP/1.1', ...LINES])).status, 200, call ?? '')
    }
  })

  t.equal(await stateOf(mock), before, 'the state is unchanged')
}
