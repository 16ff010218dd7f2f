import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { type MockOptions, startMock } from '../../src/index.ts'
import { BoundedRedaction } from '../../src/wiremock/journal/bounded-redaction.ts'
import { Redaction } from '../../src/wiremock/journal/redaction.ts'
import { clientOf } from '../support/client.ts'
import type { Json } from '../support/control.ts'
import { mockFor } from '../support/mock.ts'
import { RawConnection } from '../support/raw.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run, served } from '../support/terminal.ts'

/** Every planted credential contains this, and nothing else does. */
const SECRET = 's3cr3t'
const secret = (where: string): string => `${SECRET}-${where}`
const ADMIN = secret('admin')

const FIXTURE = {
  atrium: { credentials: [{ apiKey: secret('key'), clientId: secret('client') }], users: [] },
  atms: { tokens: [secret('token')], userGroups: [], users: [] }
}
const API = [`mX-aPi-KeY: ${secret('key')}`, `MX-Client-ID: ${secret('client')}`, `Token: ${secret('token')}`]
const HTTP = [
  `AUTHORIZATION: Basic ${secret('basic')}`,
  `Proxy-Authorization: Bearer ${secret('proxy')}`,
  `Cookie: a=${secret('cookie-a')}; b=${secret('cookie-b')}`,
  `cookie: a=${secret('cookie-c')}`,
  `Referer: http://joe:${secret('referer')}@x/?access_token=${secret('referer-query')}#access_token=${secret('fragment')}`,
  `X-Original-URL: http://joe:${secret('original')}@x/?access_token=${secret('original-query')}`,
  `X-Forwarded-Host: joe:${secret('forwarded-host')}@x`,
  `Forwarded: for=1.2.3.4;host="joe:${secret('forwarded-by')}@x";proto=http`,
  `X-Query: token=${secret('x-query')}`,
  `X-Forwarded-Uri: /x?token=${secret('forwarded')}`
]
const QUERY = `access_token=${secret('query')}&MX-API-KEY=${secret('query-key')}&to%6Ben=${secret('query-token')}`
const ODD_NAMES = [
  '+token',
  'token%20',
  'token[]',
  'token%00',
  'token%01',
  'token%7F',
  'token[0]',
  'token[a]',
  'user[token]',
  'to%256Ben',
  'a=1%3Btoken',
  'x=%2Fy%3Ftoken',
  'a=1;token',
  'token=a;b&x;token'
]
const TARGETS = [
  ...ODD_NAMES.map((name) => `/none?${name}=${secret('odd-name')}`),
  `/none?x=http%3A%2F%2Fjoe:${secret('encoded')}@x`,
  `//joe:${secret('no-scheme')}@x/none`,
  ...['http:%2f%2f', 'http:/%2f', 'http%253A%252F%252F'].map((start) => `/none?x=${start}joe:${secret('half')}@x`),
  `/users?${QUERY}`,
  `http://joe:${secret('user-info')}@localhost/api/Users?${QUERY}`,
  `/stub?${QUERY}`,
  `/api/None?${QUERY}`,
  `http://joe:${secret('user-info-none')}@localhost/api/None?${QUERY}`,
  `/none?${QUERY}`,
  `/sandboxes/w1/users?${QUERY}`,
  `/__admin/none?${QUERY}`
]
const MATCHERS = {
  headers: {
    Authorization: { or: [{ equalTo: `Basic ${secret('basic')}` }, { matches: `${secret('matcher')}.*` }] },
    'mx-api-key': { contains: secret('key') },
    Accept: { absent: true }
  },
  cookies: { a: { equalTo: secret('cookie-a') } }
}
const STUBS = [
  {
    request: { urlPath: '/stub', ...MATCHERS, queryParameters: { token: { equalTo: secret('query-token') } } },
    response: {
      headers: {
        'Set-Cookie': [`a=${secret('set-cookie')}`, 'b=2'],
        Location: [`http://x/?access_token=${secret('location')}`, '/plain']
      }
    }
  },
  {
    request: {
      urlPattern: `/near\\?access_token=${secret('url')}`,
      basicAuthCredentials: { username: secret('user'), password: secret('password') }
    },
    response: { headers: { Authorization: secret('response') } }
  },
  { request: { url: `/near?token=${secret('url')}` } }
]
const LOGGED = {
  url: `/near?token=${secret('logged')}`,
  headers: { Authorization: secret('logged'), Accept: ['a', 'b'] },
  cookies: { a: secret('logged') }
}
/** A fixture with a duplicate of each credential, and with ones that no header can carry. */
const BAD_FIXTURE = {
  atrium: { credentials: [...FIXTURE.atrium.credentials, ...FIXTURE.atrium.credentials, { apiKey: `${SECRET} ` }] },
  atms: { tokens: [...FIXTURE.atms.tokens, ...FIXTURE.atms.tokens, `${SECRET} `, [SECRET]] }
}

