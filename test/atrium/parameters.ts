import type { Test } from 'tap'
import { atriumFor, ENABLED, JSON_TYPE, RECORDED } from '../support/atrium.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const NONE = { guid: String, is_disabled: false, metadata: null, identifier: null }
const USER_EMPTY = 'the user object cannot be empty: expected {"user":{…}} with at least one field'
const READ_AS_FORM =
  '. The body was read as a form because of its Content-Type application/x-www-form-urlencoded: for JSON, send Content-Type: application/json'

/** Parameters of a create, and the members of the user. */
const accepted: [parameters: string, members: object][] = [
  ['user[identifier]=a&user[is_disabled]=true', { identifier: 'a', is_disabled: true }],
  ['user%5Bidentifier%5D=a%26b&user[metadata]=%7B%22a%22%3A1%7D', { identifier: 'a&b', metadata: '{"a":1}' }],
  ['user[identifier]=a+b%2Bc=d', { identifier: 'a b+c=d' }],
  ['user[identifier]=%C3%A9%F0%9D%84%9E', { identifier: 'é𝄞' }],
  ['user[identifier]=a&user[identifier]=b', { identifier: 'b' }],
  ['user[identifier]&user[metadata]=', { metadata: '' }],
  ['user[is_disabled]=false&user[is_disabled]=', {}],
  ['user[colour]=red', {}],
  ['user[__proto__]=a&user[guid]=b', {}],
  ['x=1&&page=0&user[metadata]=a&user=b', { metadata: 'a' }]
]

const rejected: [parameters: string, status: number, message: string][] = [
  ['user=a', 400, USER_EMPTY],
  ['user[]=a', 400, USER_EMPTY],
  ['user[=a', 400, USER_EMPTY],
  ['identifier=a', 400, USER_EMPTY],
  ['User[identifier]=a', 400, USER_EMPTY],
  ['user[identifier]=%zz', 400, "parameters: expected percent-encoded UTF-8, not '%zz'"],
  ['user[identifier]=%ff', 400, "parameters: expected percent-encoded UTF-8, not '%ff'"],
  ['user[identifier][]=a', 422, 'identifier: expected a unique string or null'],
  ['user[metadata][a]=b', 422, 'metadata: expected a string or null'],
  ['user[is_disabled]=1', 422, 'is_disabled: expected true or false'],
  ['user[identifier]=lukas-brandt', 409, 'An object with the given attributes already exists.']
]

const bodies: [
  what: string,
  query: string,
  sends: Record<string, string>,
  body: string,
  status: number,
  text: string
][] = [
  ['a JSON body comes first', '?user[identifier]=q', JSON_TYPE, '{"user":{"identifier":"b"}}', 200, '"b"'],
  ['an empty JSON body', '?user[identifier]=q', JSON_TYPE, '', 200, '"q"'],
  ['a form comes first', '?user[identifier]=q', FORM, 'user[identifier]=f', 200, '"f"'],
  ['a form without a user', '?user[identifier]=q', FORM, 'x=1', 200, '"q"'],
  [
    'a form with parameters',
    '',
    { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=utf-8' },
    'user[metadata]=f',
    200,
    '"f"'
  ],
  ['JSON sent as a form', '', FORM, '{"user":{"identifier":"a"}}', 400, `at least one field${READ_AS_FORM}"`],
  [
    'JSON sent as a form, with a percent sign',
    '',
    FORM,
    '{"user":{"metadata":"5 %"}}',
    400,
    `"5 %"}}'${READ_AS_FORM}"`
  ],
  [
    'a body of another type',
    '?user[identifier]=q',
    { 'content-type': 'Text/Plain; charset=utf-8' },
    'x',
    400,
    `"Content-Type: expected application/json, not 'text/plain': send Content-Type: application/json"`
  ],
  [
    'a body without a type',
    '?user[identifier]=q',
    {},
    'x',
    400,
    '"Content-Type: required header is missing: send Content-Type: application/json"'
  ],
  ['invalid JSON', '?user[identifier]=q', JSON_TYPE, '{', 400, 'invalid JSON']
]

export async function parameters(t: Test): Promise<void> {
  const { client, mock } = await atriumFor(t)
  const send = (call: string, parameters: string, isForm: boolean) =>
    isForm ? client(call, { sends: FORM, body: parameters }) : client(`${call}?${parameters}`)

  for (const [how, isForm] of [
    ['in the query', false],
    ['in a form', true]
  ] as const) {
    for (const [parameters, members] of accepted) {
      const { status, text } = await send('POST /users', parameters, isForm)
      t.match([status, JSON.parse(text)], [200, { user: { ...NONE, ...members } }], `${how}: ${parameters}`)
      await mock.reset()
    }
    for (const [parameters, status, message] of rejected) {
      const response = await send('POST /users', parameters, isForm)
      t.match([response.status, JSON.parse(response.text)], [status, { error: { message } }], `${how}: ${parameters}`)
    }
    const { text } = await send(`PUT /users/${RECORDED.guid}`, 'user[is_disabled]=true', isForm)
    const changed = { ...JSON.parse(RECORDED.body).user, is_disabled: true }
    t.strictSame(JSON.parse(text), { user: changed }, `${how}: an update is partial`)
    await mock.reset()
  }

  for (const [what, query, sends, body, status, text] of bodies) {
    const response = await client(`POST /users${query}`, { sends, body })
    t.match([response.status, response.text.replaceAll('\\"', '"')], [status, text], what)
    await mock.reset()
  }
  const journaled = await client(`POST /users?user[identifier]=q&user[metadata]=${ENABLED}`)
  t.equal(journaled.status, 200, 'the create')
  t.equal(
    await mock.requests.count({ queryParameters: { 'user[identifier]': { equalTo: 'q' } } }),
    1,
    'the journal records the query'
  )
}
