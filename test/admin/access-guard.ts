import { Agent, request as requestPlainly } from 'node:http'
import { request as requestSecurely, Agent as SecureAgent } from 'node:https'
import type { Test } from 'tap'
import type { RunningMock } from '../../src/index.ts'
import { call, readJson } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'
import { RawConnection } from '../support/raw.ts'
import { type GuardedRequest, rejected, served, spellings } from './guarded-requests.ts'

const ADMIN = 'http://localhost:5173'
const PAGE = 'https://app.example'

const agent = new Agent({ keepAlive: true })
const secureAgent = new SecureAgent({ keepAlive: true, maxCachedSessions: 0 })

interface Answer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

/** Sends a request with exactly these headers. `prefix` precedes its path. */
function send(base: string, { call, headers = {} }: Omit<GuardedRequest, 'from' | 'status'>, ca = ''): Promise<Answer> {
  const { protocol, hostname, port, host, origin, pathname } = new URL(base)
  const [method, path = ''] = call.split(' ')
  const filled = Object.entries(headers).map(([name, value]) => [
    name,
    value.replace('{host}', host).replace('{origin}', origin)
  ])
  const isSecure = protocol === 'https:'
  const request = isSecure ? requestSecurely : requestPlainly
  const target = path.startsWith('/') ? pathname.replace(/\/$/, '') + path : path
  const options = {
    hostname,
    port,
    method,
    path: target,
    headers: Object.fromEntries(filled),
    ca,
    agent: isSecure ? secureAgent : agent
  }
  return new Promise((done, fail) => {
    const sent = request({ ...options, checkServerIdentity: () => undefined }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString('utf8')
      done({ status: response.statusCode ?? 0, headers: response.headers, text })
    })
    sent.on('error', fail).end()
  })
}

/** The ways to reach a mock: with and without TLS, and for another sandbox than `default`. */
const basesOf = ({ url, tlsUrl = '' }: RunningMock): string[] => [url, `${url}/sandboxes/w1`, tlsUrl]

/** The body, parsed if it is JSON. */
function parsed(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : text
}

const tlsOptions = { tlsPort: 0, tlsName: ['atms.example.com', '*.wild.example.com'] }

