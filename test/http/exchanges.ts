import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Test } from 'tap'
import { mockFor } from '../support/mock.ts'

const MIB = 1024 * 1024
const request = (first: string, ...lines: string[]): string => [first, ...lines, '', ''].join('\r\n')
const get = (...lines: string[]): string => request('GET /x HTTP/1.1', 'Host: a', ...lines)
const post = (...lines: string[]): string => request('POST /x HTTP/1.1', 'Host: a', ...lines)
const sized = (size: number, ...lines: string[]): string => post(...lines, `Content-Length: ${size}`) + 'x'.repeat(size)
const chunked = (size: number, part: number): string => {
  const parts = Array.from({ length: Math.ceil(size / part) }, (_, i) => Math.min(part, size - i * part))
  return `${parts.map((length) => `${length.toString(16)}\r\n${'x'.repeat(length)}\r\n`).join('')}0\r\n\r\n`
}
const CHUNKED = 'Transfer-Encoding: chunked'
const SIZES = [0, 1, 16_384, 65_535, 65_536, 65_537, MIB - 1, MIB]
const OLD = ['POST /x HTTP/1.0', 'Host: a'] as const

/** Bytes of a client. The server must respond to them as plain `node:http` does. */
const EXCHANGES: [rule: string, bytes: string][] = [
  ['a request', get()],
  ['HTTP/1.0', request('GET /x HTTP/1.0')],
  ['HTTP/1.0 with a Host', request('GET /x HTTP/1.0', 'Host: a')],
  ['HTTP/1.0 that keeps the connection', request('GET /x HTTP/1.0', 'Connection: keep-alive')],
  ['HTTP/1.0 in capitals', request('GET /x HTTP/1.0', 'Connection: Keep-Alive')],
  [
    'HTTP/1.0 that keeps the connection, with a body',
    `${request(...OLD, 'Connection: keep-alive', 'Content-Length: 2')}xx`
  ],
  ['HTTP/1.0 with a body', `${request(...OLD, 'Content-Length: 2')}xx`],
  ['HTTP/1.0 in chunks', request(...OLD, CHUNKED) + chunked(10, 4)],
  [
    'HTTP/1.0 that keeps the connection, in chunks',
    request(...OLD, 'Connection: keep-alive', CHUNKED) + chunked(10, 4)
  ],
  ['close', get('Connection: close')],
  ['close in another case', get('cOnNeCtIoN: CLOSE')],
  ['close in a list', get('Connection: foo, close')],
  ['close and keep-alive', get('Connection: close, keep-alive')],
  ['keep-alive', get('Connection: keep-alive')],
  ...SIZES.flatMap((size): [string, string][] => [
    [`${size} bytes`, sized(size)],
    [`${size} bytes and close`, sized(size, 'Connection: close')],
    [`${size} bytes in chunks`, post(CHUNKED) + chunked(size, 30_000)],
    [`${size} bytes in chunks, and close`, post('Connection: close', CHUNKED) + chunked(size, 30_000)],
    [`${size} bytes of HTTP/1.0`, request(...OLD, `Content-Length: ${size}`) + 'x'.repeat(size)]
  ]),
  ['bytes as chunks', post(CHUNKED) + chunked(3000, 1)],
  ['chunks with extensions and trailers', `${post(CHUNKED, 'Trailer: X')}3;a=b;c="d"\r\nxxx\r\n0;e\r\nX: y\r\n\r\n`],
  ['a chunk of an invalid size', `${post(CHUNKED)}z\r\n`],
  ['a chunk without its end', `${post(CHUNKED)}1\r\nxyz\r\n`],
  ['a chunk of an enormous size', `${post(CHUNKED)}fffffffffffffffff\r\n`],
  ['chunks and a length', `${post(CHUNKED, 'Content-Length: 3')}0\r\n\r\n`],
  ['an unknown coding', post('Transfer-Encoding: gzip')],
  ['an unknown coding and chunks', post('Transfer-Encoding: gzip, chunked') + chunked(3, 3)],
  ['chunks that are not the last coding', post('Transfer-Encoding: chunked, gzip') + chunked(3, 3)],
  ['the coding identity', `${post('Transfer-Encoding: identity', 'Content-Length: 1')}x`],
  ...['-1', '+1', '0x1', '1 1', '1, 1', '', '1.0', '9'.repeat(30)].map((length): [string, string] => [
    `the length '${length}'`,
    `${post(`Content-Length: ${length}`)}x`
  ]),
  ['the same length twice', `${post('Content-Length: 1', 'Content-Length: 1')}x`],
  ['no Host', request('GET /x HTTP/1.1')],
  ['an empty Host', request('GET /x HTTP/1.1', 'Host:')],
  ['Expect: 100-continue', sized(3, 'Expect: 100-continue')],
  ['Expect: 100-continue in another case', sized(3, 'Expect: 100-Continue')],
  ['another expectation', sized(3, 'Expect: x')],
  ['HEAD', request('HEAD /x HTTP/1.1', 'Host: a')],
  ['HEAD and close', request('HEAD /x HTTP/1.1', 'Host: a', 'Connection: close')],
  ['GET with a body', `${get('Content-Length: 3')}xxx`],
  ['three pipelined requests', get() + get() + get()],
  ['pipelined bodies', sized(70_000) + get() + post(CHUNKED) + chunked(70_000, 9000) + get()],
  ['empty lines before a request', `\r\n\r\n${get()}`],
  ['line feeds alone', 'GET /x HTTP/1.1\nHost: a\n\n'],
  ['a folded header', get('A: b', ' c')],
  ['a blank before a colon', get('A : b')],
  ['a header without a colon', get('A')],
  ['a header without a name', get(': b')],
  ['a carriage return in a header', get('A: b\rc')],
  ['16,000 bytes of headers', get(`A: ${'x'.repeat(16_000)}`)],
  ['17,000 bytes of headers', get(`A: ${'x'.repeat(17_000)}`)],
  ['1,900 headers', get(...Array.from({ length: 1900 }, () => 'A:b'))],
  ['a URL of 17,000 bytes', request(`GET /x?${'x'.repeat(17_000)} HTTP/1.1`, 'Host: a')],
  ['HTTP/1.2', request('GET /x HTTP/1.2', 'Host: a')],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['a method in lower case', request('get /x HTTP/1.1', 'Host: a')],
  ['CONNECT', request('CONNECT a:443 HTTP/1.1', 'Host: a')],
  ['no target', request('GET  HTTP/1.1', 'Host: a')]
]

