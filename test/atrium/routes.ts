import type { Test } from 'tap'
import { atriumFor, DISABLED, ENABLED, errorOf, JSON_TYPE, NOBODY, RECORDED } from '../support/atrium.ts'
import { type Row, testRows } from '../support/table.ts'

const notFound = (path: string) => errorOf('not_found', 'not_found', `no such resource '${path}'`)
const noUser = (guid: string) => errorOf('not_found', 'user_not_found', `no user has the guid '${guid}'`)
const noRoute = (verb: string, allowed: string) =>
  errorOf('not_found', 'route_not_found', `${verb} is not allowed here: use one of ${allowed}`)
const badEncoding = errorOf('bad_request', 'bad_request', 'user_guid: expected percent-encoded UTF-8')

const LIST_VERBS = 'GET, HEAD, POST'
const USER_VERBS = 'GET, HEAD, PUT, DELETE'

const paths: Row[] = [
  { rule: 'GET /users: 200', call: 'GET /users', status: 200 },
  { rule: 'GET /users/{user_guid}: 200', call: `GET /users/${RECORDED.guid}`, status: 200, response: RECORDED.body },
  {
    rule: 'DELETE /users/{user_guid}: 204, empty, with X-Request-Id and X-Runtime only',
    call: `DELETE /users/${ENABLED}`,
    status: 204,
    response: '',
    changes: true,
    headers: { etag: undefined, 'cache-control': undefined, 'content-type': undefined, 'content-length': undefined }
  },
  { rule: 'a doubled slash before users', call: 'GET //users', status: 200 },
  { rule: 'doubled slashes everywhere', call: `GET //users//${RECORDED.guid}`, status: 200, response: RECORDED.body },
  { rule: 'a trailing slash', call: 'GET /users/', status: 200 },
  { rule: 'a trailing slash of a user', call: `GET /users/${RECORDED.guid}/`, status: 200, response: RECORDED.body },
  { rule: 'trailing slashes and a query', call: 'GET //users//?page=1', status: 200 },
  {
    rule: 'a percent-encoded guid is decoded',
    call: `GET /users/${RECORDED.guid.replaceAll('-', '%2D').replace('USR', '%55SR')}`,
    status: 200,
    response: RECORDED.body
  },
  { rule: 'a guid is decoded once', call: 'GET /users/%2541', status: 404, response: noUser('%41') },
  {
    rule: 'a guid with an escaped slash is one segment',
    call: 'GET /users/a%2Fb',
    status: 404,
    response: noUser('a/b')
  },
  { rule: 'a path segment may be escaped too', call: 'GET /%75sers', status: 200 },
  { rule: 'the verbs of an escaped path', call: 'PATCH /%75sers', status: 404, headers: { allow: LIST_VERBS } },
  { rule: 'bad percent-encoding', call: 'GET /users/%zz', status: 400, response: badEncoding },
  { rule: 'percent-encoding that is not UTF-8', call: 'GET /users/%ff', status: 400, response: badEncoding },
  { rule: 'percent-encoding cut short', call: 'DELETE /users/USR-%', status: 400, response: badEncoding },
  {
    rule: 'bad percent-encoding before the data of a user',
    call: 'GET /users/%zz/accounts',
    status: 400,
    response: badEncoding
  },
  { rule: 'bad percent-encoding in the query is ignored', call: 'GET /users?a=%zz', status: 200 },
  { rule: 'an escaped NUL is an unknown user', call: 'GET /users/%00', status: 404, response: noUser('\0') },
  { rule: 'paths are case-sensitive', call: 'GET /Users', status: 404, response: notFound('/Users') },
  { rule: 'an unknown path', call: 'GET /nothing', status: 404, response: notFound('/nothing') },
  {
    rule: 'an unknown path as sent, without its query',
    call: 'POST //no//where/?a=b',
    status: 404,
    response: notFound('//no//where/')
  },
  { rule: 'an unknown path below a user', call: `GET /users/${ENABLED}/nope`, status: 404 },
  {
    rule: 'a wrong guid in a long path',
    call: `GET /users/${'x'.repeat(300)}`,
    status: 404,
    response: noUser('x'.repeat(300))
  },
  ...['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'TRACE', 'LINK'].map((verb) => ({
    rule: `${verb} on the list: 404 with Allow`,
    call: `${verb} /users`,
    status: 404,
    response: noRoute(verb, LIST_VERBS),
    headers: { allow: LIST_VERBS }
  })),
  ...['POST', 'PATCH', 'OPTIONS', 'PROPFIND'].map((verb) => ({
    rule: `${verb} on a user: 404 with Allow, even if it does not exist`,
    call: `${verb} /users/${NOBODY}`,
    status: 404,
    response: noRoute(verb, USER_VERBS),
    headers: { allow: USER_VERBS }
  })),
  { rule: 'any Host is served', call: 'GET /users', sends: { host: 'atrium.mx.com' }, status: 200 },
  ...['GET', 'PUT', 'DELETE'].flatMap((verb) =>
    [NOBODY, 'USR-1', RECORDED.guid.toUpperCase()].map((guid) => ({
      rule: `${verb} of the guid ${guid}: 404`,
      call: `${verb} /users/${guid}`,
      sends: JSON_TYPE,
      body: '{"user":{"metadata":"x"}}',
      status: 404,
      response: noUser(guid)
    }))
  )
]

