import type { Test } from 'tap'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { controlFor } from '../support/control.ts'
import { RawConnection } from '../support/raw.ts'

const emulate = { transformers: ['emulate'] }
const EMULATED = 'not supported with the transformer emulate: the emulated API sets it'
const NO_NAME = /^invalid header name/
const NO_VALUE = /^must not contain control characters/

/** Headers that no response can have, or that would make clients misread it. */
const REJECTED: [response: object, header: string, detail: string | RegExp][] = [
  [{ headers: { Trailer: 'X' } }, 'Trailer', 'not supported: the server sends no trailers'],
  [{ headers: { trailer: 'X' }, ...emulate }, 'trailer', 'not supported: the server sends no trailers'],
  [{ headers: { 'Transfer-Encoding': 'gzip' } }, 'Transfer-Encoding', /^not supported: 'gzip'/],
  [{ headers: { 'Transfer-Encoding': ['gzip', 'chunked'] } }, 'Transfer-Encoding', /^not supported: 'gzip, chunked'/],
  [{ headers: { 'transfer-encoding': 'chunked' }, ...emulate }, 'transfer-encoding', EMULATED],
  [{ headers: { 'Content-Length': '5' }, ...emulate }, 'Content-Length', EMULATED],
  [{ headers: { 'Content-Length': 'x' } }, 'Content-Length', "expected a number of bytes, not 'x'"],
  [{ headers: { 'Content-Length': '' } }, 'Content-Length', "expected a number of bytes, not ''"],
  [{ headers: { 'Content-Length': '-1' } }, 'Content-Length', "expected a number of bytes, not '-1'"],
  [{ headers: { 'Content-Length': '1e3' } }, 'Content-Length', "expected a number of bytes, not '1e3'"],
  [{ headers: { 'Content-Length': ['5', '5'] } }, 'Content-Length', "expected a number of bytes, not '5, 5'"],
  [
    { headers: { 'Content-Length': '5', 'content-length': '6' } },
    'content-length',
    /allowed together with Content-Length$/
  ],
  [
    { headers: { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' } },
    'Transfer-Encoding',
    /allowed together with/
  ],
  [{ headers: { '': 'x' } }, '', NO_NAME],
  [{ headers: { 'a b': 'x' } }, 'a b', NO_NAME],
  [{ headers: { 'a/~:': 'x' } }, 'a~1~0:', NO_NAME],
  [{ headers: { a: '1\n' } }, 'a', NO_VALUE],
  [{ headers: { a: ['1', 'ä€'] }, ...emulate }, 'a', NO_VALUE]
]

/** Responses to a request for a body of five bytes, and whether the connection stays open after them. */
const SENT: [what: string, response: object, request: string, expected: RegExp, isOpen: boolean][] = [
  [
    'a chunked body',
    { headers: { 'Transfer-Encoding': 'chunked' } },
    'GET HTTP/1.1',
    /\r\n5\r\nhello\r\n0\r\n\r\n$/,
    true
  ],
  [
    'a chunked body for HTTP/1.0',
    { headers: { 'Transfer-Encoding': 'chunked' } },
    'GET HTTP/1.0',
    /\r\n\r\nhello$/,
    false
  ],
  [
    'a 204 with a length',
    { status: 204, headers: { 'Content-Length': '5' } },
    'GET HTTP/1.1',
    /^(?!.*length).*\r\n\r\n$/is,
    true
  ],
  [
    'a 204 in chunks',
    { status: 204, headers: { 'Transfer-Encoding': 'chunked' } },
    'GET HTTP/1.1',
    /^(?!.*chunked).*\r\n\r\n$/is,
    true
  ],
  [
    'a 304 with a length',
    { status: 304, headers: { 'Content-Length': '99' } },
    'GET HTTP/1.1',
    /Length: 99\r\n.*\r\n\r\n$/s,
    true
  ],
  [
    'the length of a HEAD',
    { headers: { 'Content-Length': '99' } },
    'HEAD HTTP/1.1',
    /Length: 99\r\n.*\r\n\r\n$/s,
    true
  ],
  ['Connection: close', { headers: { Connection: 'close' } }, 'GET HTTP/1.1', /Connection: close\r\n.*hello$/s, false],
  [
    'keep-alive, but the client closes',
    { headers: { connection: 'keep-alive' } },
    'GET HTTP/1.0',
    /connection: close\r\n.*hello$/is,
    false
  ],
  [
    'an upgrade',
    { status: 426, headers: { Connection: 'Upgrade', Upgrade: 'h2c' } },
    'GET HTTP/1.1',
    /Connection: Upgrade\r\nUpgrade: h2c\r\n/,
    true
  ],
  [
    'Keep-Alive and TE',
    { headers: { 'Keep-Alive': 'timeout=1', TE: 'x' } },
    'GET HTTP/1.1',
    /Keep-Alive: timeout=1\r\nTE: x\r\n/,
    true
  ],
  [
    'Connection: close with emulate',
    { ...emulate, headers: { Connection: 'close' } },
    'GET HTTP/1.1',
    /Connection: close\r\n/i,
    false
  ],
  [
    'keep-alive with emulate',
    { ...emulate, headers: { Connection: 'keep-alive' } },
    'GET HTTP/1.0',
    /Connection: close\r\n/i,
    false
  ]
]

/** Headers of the message or the connection. */
export async function headers(t: Test): Promise<void> {
  t.test('a header that a response cannot have is rejected, and the error names it', async (t) => {
    const { admin, stub } = await controlFor(t)
    const id = await stub({ request: { url: '/x' } })
    for (const [response, header, detail] of REJECTED) {
      const error = (pointer: string) => ({
        status: 422,
        json: { errors: [{ code: 10, source: { pointer: `${pointer}/response/headers/${header}` }, detail }] }
      })
      const what = JSON.stringify(response)
      t.match(await admin('POST', 'mappings', { response }), error(''), `created: ${what}`)
      t.match(await admin('PUT', `mappings/${id}`, { response }), error(''), `updated: ${what}`)
      const mappings = [{}, { response }]
      t.match(await admin('POST', 'mappings/import', { mappings }), error('/mappings/1'), `imported: ${what}`)
    }
    t.equal((await admin('GET', 'mappings')).json.meta.total, 1, 'no mapping was added')
  })

  t.test('a stored stub with such a header starts, and the header is not sent', async (t) => {
    for (const [response] of REJECTED) {
      const id = '11111111-1111-4111-8111-111111111111'
      const [mapping] = compileStored([{ id, response }])
      t.ok(Object.keys(mapping?.response.headers ?? {}).length <= 1, JSON.stringify(response))
    }
  })

  t.test('headers of the connection and of the body length take effect', async (t) => {
    const { mock, stub } = await controlFor(t)
    for (const [what, response, call, expected, isOpen] of SENT) {
      const body = 'transformers' in response ? {} : { body: 'hello' }
      await stub({ request: { urlPath: '/users' }, response: { ...body, ...response } })
      const connection = await RawConnection.open(t, mock.url)
      let text = ''
      connection.socket.on('data', (bytes) => {
        text += bytes.toString('latin1')
      })
      const [method, version] = call.split(' ')
      const lines = [`${method} /users ${version}`, 'Host: x', '', '']
      connection.write(lines.join('\r\n'))
      if (isOpen) {
        while (!expected.test(text)) await new Promise((done) => connection.socket.once('data', done))
        connection.write(['GET /none HTTP/1.1', 'Host: x', 'Connection: close', '', ''].join('\r\n'))
      }
      await connection.closed()
      const [first = ''] = text.split(/(?=HTTP\/1.1 404)/)
      t.match(first, expected, what)
      t.equal(text.includes('HTTP/1.1 404'), isOpen, `${what}: the connection ${isOpen ? 'stays open' : 'is closed'}`)
    }
  })
}
