import type { Test } from 'tap'
import { ASMITH, atmsFor, DLEE, definition, JSON_TYPE, noUser } from '../support/atms.ts'
import { type Row, testRows } from '../support/table.ts'

const OPERATORS =
  '{"GroupName":"Operators","Description":"Run the traffic management centre: events, signs and cameras."}'
const DOMAIN_USER = {
  Username: 'domain1\\asmith',
  DisplayName: 'Alice Smith (domain)',
  UserGroupName: 'Read Only',
  Email: null,
  Phone: null,
  IsAccountDisabled: false
}

const reads: Row[] = [
  {
    rule: 'one user, bare, with its fields in the documented order and nulls written',
    call: 'GET /api/Users/dlee',
    status: 200,
    response: DLEE
  },
  { rule: 'one group, bare', call: 'GET /api/UserGroups/Operators', status: 200, response: OPERATORS },
  {
    rule: 'the groups: a bare array',
    call: 'GET /api/UserGroups',
    status: 200,
    response: `[{"GroupName":"Administrators","Description":"May change everything, user accounts included."},${OPERATORS},{"GroupName":"Read Only","Description":null}]`
  },
  { rule: 'an unknown user', call: 'GET /api/Users/nobody', status: 404, response: noUser('nobody') },
  {
    rule: 'an unknown group',
    call: 'GET /api/UserGroups/Nobody',
    status: 404,
    response: { Message: "User Group 'Nobody' was not found." }
  },
  { rule: 'a group in any case', call: 'GET /api/UserGroups/OPERATORS', status: 200, response: OPERATORS },
  {
    rule: 'a group with a blank',
    call: 'GET /api/UserGroups/read%20ONLY',
    status: 200,
    response: '{"GroupName":"Read Only","Description":null}'
  },
  { rule: 'a group with + for a blank is another', call: 'GET /api/UserGroups/Read+Only', status: 404 },
  {
    rule: 'query strings are ignored',
    call: 'GET /api/Users/asmith?IsAccountDisabled=x&page=%zz',
    status: 200,
    response: ASMITH
  },
  ...['text/html', 'application/xml', 'application/json;q=0', 'nonsense/'].map((accept) => ({
    rule: `Accept: ${accept} is ignored`,
    call: 'GET /api/Users/asmith',
    sends: { accept },
    status: 200,
    response: ASMITH
  })),
  {
    rule: 'If-None-Match is ignored',
    call: 'GET /api/Users/asmith',
    sends: { 'if-none-match': '*' },
    status: 200,
    headers: { etag: undefined }
  },
  {
    rule: 'a body of a GET is ignored',
    call: 'GET /api/Users/asmith',
    sends: { 'content-type': 'text/plain' },
    body: 'x',
    status: 200,
    response: ASMITH
  },
  ...[
    '/API/users/ASMITH',
    '/api//USERS//asmith/',
    '//Api/Users/asmith//',
    '/%61pi/%55sers/asmith',
    '/api/users/%61smith'
  ].map((path) => ({ rule: `${path} is /api/Users/asmith`, call: `GET ${path}`, status: 200, response: ASMITH })),
  ...['/api/users', '/api/Users/', '/API/USERS?x=y', '//api//Users//', '/api/UserGroups/', '/api/usergroups'].map(
    (path) => ({
      rule: `${path} is a list`,
      call: `GET ${path}`,
      status: 200
    })
  ),
  ...['Disable', 'DISABLE', 'disable/', '/disable', '%64isable'].map((action) => ({
    rule: `PUT /api/Users/asmith/${action} disables`,
    call: `PUT /api/Users/asmith/${action}`,
    status: 204,
    response: '',
    changes: true
  })),
  ...['enable', 'Enable', 'eNABLE//?x'].map((action) => ({
    rule: `PUT /API/users/DLEE/${action} enables`,
    call: `PUT /API/users/DLEE/${action}`,
    status: 204,
    response: '',
    changes: true
  })),
  { rule: '/api/Users/disable is a user', call: 'GET /api/Users/disable', status: 404, response: noUser('disable') },
  { rule: '/api/Users/Enable is a user', call: 'DELETE /api/Users/Enable', status: 404, response: noUser('Enable') }
]

/** A name and its path segment. */
const names: [rule: string, segment: string, name: string][] = [
  ['an e-mail address', 'a.b@c.example', 'a.b@c.example'],
  ['an escaped @', 'a%40b', 'a@b'],
  ['a dot at the end', 'name.', 'name.'],
  ['what looks like a file', 'name.json', 'name.json'],
  ['two dots', '..', '..'],
  ['one dot', '.', '.'],
  ['a plus', 'a+b', 'a+b'],
  ['an escaped plus', 'a%2Bb', 'a+b'],
  ['a blank', 'a%20b', 'a b'],
  ['blanks at both ends', '%20a%20', ' a '],
  ['a backslash', 'domain2%5Casmith', 'domain2\\asmith'],
  ['an unescaped backslash', 'domain2\\asmith', 'domain2\\asmith'],
  ['a slash', 'a%2Fb', 'a/b'],
  ['only slashes', '%2F%2f', '//'],
  ['a percent sign', '100%25', '100%'],
  ['decoded once', '%2541', '%41'],
  ['decoded once: a slash', 'a%252Fb', 'a%2Fb'],
  ['a question mark and a hash', 'a%3Fb%23c', 'a?b#c'],
  ['unescaped reserved characters', "!$&'()*,;=:@-._~", "!$&'()*,;=:@-._~"],
  ['reserved characters escaped', '%21%24%26%27%28%29%2A%2C%3B%3D%3A', "!$&'()*,;=:"],
  ['a colon first, as a route parameter', ':username', ':username'],
  ['a star', '*', '*'],
  ['non-ASCII', 'Jos%C3%A9%20%C3%91and%C3%BA', 'José Ñandú'],
  ['beyond the basic plane', '%F0%9D%84%9E', '𝄞'],
  ['another alphabet', '%D0%98%D0%B2%D0%B0%D0%BD', 'Иван'],
  ['a NUL and a line end', 'a%00%0D%0Ab', 'a\0\r\nb'],
  ['300 characters', 'x'.repeat(300), 'x'.repeat(300)],
  ['3,000 escaped characters', '%C3%A9'.repeat(2000), 'é'.repeat(2000)],
  ['__proto__', '__proto__', '__proto__'],
  ['constructor', 'constructor', 'constructor'],
  ['disable', 'disable', 'disable']
]