/**
 * Credentials are planted wherever a client or a user can write them; nothing that shows requests, logs or errors contains one. Exempt are
 * exported states and fixture sets and `/__admin/mappings`, which must be loadable again, and bodies, which are shown as they were sent.
 */
export async function secrets(t: Test): Promise<void> {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'fixture.json')
  const bad = join(folder, 'bad.json')
  await writeFile(file, JSON.stringify(FIXTURE))
  await writeFile(bad, JSON.stringify(BAD_FIXTURE))

  for (const flags of [[], ['--json']]) {
    t.test(`no output of the server contains a credential ${flags}`, async (t) => {
      const words = ['--port', '0', '--ephemeral', '--fixtures', file, '--log-level', 'info', '--admin-token', ADMIN]
      const { message, written, stop } = await served([...words, ...flags], { isInteractive: false })
      const url = /http:\/\/[\w.:]+\d/.exec(message)?.[0] ?? ''
      const admin = clientOf(url, { authorization: `Bearer ${ADMIN}` })
      for (const stub of STUBS) {
        const { status } = await admin('POST /__admin/mappings', { body: JSON.stringify(stub) })
        t.equal(status, 201, 'a stub')
      }
      for (const target of TARGETS) {
        const raw = await RawConnection.open(t, url)
        const { text } = await raw.send([
          `GET ${target} HTTP/1.1`,
          `Host: joe:${secret('host')}@localhost`,
          ...API,
          ...HTTP
        ])
        if (target.includes('__admin')) t.notMatch(text, SECRET, target)
      }
      const count = await admin('POST /__admin/requests/count', { body: JSON.stringify(MATCHERS) })
      t.equal(JSON.parse(count.text).count, TARGETS.length - 2, 'patterns match the values that are not shown')
      const listed = await admin('GET /__admin/requests')
      const [{ id }] = JSON.parse(listed.text).requests
      const body = JSON.stringify
      const calls: [string, { body?: string; sends?: Record<string, string> }?][] = [
        [`GET /__admin/requests/${id}`],
        ['GET /sandboxes/w1/__admin/requests'],
        ['POST /__admin/requests/find', { body: '{}' }],
        ['GET /__admin/requests/unmatched'],
        ['GET /__admin/requests/unmatched/near-misses'],
        ['POST /__admin/near-misses/request', { body: body(LOGGED) }],
        ['POST /__admin/near-misses/request', { body: '{}' }],
        ['POST /__admin/near-misses/request-pattern', { body: body({ method: 'PUT', ...MATCHERS }) }],
        ['GET /__admin/sandboxes'],
        ['GET /__admin/health'],
        ['GET /__admin/fixtures'],
        ['GET /__admin/scenarios'],
        [`GET /__admin/requests/none?${QUERY}`],
        [`GET /__admin/requests/00000000-0000-0000-0000-000000000000?${QUERY}`],
        [`GET /__admin/mappings/00000000-0000-0000-0000-000000000000?${QUERY}`],
        ['GET /__admin/requests', { sends: { authorization: `Bearer ${secret('wrong')}` } }],
        ['GET /__admin/requests', { sends: { authorization: secret('no-scheme') } }],
        ['PUT /__admin/state', { body: body(BAD_FIXTURE) }],
        ['PUT /__admin/fixtures/x', { body: body(BAD_FIXTURE) }],
        ['POST /__admin/requests/remove', { body: '{}' }]
      ]
      t.match(listed.text, '*****', 'the journal shows that there were credentials')
      t.notMatch(listed.text, SECRET, 'the journal')
      for (const [call, request] of calls) {
        const { text, headers } = await admin(call, request)
        t.notMatch(text + JSON.stringify(headers), SECRET, call)
      }
      const token = ['--admin-token', ADMIN]
      const withUser = url.replace('//', `//joe:${secret('url-user')}@`)
      for (const command of [
        ['requests', '--url', url, ...token],
        ['requests', '--json', '--url', url, ...token],
        ['requests', '--url', url, '--admin-token', secret('wrong')],
        ['requests', '--url', `${withUser}/none`, ...token],
        ['health', '--url', 'http://joe:s3cr3t@127.0.0.1:1'],
        ['health', '--url', 'joe:s3cr3t@127.0.0.1:1'],
        ['check', bad],
        ['--ephemeral', '--port', '0', '--fixtures', bad],
        ['load', bad, '--name', 'x', '--url', url, ...token]
      ]) {
        const { out, err } = await run(command, { environment: { MOCK_ADMIN_TOKEN: ADMIN } })
        t.ok(out + err, `${command[0]} prints something`)
        t.notMatch(out + err, SECRET, command.join(' '))
      }
      await stop()
      t.match(written.out, /\/users\?access_token=\*{5}/, 'the log of requests')
      t.notMatch(written.out, SECRET, 'the standard output')
      t.notMatch(written.err, SECRET, 'the standard error')
    })
  }

  t.test('the banner shows credentials if everyone may read them', async (t) => {
    const words = ['--port', '0', '--ephemeral', '--fixtures', file]
    t.match((await run(words)).out, secret('key'), 'without a token')
    t.notMatch((await run([...words, '--no-admin'])).out, SECRET, 'without a control API')
  })

  t.test('errors of the library do not contain a credential', async (t) => {
    const mock = await mockFor(t, { fixtures: file })
    await fetch(`${mock.url}/users?${QUERY}`, { headers: { authorization: secret('basic') } })
    t.notMatch(JSON.stringify(await mock.requests.find({})), SECRET, 'the journal')
    const token = [SECRET] as unknown as string
    await t.rejects(startMock({ adminToken: token }), { message: 'option adminToken: expected string' }, 'the option')
    const failing: MockOptions = { fixtures: bad }
    await startMock(failing).then(
      () => t.fail('it started'),
      (error) => t.notMatch(`${error.stack}${JSON.stringify(error)}`, SECRET, 'an invalid fixture')
    )
  })

  t.test('only the journal hides what an error quotes', async (t) => {
    const mock = await mockFor(t, { fixtures: file })
    const sends = { headers: { token: secret('token') } }
    const sent = await (await fetch(`${mock.url}/api/None?${QUERY}`, sends)).text()
    t.match(sent, secret('query'), 'its sender sees the URI as sent')
    const { requests } = await clientOf(mock.url)('GET /__admin/requests').then(({ text }) => JSON.parse(text))
    const [{ response }] = requests
    t.match(JSON.parse(response.body).Message, /\/api\/None\?access_token=\*{5}/, 'the body')
    t.equal(Buffer.from(response.bodyAsBase64, 'base64').toString(), response.body, 'the same body in Base64')
  })

  t.test('more text than there is time to redact is not shown', async (t) => {
    const mock = await mockFor(t)
    const admin = clientOf(mock.url)
    const long = `/x?${'&a%2525252525b=c'.repeat(5000)}`
    const request = { urlPath: '/x', headers: { 'X-A': { contains: 'a' }, 'X-B': { doesNotContain: long } } }
    await mock.stub({
      request,
      response: { headers: { 'X-C': 'c' }, transformerParameters: { [long]: 'd', e: [long] } }
    })
    await mock.stub({ request: { url: long }, response: { headers: { Link: long } } })
    await fetch(`${mock.url}/x`, { headers: { 'X-A': 'a' } })
    const { text } = await admin('POST /__admin/near-misses/request', { body: '{"url":"/y","method":"GET"}' })
    const hidden = '(too long to show here)'
    const [{ stubMapping: ofUrl }, { stubMapping: ofHeader }] = JSON.parse(text).nearMisses.sort(
      ({ stubMapping: { request } }: Json) => ('url' in request ? -1 : 1)
    )
    t.match(ofUrl, { request: { url: hidden }, response: { headers: { Link: hidden } } }, 'an address and a header')
    t.strictSame(ofHeader.request.headers, { 'X-A': { contains: 'a' }, 'X-B': { doesNotContain: hidden } }, 'a pattern')
    t.strictSame(ofHeader.response.transformerParameters, { [long]: '*****', e: [hidden] }, 'a name that is too long')
    const sent = new BoundedRedaction(new Redaction(['token']))
    t.equal(sent.header('Link', ['a', long]), hidden, 'a header of a response')
    t.equal(sent.header('token', 'a'), '*****', 'a short one after it')
  })

  t.test('ordinary values are shown', async (t) => {
    const redaction = new Redaction(['token'])
    for (const url of [
      '/users?tokens=1&a=token&x[y]=2',
      '/users?email=a@b.c',
      '/a;b=1?x=%2Fy%3Fz%3D1',
      '/users/a@b.c'
    ]) {
      t.equal(redaction.url(url), url)
    }
    for (const value of ['joe@example.com', 'text/html;q=0.8, */*', 'max-age=0', 'multipart/form-data; boundary=x']) {
      t.equal(redaction.show('X-Any', value), value)
    }
    t.equal(redaction.url('/x?token=a&b=1#c'), '/x?token=*****&b=1#c')
    t.equal(redaction.errorBody('not JSON: http://joe:x@y'), `not JSON: http://*****@y`)
  })

  t.test('a token is compared as a whole, with either case of its scheme', async (t) => {
    const mock = await mockFor(t, { adminToken: ADMIN })
    const client = clientOf(mock.url)
    const rows: [authorization: string | undefined, status: number][] = [
      [`Bearer ${ADMIN}`, 200],
      [`bearer ${ADMIN}`, 200],
      [`Bearer ${ADMIN}x`, 401],
      [`Bearer ${ADMIN.slice(0, -1)}`, 401],
      ['Bearer ', 401],
      [ADMIN, 401],
      [undefined, 401]
    ]
    for (const [authorization, expected] of rows) {
      const { status } = await client('GET /__admin/requests', { sends: { authorization } })
      t.equal(status, expected, `${authorization}`)
    }
  })
}