/** Bytes that arrive before the client closes its side of the connection. */
const CUT_OFF: [rule: string, bytes: string][] = [
  ['nothing', ''],
  ['half a request line', 'GET /x'],
  ['half of the headers', 'GET /x HTTP/1.1\r\nHost: a\r\n'],
  ['half of a body', `${post('Content-Length: 10')}xxxxx`],
  ['half of a large body', `${post('Content-Length: 200000')}${'x'.repeat(100_000)}`],
  ['half of a body and close', `${post('Connection: close', 'Content-Length: 10')}xxxxx`],
  ['half of a chunk', `${post(CHUNKED)}a\r\nxxxxx`],
  ['chunks without the last one', `${post(CHUNKED)}5\r\nxxxxx\r\n`],
  ['half of a body after a request', `${get()}${post('Content-Length: 10')}xxxxx`],
  ['a whole request', get()],
  ['an unsupported upgrade', get('Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: x')],
  ['a WebSocket', get('Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: x')]
]

const SLOW = request('POST /slow HTTP/1.1', 'Host: a', 'Content-Length: 0')
const OVERFLOW = get(`A: ${'x'.repeat(20_000)}`)

/** Valid requests, followed by invalid bytes. `node:http` would send only the rejection, which a client takes for the first response. */
const ENDING_INVALID: [rule: string, bytes: string, statuses: number[]][] = [
  ['a request after close', get('Connection: close') + get(), [200]],
  ['a request after a slow one with close', SLOW.replace('Host', 'Connection: close\r\nHost') + get(), [200]],
  ['an invalid request', `${get()}NONSENSE\r\n\r\n`, [200, 400]],
  ['an invalid request after two', `${sized(3)}${get()}NONSENSE\r\n\r\n`, [200, 200, 400]],
  ['an invalid request after slow ones', `${SLOW}${get()}${SLOW}NONSENSE\r\n\r\n`, [200, 200, 200, 400]],
  ['a body longer than its length', `${sized(3)}xyz\r\n\r\n`, [200, 400]],
  ['an invalid body after a slow request', `${SLOW}${post(CHUNKED)}z\r\n`, [200, 400]],
  ['headers that are too large after a slow request', SLOW + OVERFLOW, [200, 431]],
  ['a request without a version', 'GET /x\r\n\r\nGET /x', [200]]
]