const notSupported = (verb: string) => ({ Message: `The requested resource does not support http method '${verb}'.` })
const VERBS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'TRACE']
const wrongVerbs: Row[] = [
  ['/api/Users', 'GET,POST'],
  ['/API/users/', 'GET,POST'],
  ['/api/Users/asmith', 'GET,PUT,DELETE'],
  ['/api/Users/a%2Fb', 'GET,PUT,DELETE'],
  ['/api/Users/nobody/disable', 'PUT'],
  ['/api/Users/nobody/Enable', 'PUT'],
  ['/api/UserGroups', 'GET'],
  ['/api/UserGroups/Operators', 'GET']
].flatMap(([path = '', allow = '']) => [
  ...VERBS.filter((verb) => !allow.split(',').includes(verb)).map((verb) => ({
    rule: `${verb} ${path}: 405`,
    call: `${verb} ${path}`,
    sends: JSON_TYPE,
    body: definition(),
    status: 405,
    response: notSupported(verb),
    headers: { allow }
  })),
  { rule: `HEAD ${path}: 405`, call: `HEAD ${path}`, status: 405, response: '', headers: { allow } }
])

const unknownPaths: Row[] = [
  '/api',
  '/api/',
  '/API/',
  '/api/Nope',
  '/api/users/x/y',
  '/api/Users/x/disable/y',
  '/api/UserGroups/Operators/disable',
  '/api/Nope?a=b&c=%zz',
  '/api//Nope//',
  '//api/Nope',
  '/api/%zz',
  '/api/../Users',
  '/api/Nope/%41'
].map((path) => ({
  rule: `${path}: 404 that names the URI as sent`,
  call: `GET ${path}`,
  sends: { host: 'atms.example:8080' },
  status: 404,
  response: { Message: `No HTTP resource was found that matches the request URI 'http://atms.example:8080${path}'.` },
  headers: { allow: undefined },
  ...(path.includes('/../') && { needsSocket: 'inject resolves the dots' })
}))

const badEncoding: Row[] = [
  ['GET', '/api/Users/%zz', 'username'],
  ['GET', '/api/Users/%ff', 'username'],
  ['DELETE', '/api/Users/a%', 'username'],
  ['PUT', '/api/Users/%C3', 'username'],
  ['PUT', '/api/Users/%ED%A0%80/Disable', 'username'],
  ['GET', '/api/UserGroups/%E0%80', 'GroupName']
].map(([verb, path, name = '']) => ({
  rule: `${verb} ${path}: 400 for bad encoding`,
  call: `${verb} ${path}`,
  sends: { 'content-type': 'text/plain' },
  body: 'x',
  status: 400,
  response: {
    Message: 'The request is invalid.',
    ModelState: { [name]: [`The ${name} in the path must be percent-encoded UTF-8.`] }
  }
}))

export async function routes(t: Test): Promise<void> {
  const setup = await atmsFor(t)
  const { client, mock } = setup
  t.test('reads, in any case of the path', (t) => testRows(t, setup, reads))
  t.test('a wrong verb gets a 405 with Allow', (t) => testRows(t, setup, wrongVerbs))
  t.test('an unknown path gets a 404', (t) => testRows(t, setup, unknownPaths))
  t.test('bad percent-encoding gets a 400', (t) => testRows(t, setup, badEncoding))

  t.test('a user name with a backslash can be read', async (t) => {
    t.strictSame(JSON.parse((await client('GET /api/Users/domain1%5Casmith')).text), DOMAIN_USER, 'the account')
  })

  t.test('every name can be used in a path', async (t) => {
    for (const [rule, segment, name] of names) {
      await mock.reset()
      const path = `/api/Users/${segment}`
      const sent = { sends: JSON_TYPE, body: definition({ Username: name }) }
      const statuses = [
        (await client('POST /api/Users', sent)).status,
        (await client(`PUT ${path}`, sent)).status,
        (await client(`PUT ${path}/disable`)).status
      ]
      const { text } = await client(`GET ${path}`)
      const enabled = (await client(`PUT ${path}/enable`)).status
      const removed = (await client(`DELETE ${path}`)).status
      const missing = await client(`GET ${path}`)
      t.strictSame(
        [
          ...statuses,
          JSON.parse(text).Username,
          JSON.parse(text).IsAccountDisabled,
          enabled,
          removed,
          JSON.parse(missing.text)
        ],
        [204, 204, 204, name, true, 204, 204, noUser(name)],
        rule
      )
    }
  })
}