const MEMBER_DATA =
  `aggregate balance extend_history fetch_statements identify verify resume status challenges credentials
  oauth_window_uri accounts transactions holdings account_numbers account_owners statements`.split(/\s+/)
const USER_DATA = [
  ...[
    'connect_widget_url',
    'accounts',
    'holdings',
    'holdings/h',
    'transactions',
    'transactions/t',
    'members',
    'members/m'
  ],
  ...['accounts/a', 'accounts/a/transactions', 'accounts/a/holdings', 'accounts/a/account_numbers'],
  ...MEMBER_DATA.map((data) => `members/m/${data}`),
  ...['members/m/accounts/a', 'members/m/statements/s', 'members/m/statements/s.pdf']
]
const ELSEWHERE = [
  '/institutions',
  '/institutions/i/credentials',
  '/merchants',
  '/merchants/m',
  '/transactions/cleanse_and_categorize'
]
const notEmulated = (verb: string, path: string) =>
  errorOf(
    'not_implemented',
    'not_emulated',
    `${verb} ${path} exists in the real API, but this mock does not emulate it`
  )

const realRoutes: Row[] = [
  ...USER_DATA.flatMap((data) => [
    {
      rule: `${data}: 501 for an enabled user`,
      call: `GET /users/${ENABLED}/${data}`,
      status: 501,
      response: notEmulated('GET', `/users/${ENABLED}/${data}`)
    },
    {
      rule: `${data}: 403 for a disabled user`,
      call: `POST /users/${DISABLED}/${data}`,
      status: 403,
      response: errorOf(
        'forbidden',
        'user_disabled',
        `user '${DISABLED}' is disabled: its data cannot be accessed until is_disabled is false`
      )
    }
  ]),
  {
    rule: 'data of an unknown user: 404',
    call: `GET /users/${NOBODY}/accounts`,
    status: 404,
    response: noUser(NOBODY)
  },
  { rule: 'an unknown path is a 404 even for a disabled user', call: `GET /users/${DISABLED}/nope`, status: 404 },
  { rule: 'an unknown path below a member', call: `GET /users/${ENABLED}/members/m/nope`, status: 404 },
  { rule: 'real routes are case-sensitive', call: `GET /users/${ENABLED}/Accounts`, status: 404 },
  {
    rule: 'a percent-encoded guid before its data',
    call: `GET /users/${DISABLED.replace('-', '%2D')}/accounts`,
    status: 403
  },
  ...['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((verb) => ({
    rule: `${verb} of a real route: 501`,
    call: `${verb} /users/${ENABLED}/accounts/`,
    status: 501,
    headers: { allow: undefined }
  })),
  ...ELSEWHERE.map((path) => ({
    rule: `${path}: 501`,
    call: `GET ${path}`,
    status: 501,
    response: notEmulated('GET', path)
  })),
  { rule: '/transactions is not a real route', call: 'GET /transactions', status: 404 },
  { rule: '/institutionsx is not a real route', call: 'GET /institutionsx', status: 404 }
]

export async function routes(t: Test): Promise<void> {
  const setup = await atriumFor(t)
  t.test('paths and verbs', (t) => testRows(t, setup, paths))
  t.test('real routes that are not emulated get a 501', (t) => testRows(t, setup, realRoutes))

  t.test('enabling a user makes its paths available again', async (t) => {
    const { client } = setup
    await client(`PUT /users/${DISABLED}`, { sends: JSON_TYPE, body: '{"user":{"is_disabled":false}}' })
    t.equal(
      (await client(`GET /users/${DISABLED}/accounts`)).status,
      501,
      'its data is not emulated, but no longer forbidden'
    )
  })

  t.test('OPTIONS is 404 unless CORS is on', async (t) => {
    const { client } = await atriumFor(t, { cors: 'https://app.example' })
    const origin = 'https://app.example'
    const preflight = await client('OPTIONS /users', {
      sends: { origin, 'access-control-request-method': 'POST', 'MX-API-Key': undefined }
    })
    t.equal(preflight.status, 204, 'the preflight')
    t.equal(preflight.headers['access-control-allow-origin'], origin, 'the preflight allows the origin')
    const unauthorized = await client('GET /users', { sends: { origin, 'MX-API-Key': undefined } })
    t.equal(unauthorized.status, 401, 'without credentials')
    t.equal(unauthorized.headers['access-control-allow-origin'], origin, 'the page can read the error')
  })
}
