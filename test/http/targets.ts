import type { Test } from 'tap'
import { ASMITH } from '../support/atms.ts'
import { RECORDED } from '../support/atrium.ts'
import { mockFor } from '../support/mock.ts'
import { RawConnection } from '../support/raw.ts'
import { stateOf } from '../support/state.ts'

const LINES = ['MX-API-Key: test-api-key', 'MX-Client-ID: test-client-id', 'token: test-token']
const HOST = 'Host: mock.example'

/** Request line, status, and the body where it is told apart by it. */
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
  ['a fragment is no part of the path', `GET /users/${RECORDED.guid}#/accounts`, 200, RECORDED.body],
  ['a question mark alone', 'GET /users?', 200],
  ['several question marks', 'GET /users?page=1?page=2', 200],
  ['OPTIONS of everything', 'OPTIONS *', 404],
  ['only slashes', 'GET ////', 200],
  ['bad percent-encoding of an unknown path', 'GET /%zz/%', 404],
  ['bad percent-encoding in Atrium', 'GET /users/%', 400],
  ['bad percent-encoding in the ATMS', 'GET /api/Users/%E0%A4', 400],
  ['an overlong encoding of a slash', 'GET /api/Users/%C0%AF', 400],
  ['an encoded surrogate', 'GET /users/%ED%A0%80', 400],
  ['dots are not resolved', `GET /nothing/../users/${RECORDED.guid}`, 404],
  ['encoded dots are not resolved', 'GET /api/%2e%2e/users', 404],
  ['a semicolon is part of a name', 'GET /api/Users/a;b=c', 404, `{"Message":"User 'a;b=c' was not found."}`],
  ['PROPFIND', 'PROPFIND /users', 405],
  ['a verb of the newest servers', 'QUERY /nothing', 404],
  ['OPTIONS', 'OPTIONS /api/UserGroups', 405],
  ['a name of 10,000 characters', `GET /api/Users/${'x'.repeat(10_000)}`, 404]
]

/** What is no HTTP at all: Node itself refuses it, on a connection that it ends then. */
const noHttp: [rule: string, lines: string[]][] = [
  ['NUL in the target', ['GET /users/\0 HTTP/1.1', HOST]],
  ['NUL in a header', ['GET /users HTTP/1.1', HOST, 'MX-API-Key: a\0b']],
  ['bytes beyond ASCII in the target', ['GET /api/Users/Jos\xc3\xa9 HTTP/1.1', HOST]],
  ['a blank in the target', ['GET /users/a b HTTP/1.1', HOST]],
  ['a verb that there is none', ['NONSENSE /users HTTP/1.1', HOST]],
  ['two lengths', ['POST /users HTTP/1.1', HOST, 'Content-Length: 1', 'Content-Length: 2']],
  ['a length that is no number', ['POST /users HTTP/1.1', HOST, 'Content-Length: x']],
  ['a length and chunks', ['POST /users HTTP/1.1', HOST, 'Content-Length: 5', 'Transfer-Encoding: chunked']],
  ['headers of a megabyte', ['GET /users HTTP/1.1', HOST, `X: ${'x'.repeat(1024 * 1024)}`]]
]

export async function requestTargets(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const before = await stateOf(mock)

  t.test('on one connection, one after the other', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    for (const [rule, line, status, text] of targets) {
      const answer = await connection.ask([`${line} HTTP/1.1`, HOST, ...LINES])
      t.equal(answer.status, status, `${rule}: ${answer.text}`)
      if (text !== undefined) t.equal(answer.text, text, rule)
    }
  })

  t.test('what is no HTTP is refused and ends its connection', async (t) => {
    for (const [rule, lines] of noHttp) {
      const connection = await RawConnection.open(t, mock.url)
      const { status } = await connection.ask([...lines, ...LINES])
      t.ok(status === 400 || status === 431, `${rule}: ${status}`)
      t.ok(await connection.closed())
    }
  })

  t.test('HTTP/1.0 without a Host', async (t) => {
    for (const [path, status] of [
      ['/users', 200],
      ['/api/Users', 200],
      ['/api/Nope', 404]
    ]) {
      const connection = await RawConnection.open(t, mock.url)
      t.equal((await connection.ask([`GET ${path} HTTP/1.0`, ...LINES])).status, status, String(path))
      t.ok(await connection.closed())
    }
  })

  t.test('a Host that is none', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    for (const host of ['a b[', '', ':::', 'x'.repeat(1000)]) {
      const lines = [`Host: ${host}`, ...LINES]
      t.equal((await connection.ask(['GET /users HTTP/1.1', ...lines])).status, 200)
      t.equal((await connection.ask(['GET /api/Nope HTTP/1.1', ...lines])).status, 404)
    }
  })

  t.test('repeated and malformed headers', async (t) => {
    const connection = await RawConnection.open(t, mock.url)
    const body = '{"user":{}}'
    const length = `Content-Length: ${body.length}`
    const ask = async (...lines: string[]) =>
      (await connection.ask(['POST /users HTTP/1.1', HOST, ...LINES, length, ...lines], body)).text
    t.match(await ask('Content-Type: application/json', 'Content-Type: text/plain'), 'the user object cannot be empty')
    t.match(await ask('Content-Type: ;;;,,'), 'Content-Type: expected application/json')
    t.match(await ask('Content-Type: \xff\xfe/json'), 'Content-Type: expected application/json')
    t.match(await ask('Content-Type: application/json; a="\\"'), 'the user object cannot be empty')
    t.match(await ask('token: other', 'Content-Type: application/json'), 'the user object cannot be empty')
    t.match(await ask('mx-api-key: test-api-key'), 'unauthorized')
    const twice = await connection.ask(['GET /api/Users HTTP/1.1', HOST, ...LINES, 'Token: test-token'])
    t.equal(twice.status, 401)
  })

  t.equal(await stateOf(mock), before, 'nothing has changed')
}