/** Which web pages and hosts may use the server's own areas. */
export async function accessGuard(t: Test): Promise<void> {
  t.test('requests of other web pages are rejected, and leave no trace', async (t) => {
    const mock = await mockFor(t, { ...tlsOptions, allowShutdown: true, cors: [PAGE] })
    for (const base of basesOf(mock)) {
      for (const request of rejected) {
        const { status, headers, text } = await send(base, request, mock.ca)
        const reason = /the header (?:Host|Origin|Sec-Fetch-Site|Referer) is '/
        const body = request.call.startsWith('HEAD')
          ? ''
          : request.call.includes('/docs')
            ? reason
            : { errors: [{ code: 403, title: reason }] }
        const actual = { status, allowed: headers['access-control-allow-origin'], body: parsed(text) }
        t.match(actual, { status: 403, allowed: undefined, body }, `${request.from}, ${request.call} of ${base}`)
      }
    }
    const { sandboxes } = await readJson(mock, '/__admin/sandboxes')
    t.match(sandboxes, [{ name: 'default', requests: 0 }], 'no sandbox, and no journal entry')
    t.equal(sandboxes.length, 1, 'one sandbox')
    t.match((await readJson(mock, '/__admin/health')).serving, { revision: 0, stubs: 0 }, 'no change')
  })

  t.test('whatever routing serves is guarded', async (t) => {
    const mock = await mockFor(t, { maxSandboxes: 2 })
    for (const path of spellings) {
      const request = { call: `POST ${path}` }
      const evil = await send(mock.url, { ...request, headers: { Origin: 'http://evil.example' } })
      t.equal(evil.status, 403, path)
      const rebinding = await send(mock.url, { ...request, headers: { Host: 'evil.example' } })
      t.equal(rebinding.status, 403, `${path} by another name`)
      const status = path.includes('evil') ? 403 : 200
      t.equal((await send(mock.url, request)).status, status, `${path} by a tool`)
    }
    for (const path of ['/__admin', '/__admin/', '/__admin/nothing', '/__admin/%zz', '/docs/nothing']) {
      const { status } = await send(mock.url, { call: `GET ${path}`, headers: { Origin: 'http://evil.example' } })
      t.equal(status, 403, path)
    }
    for (const path of ['/__Admin/reset', '/__admin%2Freset', '/x/../__admin/reset', '/%255f_admin/reset']) {
      const { status, text } = await send(mock.url, {
        call: `POST ${path}`,
        headers: { Origin: 'http://evil.example' }
      })
      t.match([status, text], [404, /"type":"not_found"/], `${path} belongs to an emulated API`)
    }
  })

  t.test('tools and own pages are served', async (t) => {
    const mock = await mockFor(t, { ...tlsOptions })
    for (const base of basesOf(mock)) {
      for (const request of served) {
        const { status, text } = await send(base, request, mock.ca)
        t.equal(status, request.status, `${request.from}, ${request.call} of ${base}: ${text.slice(0, 200)}`)
      }
    }
    const connection = await RawConnection.open(t, mock.url)
    t.equal((await connection.send(['GET /__admin/health HTTP/1.0'])).status, 200, 'HTTP/1.0 without a host')
    const plain = { call: 'POST /__admin/reset', headers: { Host: 'mock', Origin: 'http://mock' } }
    t.equal((await send(mock.tlsUrl ?? '', plain, mock.ca)).status, 403, 'a plain page is not a page of an HTTPS port')
  })

  t.test('the emulated APIs are open to everyone', async (t) => {
    const mock = await mockFor(t)
    for (const headers of [
      { Origin: 'http://evil.example' },
      { Host: 'evil.example' },
      { 'Sec-Fetch-Site': 'cross-site' }
    ]) {
      const sent = { ...mock.credentials.atrium, ...headers }
      t.equal((await send(mock.url, { call: 'GET /users', headers: sent })).status, 200, JSON.stringify(headers))
      t.equal((await send(mock.url, { call: 'GET /', headers })).status, 200, `/ with ${JSON.stringify(headers)}`)
    }
  })

  t.test('pages of --admin-origin may use the control API, with a token', async (t) => {
    const mock = await mockFor(t, { adminOrigin: [PAGE, ADMIN], adminToken: 'secret' })
    const asked = {
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'authorization,mock-sandbox'
    }
    const site = { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' }
    const preflight = await send(mock.url, {
      call: 'OPTIONS /__admin/state',
      headers: { Origin: ADMIN, ...asked, ...site }
    })
    t.equal(preflight.status, 204, 'a preflight needs no token')
    t.match(
      preflight.headers,
      {
        'access-control-allow-origin': ADMIN,
        'access-control-allow-methods': /PUT.*DELETE/,
        'access-control-allow-headers': 'authorization,mock-sandbox',
        vary: 'Origin'
      },
      'its headers'
    )
    const read = (headers: Record<string, string>, path = '/__admin/state') =>
      send(mock.url, { call: `GET ${path}`, headers: { Authorization: 'Bearer secret', ...site, ...headers } })
    const response = await read({ Origin: ADMIN })
    t.equal(response.status, 200, 'a call')
    t.match(
      response.headers,
      { 'access-control-allow-origin': ADMIN, 'access-control-expose-headers': '*', vary: 'Origin' },
      'the page may read it'
    )
    const denied = await read({ Origin: ADMIN, Authorization: 'Bearer wrong' })
    t.match(
      [denied.status, denied.headers['access-control-allow-origin']],
      [401, ADMIN],
      'a wrong token is readable, too'
    )
    const rebound = await read({ Origin: ADMIN, Host: 'evil.example' })
    t.match([rebound.status, rebound.headers['access-control-allow-origin']], [403, ADMIN], 'and so is an unknown host')
    t.equal((await read({ Origin: PAGE }, '/docs/admin.json')).status, 200, 'a document')
    for (const Origin of [
      `${ADMIN}/`,
      'http://localhost:51730',
      'http://LOCALHOST:5173',
      'null',
      'http://evil.example'
    ]) {
      const { status, headers } = await read({ Origin })
      t.match([status, headers['access-control-allow-origin']], [403, undefined], Origin)
    }
    t.equal((await read({})).status, 403, 'without Origin, the page is unknown')
    t.notOk(
      (await send(mock.url, { call: 'GET /users', headers: { Origin: ADMIN } })).headers.vary,
      'the APIs stay closed'
    )
  })

  t.test('--allow-host adds a name', async (t) => {
    const mock = await mockFor(t, { allowHost: ['Mock.Example.com.', 'mock.team.svc.cluster.local'] })
    const rows: [string, number][] = [
      ['mock.example.com', 200],
      ['MOCK.example.com.:8080', 200],
      ['mock.team.svc.cluster.local:3000', 200],
      ['example.com', 403],
      ['x.mock.example.com', 403]
    ]
    for (const [Host, status] of rows) {
      t.equal((await send(mock.url, { call: 'GET /__admin/state', headers: { Host } })).status, status, Host)
    }
  })

  t.test('a rejection states the header, its value, and the option that allows it', async (t) => {
    const mock = await mockFor(t)
    const rows: [Record<string, string>, string][] = [
      [
        { Host: 'Mock.example.com:81' },
        "the header Host is 'Mock.example.com:81', which is not a known name of this server. To allow it, start the server with --allow-host mock.example.com"
      ],
      [{ Host: 'a b[' }, "the header Host is 'a b[', which is no host name"],
      [
        { Origin: ADMIN },
        `the header Origin is '${ADMIN}': a web page of another origin sent this request. To allow that origin's pages, start the server with --admin-origin ${ADMIN}`
      ],
      [{ Origin: 'null' }, "the header Origin is 'null': a page without an origin sent this request"],
      [
        { 'Sec-Fetch-Site': 'same-site' },
        "the header Sec-Fetch-Site is 'same-site': a web page of another origin sent this request"
      ],
      [
        { Referer: `${ADMIN}/x?access_token=secret` },
        `the header Referer is '${ADMIN}/…': a web page of another origin sent this request. To allow that origin's pages, start the server with --admin-origin ${ADMIN}`
      ],
      [{ Origin: `http://${'x'.repeat(5000)}` }, `'http://${'x'.repeat(193)}…'`]
    ]
    for (const [headers, text] of rows) {
      const { status, text: body } = await send(mock.url, { call: 'POST /__admin/reset', headers })
      t.equal(status, 403, text)
      t.ok(JSON.parse(body).errors[0].title.includes(text), `${text}: ${body}`)
    }
    const page = await send(mock.url, { call: 'GET /docs', headers: { Host: 'evil.example' } })
    t.equal(page.headers['content-type'], 'text/plain; charset=utf-8', '/docs responds with a text')
    t.match(page.text, "access denied: the header Host is 'evil.example'", 'the text')
  })

  t.test('--cors opens the emulated APIs only', async (t) => {
    const some = await mockFor(t, { cors: [PAGE, ADMIN] })
    const any = await mockFor(t, { cors: '*' })
    const rows: [RunningMock, string, string | undefined, string | undefined][] = [
      [some, PAGE, PAGE, 'Origin'],
      [some, ADMIN, ADMIN, 'Origin'],
      [some, 'http://evil.example', undefined, 'Origin'],
      [any, 'http://evil.example', '*', undefined]
    ]
    for (const [mock, Origin, allowed, vary] of rows) {
      const preflight = { Origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'token' }
      const headers = { ...mock.credentials.atms, Origin }
      for (const path of ['/api/Users', '/sandboxes/w1/api/Users', '/api/Nothing']) {
        const response = await send(mock.url, { call: `GET ${path}`, headers })
        t.equal(response.headers['access-control-allow-origin'], allowed, `${path} from ${Origin}`)
        t.equal(response.headers.vary, vary, `${path} from ${Origin}: Vary`)
        const question = await send(mock.url, { call: `OPTIONS ${path}`, headers: preflight })
        const status = allowed === undefined ? 401 : 204
        t.equal(question.status, status, `the preflight of ${path} from ${Origin}`)
        t.equal(question.headers['access-control-allow-headers'], allowed && 'token', `${path} from ${Origin}: headers`)
      }
      for (const path of ['/__admin/state', '/docs', '/docs/atms.json']) {
        for (const call of [`GET ${path}`, `OPTIONS ${path}`]) {
          const response = await send(mock.url, { call, headers: preflight })
          const actual = [response.status, response.headers['access-control-allow-origin']]
          t.match(actual, [403, undefined], `${call} from ${Origin}`)
        }
      }
      const own = await send(mock.url, { call: 'GET /__admin/state', headers: { Origin: '{origin}' } })
      t.match([own.status, own.headers['access-control-allow-origin']], [200, undefined], 'an own page')
    }
    const options = await call(any, 'OPTIONS', '/api/Users', undefined, { origin: PAGE })
    t.equal(options.status, 405, 'OPTIONS that is no preflight')
  })
}
