import type { Test } from 'tap'
import { ASMITH } from '../support/atms.ts'
import { RECORDED } from '../support/atrium.ts'
import { mockFor } from '../support/mock.ts'
import { RawConnection } from '../support/raw.ts'
import { stateOf } from '../support/state.ts'

const LINES = ['MX-API-Key: test-api-key', 'MX-Client-ID: test-client-id', 'token: test-token']
const HOST = 'Host: mock.example'

/** Request lines, with the expected status and body. */
const targets: [rule: string, line: string, status: number, text?: string][] = [
  ['absolute form, as through a proxy', `GET http://atrium.mx.com/users/${RECORDED.guid}`, 200, RECORDED.body],
  ['absolute form with a port and a query', 'GET https://atrium.mx.com:443/users?page=1', 200],
  ['absolute form of the ATMS, in any case', 'GET HTTP://atms.example//API/users/ASMITH/', 200, ASMITH],
  [
    'absolute form of an unknown path: the URI as sent',
    'GET http://atms.example/api/Nope?x',
    404,
    `{"Message":"No HTTP resource was found that matches the request URI 'http://atms.example/api/Nope?x'.","MessageDetail":"the nearest route is GET, POST /api/Users; this was GET /api/Nope"}`
  ],
  ['absolute form without a path', 'GET http://atms.example', 200],
  ['a fragment is not part of the path', `GET /users/${RECORDED.guid}#/accounts`, 200, RECORDED.body],
  ['an empty query', 'GET /users?', 200],
  ['several question marks', 'GET /users?a=1?page=0', 200],
  ['OPTIONS of the server', 'OPTIONS *', 404],
  ['only slashes', 'GET ////', 200],
  ['bad percent-encoding of an unknown path', 'GET /%zz/%', 404],
  ['bad percent-encoding in Atrium', 'GET /users/%', 400],
  ['bad percent-encoding in the ATMS', 'GET /api/Users/%E0%A4', 400],
  ['an overlong encoding of a slash', 'GET /api/Users/%C0%AF', 400],
  ['an encoded surrogate', 'GET /users/%ED%A0%80', 400],
  ['dots are not resolved', `GET /nothing/../users/${RECORDED.guid}`, 404],
  ['encoded dots are not resolved', 'GET /api/%2e%2e/users', 404],
  ['a semicolon is part of a name', 'GET /api/Users/a;b=c', 404, `{"Message":"User 'a;b=c' was not found."}`],
  ['PROPFIND', 'PROPFIND /users', 404],
  ['the new QUERY method', 'QUERY /nothing', 404],
  ['OPTIONS', 'OPTIONS /api/UserGroups', 405],
  ['a name of 10,000 characters', `GET /api/Users/${'x'.repeat(10_000)}`, 404]
]

/** Invalid HTTP: Node rejects it and closes the connection. */
const invalidHttp: [rule: string, lines: string[]][] = [
  ['NUL in the target', ['GET /users/\0 HTTP/1.1', HOST]],
  ['NUL in a header', ['GET /users HTTP/1.1', HOST, 'MX-API-Key: a\0b']],
  ['non-ASCII bytes in the target', ['GET /api/Users/Jos\xc3\xa9 HTTP/1.1', HOST]],
  ['a space in the target', ['GET /users/a b HTTP/1.1', HOST]],
  ['an unknown method', ['NONSENSE /users HTTP/1.1', HOST]],
  ['two Content-Length headers', ['POST /users HTTP/1.1', HOST, 'Content-Length: 1', 'Content-Length: 2']],
  ['an invalid Content-Length', ['POST /users HTTP/1.1', HOST, 'Content-Length: x']],
  ['Content-Length and chunks', ['POST /users HTTP/1.1', HOST, 'Content-Length: 5', 'Transfer-Encoding: chunked']],
  ['a megabyte of headers', ['GET /users HTTP/1.1', HOST, `X: ${'x'.repeat(1024 * 1024)}`]]
]

export async function requestTargets(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const before = await stateOf(mock)

  t.test('every form of a request target gets its response', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    for (const [rule, line, status, text] of targets) {
      const response = await connection.send([`${line} HTTP/1.1`, HOST, ...LINES])
      t.equal(response.status, status, `${rule}: ${response.text}`)
      if (text !== undefined) t.equal(response.text, text, rule)
    }
  })

  t.test('invalid HTTP is rejected and closes the connection', async (t) => {
    for (const [rule, lines] of invalidHttp) {
      const connection = await RawConnection.open(t, mock.url)
      const { status } = await connection.send([...lines, ...LINES])
      t.ok(status === 400 || status === 431, `${rule}: ${status}`)
      t.ok(await connection.closed(), rule)
    }
  })

  t.test('HTTP/1.0 without a Host header is served', async (t) => {
    for (const [path, status] of [
      ['/users', 200],
      ['/api/Users', 200],
      ['/api/Nope', 404]
    ]) {
      const connection = await RawConnection.open(t, mock.url)
      t.equal((await connection.send([`GET ${path} HTTP/1.0`, ...LINES])).status, status, String(path))
      t.ok(await connection.closed(), `${path}: the connection closes`)
    }
  })

  t.test('an invalid Host header is ignored', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    for (const host of ['a b[', '', ':::', 'x'.repeat(1000)]) {
      const lines = [`Host: ${host}`, ...LINES]
      t.equal((await connection.send(['GET /users HTTP/1.1', ...lines])).status, 200, host)
      t.equal((await connection.send(['GET /api/Nope HTTP/1.1', ...lines])).status, 404, host)
    }
  })

  t.test('repeated and malformed headers get a response', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    const body = '{"user":{}}'
    const length = `Content-Length: ${body.length}`
    const textFor = async (...lines: string[]) =>
      (await connection.send(['POST /users HTTP/1.1', HOST, ...LINES, length, ...lines], body)).text
    t.match(
      await textFor('Content-Type: application/json', 'Content-Type: text/plain'),
      'the user object cannot be empty',
      'the first of two types counts'
    )
    t.match(
      await textFor('Content-Type: ;;;,,'),
      'Content-Type: expected application/json',
      'a type of separators only'
    )
    t.match(
      await textFor('Content-Type: \xff\xfe/json'),
      'Content-Type: expected application/json',
      'a type that is not ASCII'
    )
    t.match(
      await textFor('Content-Type: application/json; a="\\"'),
      'the user object cannot be empty',
      'a quoted parameter'
    )
    t.match(
      await textFor('token: other', 'Content-Type: application/json'),
      'the user object cannot be empty',
      'a header of the other API'
    )
    t.match(await textFor('mx-api-key: test-api-key'), 'unauthorized', 'a repeated credential')
    const twice = await connection.send(['GET /api/Users HTTP/1.1', HOST, ...LINES, 'Token: test-token'])
    t.equal(twice.status, 401, 'a repeated token')
  })

  t.equal(await stateOf(mock), before, 'the state is unchanged')
}