/** Ends with a line end, so that the next response begins a line. */
const BODY = 'ok\r\n'

/** Requests that close the connection themselves; another one would be invalid. */
const CLOSES = /^connection:[^\n]*close|HTTP\/1\.0(?!.*keep-alive)/ims

/** Closes the connection, if the server has not done so before: only then does its response arrive. */
const LAST = request('GET /last HTTP/1.1', 'Host: a', 'Connection: close')

export async function exchanges(t: Test): Promise<void> {
  const plain = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    response.setHeader('content-length', BODY.length)
    request.resume().on('end', () => response.end(BODY))
  })
  plain.listen(0, '127.0.0.1')
  await once(plain, 'listening')
  t.teardown(() => plain.close())
  const { port } = plain.address() as AddressInfo

  const mock = await mockFor(t)
  for (const urlPath of ['/x', '/last']) await mock.stub({ request: { urlPath }, response: { body: BODY } })
  await mock.stub({ request: { urlPath: '/slow' }, response: { body: BODY, fixedDelayMilliseconds: 20 } })
  const own = Number(new URL(mock.url).port)
  for (const [rule, bytes] of EXCHANGES) {
    const sent = CLOSES.test(bytes) ? bytes : bytes + LAST
    const expected = await exchange(port, sent)
    t.strictSame(await exchange(own, sent), expected, `${rule}: ${summary(expected)}`)
  }
  for (const [rule, bytes] of CUT_OFF) {
    const expected = await exchange(port, bytes, true)
    t.strictSame(await exchange(own, bytes, true), expected, `${rule}, cut off: ${summary(expected)}`)
  }
  for (const [rule, bytes, statuses] of ENDING_INVALID) {
    const received = await exchange(own, bytes)
    const found = [...received.matchAll(/http\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
    t.strictSame([found, received.slice(-5)], [statuses, '(end)'], rule)
  }
  t.equal((await fetch(mock.url)).status, 200, 'the server still runs')
}

const summary = (exchange: string): string => exchange.replaceAll('\r\n', ' ').slice(0, 150)

const OTHER_HEADERS = /^(?!HTTP\/|connection:|content-length:|transfer-encoding:|\r).*\r\n/gim

/** Sends bytes. @returns all responses with the headers that concern the connection, and how it ended */
function exchange(port: number, bytes: string, endsEarly = false): Promise<string> {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    let received = ''
    let end = 'end'
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
    })
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      end = code === 'EPIPE' ? 'ECONNRESET' : String(code)
    })
    socket.on('end', () => socket.end())
    socket.setTimeout(5000, () => {
      end = 'open'
      socket.destroy()
    })
    socket.on('close', () => done(`${received.replaceAll(OTHER_HEADERS, '').toLowerCase()}(${end})`))
    if (endsEarly) socket.end(Buffer.from(bytes, 'latin1'))
    else socket.write(Buffer.from(bytes, 'latin1'))
  })
}
