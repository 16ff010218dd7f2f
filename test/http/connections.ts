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

/** What leaves a body that nobody read, and how it is answered. */
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
  ['PATCH /users', 405, /method_not_allowed/],
  ['PATCH /api/Users', 405, /PATCH/],
  ['POST /institutions', 501, /not_emulated/],
  ['GET /users', 200, /pagination/],
  ['GET /api/Users', 200, /asmith/]
]

export async function connections(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const before = await stateOf(mock)

  t.test('a large body that was read, of a client that wants the connection closed', async (t) => {
    const connection = await RawConnection.open(t, (await mockFor(t)).url)
    const body = JSON.stringify({ user: { metadata: 'x'.repeat(200_000) } })
    const answer = await connection.ask(['POST /users HTTP/1.1', 'Connection: close', ...LINES, lengthOf(body)], body)
    t.equal(answer.status, 200)
    t.ok(await connection.closed())
  })

  for (const [how, framing, framed] of [
    ['with its length', lengthOf(TOO_LARGE), TOO_LARGE],
    ['in chunks', 'Transfer-Encoding: chunked', chunk(TOO_LARGE)]
  ] as const) {
    t.test(`ten megabytes ${how} of a client that wants the connection closed: its answer, then the end`, async (t) => {
      for (const [call, status, text] of unread) {
        const connection = await RawConnection.open(t, mock.url)
        const errors: string[] = []
        connection.socket.on('error', (error) => errors.push(error.message))
        const answer = await connection.ask([`${call} HTTP/1.1`, 'Connection: close', ...LINES, framing], framed)
        t.equal(answer.status, status, call)
        t.match(answer.text, text)
        t.ok(await connection.closed())
        t.strictSame(errors, [])
      }
    })
  }

  for (const [how, framing, framed] of [
    ['with its length', lengthOf(TOO_LARGE), TOO_LARGE],
    ['in chunks', 'Transfer-Encoding: chunked', chunk(TOO_LARGE)]
  ] as const) {
    t.test(`ten megabytes ${how} leave the connection usable`, async (t) => {
      const connection = await RawConnection.open(t, mock.url)
      for (const [call, status, text] of unread) {
        const answer = await connection.ask([`${call} HTTP/1.1`, ...LINES, framing], framed)
        t.equal(answer.status, status, call)
        t.match(answer.text, text)
        t.not(answer.headers.connection, 'close')
        const next = await connection.ask([`GET /users/${RECORDED.guid} HTTP/1.1`, ...LINES])
        t.equal(next.text, RECORDED.body, `after ${call}`)
      }
    })
  }

  t.test('the limit is that of the body, to the byte', async (t) => {
    const mock = await mockFor(t, { bodyLimit: 100 })
    const connection = await RawConnection.open(t, mock.url)
    for (const [size, status] of [
      [100, 200],
      [101, 413]
    ] as const) {
      const body = '{"user":{"metadata":"x"}}'.padEnd(size)
      t.equal((await connection.ask(['POST /users HTTP/1.1', ...LINES, lengthOf(body)], body)).status, status)
      const bytes = chunk(Buffer.from(body))
      const chunked = await connection.ask(['POST /users HTTP/1.1', ...LINES, 'Transfer-Encoding: chunked'], bytes)
      t.equal(chunked.status, status)
    }
  })

  t.test('what comes after the limit is thrown away, also while the answer is delayed', async (t) => {
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
      t.equal((await connection.ask(lines, `${pieces}0\r\n\r\n`)).status, status)
    }
  })

  t.test('requests that come in one packet are answered in their order, each as a whole', async (t) => {
    const connection = await RawConnection.open(t, (await mockFor(t)).url)
    const create = (metadata: string) => {
      const body = Buffer.from(JSON.stringify({ user: { metadata } }))
      return Buffer.concat([Buffer.from(['POST /users HTTP/1.1', ...LINES, lengthOf(body), '', ''].join('\r\n')), body])
    }
    const others = ['HEAD /users', 'DELETE /api/Users/asmith', 'GET /users/USR-1', 'GET /users']
    const [head, ...rest] = others.map((call) => Buffer.from([`${call} HTTP/1.1`, ...LINES, '', ''].join('\r\n')))
    connection.write(Buffer.concat([create('plain'), create('Ä €  𝄞'), head as Buffer, create('é'), ...rest]))
    t.match(await connection.answer(), { status: 200, text: /"metadata":"plain"/ })
    t.match(await connection.answer(), { status: 200, text: /"metadata":"Ä € {2}𝄞"/ })
    t.match(await connection.answer('HEAD'), { status: 200 })
    t.match(await connection.answer(), { status: 200, text: /"metadata":"é"/ })
    t.match(await connection.answer(), { status: 204 })
    t.match(await connection.answer(), { status: 404, text: /not_found/ })
    t.match(await connection.answer(), { status: 200, text: /"metadata":"plain".*"metadata":"é".*"total_entries":10/ })
  })

  t.test('each request on a connection has its own headers, whatever those before it had', async (t) => {
    const mock = await mockFor(t)
    const connection = await RawConnection.open(t, mock.url)
    const as = (key: string, ...more: string[]) => [`MX-API-Key: ${key}`, 'MX-Client-ID: test-client-id', ...more]
    const { etag } = (await connection.ask(['GET /users HTTP/1.1', 'Host: a', ...as('test-api-key')])).headers
    const known = 'test-api-key'
    // Each twice: the second has what the first had.
    const requests: [headers: string[], status: number][] = [
      [as(known), 200],
      [as('wrong-api-ke'), 401],
      [as(known, 'Accept: text/html'), 406],
      [as(known, `If-None-Match: ${etag}`), 304],
      // A suffix that its sandbox does not take.
      [as('wrong-key@w1'), 401],
      [as('test-api-key@w1'), 200],
      [as(known, 'Mock-Sandbox: w2'), 200],
      [as(known, 'Mock-Sandbox: w/2'), 400],
      [as(known).toReversed(), 200]
    ]
    for (const [headers, status] of requests.flatMap((request) => [request, request])) {
      const answer = await connection.ask(['GET /users HTTP/1.1', 'Host: a', ...headers])
      t.equal(answer.status, status, headers.join(', '))
    }
    const count = (name: string, headers: Record<string, unknown>) => mock.sandbox(name).requests.count({ headers })
    t.equal(await count('default', {}), 13, 'each is in the journal of its sandbox, if it has one')
    t.equal(await count('default', { 'If-None-Match': { equalTo: etag } }), 2)
    t.equal(await count('w1', { 'MX-API-Key': { equalTo: 'test-api-key@w1' } }), 2)
    t.equal(await count('w2', { 'Mock-Sandbox': { equalTo: 'w2' } }), 2)
  })

  t.test('errors, HEAD and empty answers keep the connection', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    const calls: [line: string, status: number, body?: string][] = [
      ['HEAD /users', 200],
      ['HEAD /users/USR-1', 404],
      ['HEAD /api/Users', 405],
      ['OPTIONS /users', 405],
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
      const answer = await connection.ask([`${line} HTTP/1.1`, ...LINES, lengthOf(body)], body)
      t.equal(answer.status, status, line)
    }
  })

  t.test('requests sent at once are answered in order', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    const paths = ['/users', '/api/Users/asmith', '/nothing', '/users/%zz', '/api/Nope']
    connection.write(paths.map((path) => `GET ${path} HTTP/1.1\r\n${LINES.join('\r\n')}\r\n\r\n`).join(''))
    const statuses: number[] = []
    for (const _ of paths) statuses.push((await connection.answer()).status)
    t.strictSame(statuses, [200, 200, 404, 400, 404])
  })

  t.test('a body that is announced is waited for', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    const body = '{"user":{}}'
    const lines = ['POST /users HTTP/1.1', ...LINES, lengthOf(body), 'Expect: 100-continue']
    t.equal((await connection.ask(lines, body)).status, 400)
  })

  t.test('a body cut short changes nothing, and holds nobody up', async (t) => {
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
      t.equal((await next.ask(['GET /users HTTP/1.1', ...LINES])).status, 200, call ?? '')
    }
  })

  t.equal(await stateOf(mock), before, 'nothing has changed')
}
