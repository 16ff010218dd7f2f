import type { Test } from 'tap'
import { mockFor } from '../support/mock.ts'
import { RawConnection } from '../support/raw.ts'

const CREDENTIALS = ['MX-API-Key: test-api-key', 'MX-Client-ID: test-client-id', 'token: test-token']
const LENGTH = 70 * 1024 * 1024
const REST = Buffer.alloc(64 * 1024, ' ')

/** Requests that get their responses before their bodies have arrived, from a server with a token. */
const EARLY: [call: string, status: number, headers?: string[]][] = [
  ['PUT /__admin/fixtures/many', 401],
  ['PUT /__admin/fixtures/many', 413, ['Authorization: Bearer secret']],
  ['POST /__admin/nothing', 404],
  ['PATCH /__admin/reset', 405],
  ['GET /__admin/health', 200],
  ['GET /docs', 200],
  ['POST /docs', 405],
  ['GET /', 200],
  ['POST /sandboxes/a%20b/users', 400, CREDENTIALS],
  ['POST /users', 401],
  ['POST /users', 413, CREDENTIALS],
  ['POST /api/Users', 413, [...CREDENTIALS, 'Content-Type: application/json']],
  ['POST /api/Users', 415, [...CREDENTIALS, 'Content-Type: text/plain']],
  ['POST /nothing', 404, CREDENTIALS],
  ['GET /users', 200, CREDENTIALS],
  ['POST /stubbed', 218]
]

/** Requests whose response has no body, and is sent after the body of the request has arrived. */
const LATE: [call: string, status: number][] = [
  ['PUT /api/Users/dlee/disable', 204],
  ['HEAD /__admin/health', 200]
]

/** Responses that end a connection, or that are sent before the request has arrived. */
export async function closing(t: Test): Promise<void> {
  const mock = await mockFor(t, { adminToken: 'secret', uploadLimit: LENGTH - 1 })
  const stub = { request: { url: '/stubbed' }, response: { status: 218, body: 'stubbed' } }
  await mock.stub(stub)

  t.test('a response that closes the connection says so, and arrives before the body was sent', async (t) => {
    for (const [call, status, headers = []] of EARLY) {
      for (const [version, ...closes] of [['1.1', 'Connection: close'], ['1.0']]) {
        const connection = await RawConnection.open(t, mock.url)
        const errors: string[] = []
        connection.socket.on('error', (error) => errors.push(error.message))
        const lines = [`${call} HTTP/${version}`, 'Host: x', ...closes, ...headers, `Content-Length: ${LENGTH}`]
        const response = await connection.send(lines, REST)
        t.equal(response.status, status, `${call} HTTP/${version}`)
        t.equal(response.headers['connection'], 'close', `${call}: Connection`)
        t.not(response.text, '', `${call}: the body`)
        // A client that goes on sending is not interrupted, so that it can read the response when it has finished.
        for (let i = 0; i < 4; i++) connection.write(REST)
        await new Promise((done) => connection.socket.write(REST, done))
        t.strictSame(errors, [], `${call}: no reset`)
        connection.socket.destroy()
      }
    }
  })

  t.test('the connection is closed once the body has arrived', async (t) => {
    for (const [call, status] of [['POST /__admin/nothing', 404], ['POST /stubbed', 218], ...LATE] as const) {
      const connection = await RawConnection.open(t, mock.url)
      const length = 2 * 1024 * 1024
      const lines = [`${call} HTTP/1.1`, 'Host: x', 'Connection: close', ...CREDENTIALS, `Content-Length: ${length}`]
      const response = await connection.send(lines, Buffer.alloc(length, ' '))
      t.match(response, { status, headers: { connection: 'close' } }, call)
      t.ok(await connection.closed(), `${call}: closed`)
    }
  })

  t.test(
    'a Content-Length that is too large is rejected before the body arrives, and the connection stays open',
    async (t) => {
      for (const [call, status, headers = []] of EARLY) {
        const connection = await RawConnection.open(t, mock.url)
        const response = await connection.send([`${call} HTTP/1.1`, 'Host: x', ...headers, `Content-Length: ${LENGTH}`])
        t.match(response, { status, headers: { connection: 'keep-alive' } }, call)
        connection.socket.destroy()
      }
      const [entry] = await mock.requests.find({ url: '/users', method: 'POST' })
      t.match(entry, { body: '' }, 'the journal records the request without its body')
    }
  )

  t.test('two Host headers are a 400 in the shape of each API, and the connection is closed', async (t) => {
    const rows: [call: string, text: RegExp][] = [
      ['GET /users', /^{"error":{"message":"the header Host was sent 2 times: send it once","status":"bad_request",/],
      ['POST /api/Users', /^{"Message":"the header Host was sent 2 times: send it once"}$/],
      ['POST /__admin/reset', /^{"errors":\[{"code":400,"title":"the header Host was sent 2 times: send it once"}\]}$/],
      ['GET /docs', /^{"error":"the header Host was sent 2 times: send it once"/],
      ['GET /stubbed', /the header Host was sent 2 times/]
    ]
    for (const [call, text] of rows) {
      for (const second of ['Host: a', 'hOST: b']) {
        const connection = await RawConnection.open(t, mock.url)
        const lines = [`${call} HTTP/1.1`, 'Host: a', ...CREDENTIALS, second, 'Content-Length: 2']
        const response = await connection.send(lines, '{}')
        t.match(response, { status: 400, headers: { connection: 'close' }, text }, `${call} with ${second}`)
        t.ok(await connection.closed(), `${call}: closed`)
      }
    }
  })

  t.test('requests that follow the last response of a connection are not handled', async (t) => {
    await mock.stub({ request: { url: '/last' }, response: { headers: { Connection: 'close' }, body: 'x' } })
    const connection = await RawConnection.open(t, mock.url)
    connection.write(['/last', '/later'].map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''))
    t.equal((await connection.receive()).text, 'x', 'the last response')
    t.ok(await connection.closed(), 'no other one follows')
    t.equal(await mock.requests.count({ url: '/later' }), 0, 'the journal does not contain it')
  })
}
