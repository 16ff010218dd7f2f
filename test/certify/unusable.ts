import { readFileSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import { proxyFor } from '../../src/cli/service/proxy.ts'
import { delayOf } from '../../src/cli/service/retry-after.ts'
import { certificateFiles } from '../support/certificates.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { certify, serverFor } from './certify.ts'

const USERS = '{"users":[],"pagination":{"current_page":1,"per_page":25,"total_entries":0,"total_pages":1}}'

/** Servers that cannot be tested: no hang, and a message that says why. */
export async function unusableServers(t: Test): Promise<void> {
  const rows: [name: string, url: string, message: RegExp][] = [
    ['down', 'http://127.0.0.1:1', /cannot reach http:\/\/127.0.0.1:1: connection refused. Is the server running\?/],
    ['slow', await serverFor(t, () => {}), /no complete response within 0.2 s. Use --timeout/],
    [
      'slow in the middle of a response',
      await serverFor(t, (_, reply) => reply.writeHead(200).write('{')),
      /no complete response within 0.2 s/
    ],
    [
      'HTML',
      await serverFor(t, (_, reply) => reply.setHeader('content-type', 'text/html').end('<html>')),
      /GET \/users responds with an HTML page \(status 200\): this is not the API. Check --url/
    ],
    [
      'a redirect',
      await serverFor(t, (_, reply) => reply.writeHead(302, { location: 'https://login.example/' }).end()),
      /redirects to https:\/\/login.example\/. If that is the service, use it as --url/
    ],
    [
      'wrong credentials',
      await serverFor(t, (_, reply) => reply.writeHead(401).end('{}')),
      /status 401. Check the credentials \(MX-API-Key or ATRIUM_MX_API_KEY, /
    ],
    ['not found', await serverFor(t, (_, reply) => reply.writeHead(404).end('{}')), /the path \/users is added to it/],
    ['not JSON', await serverFor(t, (_, reply) => reply.end('hello')), /something other than JSON/],
    [
      'too long',
      await serverFor(t, (_, reply) => reply.end(Buffer.alloc(17 * 2 ** 20))),
      /its response is longer than 16 MB/
    ],
    ['not HTTP', await rawServer(t, 'SSH-2.0-x\r\n'), /its response is not valid HTTP/],
    ['always limited', await serverFor(t, limited), /still limits the rate of requests: try again later/]
  ]
  for (const [name, url, message] of rows) {
    const { code, out, err } = await certify(t, url, [
      '--api',
      'atrium',
      '--timeout',
      name === 'too long' ? '20' : '0.2'
    ])
    t.match(err, message, `${name}: the message`)
    t.equal(out, '', `${name}: no report`)
    t.equal(code, 2, `${name}: the exit code`)
  }
}

const limited = (_: unknown, reply: ServerResponse) => reply.writeHead(429, { 'retry-after': '0' }).end()

async function rawServer(t: Test, text: string): Promise<string> {
  const { createServer } = await import('node:net')
  const server = createServer((socket) => socket.end(text)).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that limits the rate of requests, and one that closes a connection. */
export async function recovering(t: Test): Promise<void> {
  let count = 0
  const url = await serverFor(t, (_, reply) => (count++ % 2 === 0 ? limited(_, reply) : reply.end(USERS)))
  const { out, err, code } = await certify(t, url, ['--api', 'atrium', '--only', 'atrium.routes.list'])
  t.match(err, /limits the rate of requests \(status 429\): waiting 0 s/, 'it says that it waits')
  t.match([code, out], [0, /✓ atrium.routes.list/], 'the request is repeated')

  const closing = await serverFor(t, (request, reply) =>
    request.url === '/users' ? reply.end(USERS) : request.socket.destroy()
  )
  const second = await certify(t, closing, ['--api', 'atrium', '--only', 'atrium.paging.size'])
  t.match(second.out, /✓ atrium.paging.size {2}as expected\n +1 of 6 cases/, 'the run goes on')

  const now = new Date('2026-01-01T00:00:00Z')
  const delays: [status: number, value: string | undefined, retries: number, delay: number | undefined][] = [
    [429, '7', 0, 7000],
    [429, '3600', 0, 60_000],
    [503, 'Thu, 01 Jan 2026 00:00:05 GMT', 0, 5000],
    [503, 'Wed, 31 Dec 2025 00:00:00 GMT', 0, 0],
    [429, undefined, 2, 4000],
    [503, undefined, 0, undefined],
    [503, 'soon', 0, undefined],
    [200, '7', 0, undefined]
  ]
  for (const [status, value, retries, delay] of delays) {
    const headers = value === undefined ? {} : { 'retry-after': value }
    t.equal(delayOf({ status, headers, body: '' }, retries, now), delay, `${status} with Retry-After: ${value}`)
  }
}

/** Certificates and proxies. */
export async function connections(t: Test): Promise<void> {
  const folder = await temporaryFolder(t)
  const { tlsCert, tlsKey, ca } = await certificateFiles(folder, 'service')
  const options = { cert: readFileSync(tlsCert), key: readFileSync(tlsKey) }
  const secure = createServer(options, (_, reply) => reply.end(USERS)).listen(0, '127.0.0.1')
  await new Promise((done) => secure.once('listening', done))
  t.teardown(() => secure.close())
  const { port } = secure.address() as AddressInfo
  const url = `https://localhost:${port}`
  const words = ['--api', 'atrium', '--only', 'atrium.routes.list']
  const untrusted = await certify(t, url, words)
  t.match([untrusted.code, untrusted.err], [2, /its certificate is not trusted .*--cacert FILE/], 'an unknown CA')
  const cacert = join(folder, 'ca.pem')
  writeFileSync(cacert, ca)
  t.equal((await certify(t, url, [...words, '--cacert', cacert])).code, 0, '--cacert')
  const wrong = await certify(t, url, [...words, '--cacert', tlsKey])
  t.match(wrong.err, /--cacert: .* contains no certificate/, 'a file without a certificate')

  const tunnels: string[] = []
  const proxy = await serverFor(t, () => {})
  const tunnel = await tunnelFor(t, tunnels)
  const environment = { HTTPS_PROXY: tunnel, https_proxy: '', NO_PROXY: 'other.example' }
  const throughTunnel = await certify(t, url, [...words, '--cacert', cacert], { environment })
  t.equal(throughTunnel.code, 0, 'HTTPS through a proxy')
  t.match(tunnels, [`CONNECT localhost:${port}`], 'a tunnel')
  const refused = await certify(t, url, words, { environment: { HTTPS_PROXY: await serverFor(t, () => {}) } })
  t.match(refused.err, /the proxy .* refused to connect|closed before/, 'a proxy that refuses')
  const proxyDown = await certify(t, url, words, { environment: { HTTPS_PROXY: 'http://ada:secret@127.0.0.1:1' } })
  t.match(
    proxyDown.err,
    `cannot reach ${url} through the proxy 127.0.0.1:1: connection refused`,
    'a proxy that is down'
  )
  const protectedProxy = await serverFor(t, (_, reply) =>
    reply.writeHead(407, { 'content-type': 'text/html' }).end('<html>')
  )
  const unauthorized = await certify(t, 'http://service.example', words, {
    environment: { HTTP_PROXY: protectedProxy }
  })
  t.match(unauthorized.err, /status 407: the proxy needs a user name and a password/, 'a proxy that needs a password')

  const forwarded: (string | undefined)[] = []
  const forward = await serverFor(t, (request, reply) => {
    forwarded.push(request.url, request.headers.host, request.headers['proxy-authorization'])
    reply.end(USERS)
  })
  const withUser = forward.replace('//', '//ada:secret@')
  const plain = await certify(t, 'http://service.example/base', words, { environment: { http_proxy: withUser } })
  t.equal(plain.code, 0, 'HTTP through a proxy')
  t.strictSame(
    forwarded.slice(0, 3),
    ['http://service.example/base/users', 'service.example', `Basic ${Buffer.from('ada:secret').toString('base64')}`],
    'the whole address, and the path of the URL first'
  )
  const excluded: [string, string, boolean][] = [
    ['http://a.example', 'a.example', true],
    ['http://b.a.example', 'A.example', true],
    ['http://b.a.example', '.a.example', true],
    ['http://ba.example', 'a.example', false],
    ['http://a.example:81', 'a.example:80', false],
    ['http://a.example', 'x, a.example:80', true],
    ['http://[::1]', '::1', true],
    ['http://127.0.0.1', '*', true],
    ['http://a.example', '', false]
  ]
  for (const [target, NO_PROXY, isExcluded] of excluded) {
    const found = proxyFor(new URL(target), { HTTP_PROXY: proxy, NO_PROXY })
    t.equal(found === undefined, isExcluded, `${target} with NO_PROXY=${NO_PROXY}`)
  }
}

/** A proxy for tunnels. */
async function tunnelFor(t: Test, seen: string[]): Promise<string> {
  const { createServer } = await import('node:http')
  const server = createServer().listen(0, '127.0.0.1')
  server.on('connect', ({ method, url = '' }, socket) => {
    seen.push(`${method} ${url}`)
    const target = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    for (const one of [socket, target]) one.on('error', () => target.destroy())
  })
  await new Promise((done) => server.once('listening', done))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
