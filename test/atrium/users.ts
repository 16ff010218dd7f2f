import type { Test } from 'tap'
import { atriumFor, DISABLED, ENABLED, errorOf, JSON_TYPE, RECORDED } from '../support/atrium.ts'
import { prove, type Row } from '../support/table.ts'

const FIRST = 'USR-GUID'
const user = (members: object, guid = FIRST) => ({
  user: { guid, is_disabled: false, metadata: null, identifier: null, ...members }
})
const invalid = (...problems: string[]) => errorOf('unprocessable_entity', 'invalid_field', problems.join('; '))
const IDENTIFIER = 'identifier: expected a text that no other user has, or null'
const IS_DISABLED = 'is_disabled: expected true or false'
const METADATA = 'metadata: expected a text, or null'
const TAKEN = errorOf('conflict', 'record_not_unique', 'An object with the given attributes already exists.')

/** Responses to `{"user":…}`, by its contents. */
const creates: [rule: string, sent: string, members: object][] = [
  [
    'all fields',
    '{"identifier":"a","is_disabled":true,"metadata":"b"}',
    { identifier: 'a', is_disabled: true, metadata: 'b' }
  ],
  ['nulls, as Ruby and Python send', '{"identifier":"a","is_disabled":false,"metadata":null}', { identifier: 'a' }],
  ['only unknown fields', '{"colour":"red"}', {}],
  ['guid is ignored', `{"guid":"${RECORDED.guid}"}`, {}],
  ['__proto__ is ignored', '{"__proto__":{"is_disabled":true,"identifier":"x"}}', {}],
  ['constructor is ignored', '{"constructor":{"prototype":{"metadata":"x"}}}', {}],
  ['is_disabled true as text', '{"is_disabled":"true"}', { is_disabled: true }],
  ['is_disabled false as text', '{"is_disabled":"false"}', {}],
  ['is_disabled empty', '{"is_disabled":""}', {}],
  ['is_disabled null', '{"is_disabled":null}', {}],
  ['identifier empty', '{"identifier":""}', { identifier: '' }],
  ['identifier null', '{"identifier":null}', {}],
  ['metadata that is not JSON', '{"metadata":"{not json"}', { metadata: '{not json' }],
  ['metadata keeps blanks and escapes', '{"metadata":" \\u0000\\n\\"é𝄞 "}', { metadata: ' \u0000\n"é𝄞 ' }],
  ['metadata keeps U+FFFD', '{"metadata":"�"}', { metadata: '�' }],
  ['metadata with a lone surrogate', '{"metadata":"\\ud800"}', { metadata: '\ud800' }],
  ['a repeated field: the last one counts', '{"metadata":"a","metadata":"b"}', { metadata: 'b' }],
  ['field names are case-sensitive', '{"Identifier":"a"}', {}],
  ['identifiers differ by case', '{"identifier":"AMARA.OKAFOR"}', { identifier: 'AMARA.OKAFOR' }],
  ['a long identifier', `{"identifier":"${'x'.repeat(5000)}"}`, { identifier: 'x'.repeat(5000) }]
]

const wrongTypes: [sent: string, ...problems: string[]][] = [
  ['{"is_disabled":"yes"}', IS_DISABLED],
  ['{"is_disabled":"TRUE"}', IS_DISABLED],
  ['{"is_disabled":1}', IS_DISABLED],
  ['{"is_disabled":0}', IS_DISABLED],
  ['{"is_disabled":{}}', IS_DISABLED],
  ['{"is_disabled":[]}', IS_DISABLED],
  ['{"identifier":5}', IDENTIFIER],
  ['{"identifier":9007199254740993}', IDENTIFIER],
  ['{"identifier":true}', IDENTIFIER],
  ['{"identifier":["a"]}', IDENTIFIER],
  ['{"metadata":{"a":1}}', METADATA],
  ['{"metadata":1e400}', METADATA],
  ['{"metadata":false}', METADATA],
  [`{"metadata":${'['.repeat(98)}${']'.repeat(98)}}`, METADATA],
  ['{"metadata":1,"is_disabled":2,"identifier":3}', IDENTIFIER, IS_DISABLED, METADATA]
]

const EMPTY_USER = 'the user object cannot be empty: expected {"user":{…}} with at least one member'
const noUser = [
  '{}',
  '{"user":{}}',
  '{"user":null}',
  '{"user":"a"}',
  '{"user":5}',
  '{"user":[]}',
  '{"user":[1]}',
  '{"User":{"metadata":"a"}}',
  '[]',
  '"user"',
  'null',
  'true',
  '5'
]

const updates: [rule: string, sent: string, members: object][] = [
  ['only metadata', '{"metadata":"x"}', { metadata: 'x' }],
  ['only identifier', '{"identifier":"x"}', { identifier: 'x' }],
  ['only is_disabled', '{"is_disabled":true}', { is_disabled: true }],
  ['null clears identifier', '{"identifier":null}', { identifier: null }],
  ['null clears metadata', '{"metadata":null}', { metadata: null }],
  ['its current identifier', '{"identifier":"lukas-brandt","metadata":"x"}', { metadata: 'x' }],
  ['an empty identifier', '{"identifier":""}', { identifier: '' }],
  ['is_disabled as text', '{"is_disabled":"true"}', { is_disabled: true }]
]
const LUKAS = 'USR-49af3399-d746-23e8-3634-9df4355eed00'
const lukas = { metadata: '{"plan":"premium","since":2019}', identifier: 'lukas-brandt' }

const envelope = (sent: string) => `{"user":${sent}}`
const bodyRows = (call: string): Row[] => [
  ...wrongTypes.map(([sent, ...problems]) => ({
    rule: `${call}: wrong types of ${sent.slice(0, 60)}`,
    call,
    sends: JSON_TYPE,
    body: envelope(sent),
    status: 422,
    response: invalid(...problems)
  })),
  ...noUser.map((body) => ({
    rule: `${call}: no user in ${body}`,
    call,
    sends: JSON_TYPE,
    body,
    status: 400,
    response: errorOf('bad_request', 'bad_request', EMPTY_USER)
  })),
  ...[JSON_TYPE, { 'content-type': undefined }, { 'content-type': 'text/plain' }].map((sends) => ({
    rule: `${call}: no body at all, Content-Type ${sends['content-type']}`,
    call,
    sends,
    status: 400,
    response: errorOf('bad_request', 'bad_request', EMPTY_USER)
  })),
  {
    rule: `${call}: an identifier that another user holds`,
    call,
    sends: JSON_TYPE,
    body: envelope('{"identifier":"amara.okafor"}'),
    status: 409,
    response: TAKEN
  },
  ...['text/plain', 'application/x-www-form-urlencoded', 'json', 'text/json', 'application/jsonp', '', undefined].map(
    (type) => ({
      rule: `${call}: a body of type ${type ?? 'none'} is not JSON`,
      call,
      sends: { 'content-type': type },
      body: envelope('{"metadata":"x"}'),
      status: 400
    })
  )
]

const PUT_LUKAS = `PUT /users/${LUKAS}`
const changes: Row[] = [
  ...updates.map(([rule, sent, members]) => ({
    rule: `PUT is partial: ${rule}`,
    call: PUT_LUKAS,
    sends: JSON_TYPE,
    body: envelope(sent),
    status: 200,
    changes: true,
    response: user({ ...lukas, ...members }, LUKAS)
  })),
  ...['{"is_disabled":null}', '{"colour":"red"}', `{"guid":"${ENABLED}"}`].map((sent) => ({
    rule: `PUT of nothing that it knows: ${sent}`,
    call: PUT_LUKAS,
    sends: JSON_TYPE,
    body: envelope(sent),
    status: 200,
    response: user(lukas, LUKAS)
  })),
  {
    rule: 'a disabled user can be updated: a PUT enables it',
    call: `PUT /users/${DISABLED}`,
    sends: JSON_TYPE,
    body: envelope('{"is_disabled":false}'),
    status: 200,
    changes: true,
    response: user({ metadata: 'closed by the partner', identifier: 'closed-account-1' }, DISABLED)
  },
  { rule: 'a disabled user can be deleted', call: `DELETE /users/${DISABLED}`, status: 204, changes: true },
  ...[
    { rule: 'DELETE with a type and no body', sends: JSON_TYPE },
    { rule: 'DELETE with Content-Length: 0', sends: { ...JSON_TYPE, 'content-length': '0' } },
    { rule: 'DELETE with the body that old Python sends', sends: JSON_TYPE, body: '""' },
    { rule: 'DELETE with a body that is not JSON', sends: JSON_TYPE, body: '{' },
    { rule: 'DELETE with a body of an unsupported type', sends: { 'content-type': 'text/plain' }, body: 'x' },
    { rule: 'DELETE with a body without a type', body: 'x' },
    { rule: 'DELETE with a malformed type', sends: { 'content-type': ';' }, body: 'x' }
  ].map((row) => ({ ...row, call: `DELETE /users/${ENABLED}`, status: 204, response: '', changes: true })),
  ...[
    { rule: 'GET with a type and no body', sends: JSON_TYPE },
    { rule: 'GET with a body', sends: JSON_TYPE, body: '{' }
  ].map((row) => ({ ...row, call: `GET /users/${RECORDED.guid}`, status: 200, response: RECORDED.body }))
]

const JSON_TYPES = [
  'application/json',
  'APPLICATION/JSON',
  'application/json; charset=utf-8',
  'application/json;charset',
  'application/json; charset=latin1',
  'application/vnd.mx.atrium.v1+json',
  'text/anything+json ; x=y'
]

export async function users(t: Test): Promise<void> {
  const proof = await atriumFor(t)
  const { client, mock } = proof
  t.test('bodies of a create', (t) => prove(t, proof, bodyRows('POST /users')))
  t.test('bodies of an update', (t) => prove(t, proof, bodyRows(PUT_LUKAS)))
  t.test('updates and deletes', (t) => prove(t, proof, changes))

  t.test('creates', async (t) => {
    for (const [rule, sent, members] of creates) {
      await mock.reset()
      const { status, text } = await client('POST /users', { sends: JSON_TYPE, body: envelope(sent) })
      const guid = /USR-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text)?.[0] ?? ''
      t.strictSame([status, text.replace(guid, FIRST)], [200, JSON.stringify(user(members))], rule)
      t.equal((await client(`GET /users/${guid}`)).text, text, `${rule}: reads back`)
    }
  })

  t.test('types of a JSON body', async (t) => {
    for (const type of JSON_TYPES) {
      const sends = { 'content-type': type }
      t.equal((await client('POST /users', { sends, body: '{"user":{"a":1}}\n' })).status, 200, type)
    }
    const body = '\ufeff{"user":{"metadata":"x"}}'
    t.equal((await client('POST /users', { sends: JSON_TYPE, body })).status, 200, 'with a byte order mark')
  })

  t.test('null and empty identifiers never clash', async (t) => {
    for (const identifier of ['null', 'null', '""', '""']) {
      const body = envelope(`{"identifier":${identifier}}`)
      t.equal((await client('POST /users', { sends: JSON_TYPE, body })).status, 200, `identifier ${identifier}`)
    }
  })

  t.test('a deleted user is gone, and its identifier can be used again', async (t) => {
    await mock.reset()
    const call = `/users/${ENABLED}`
    const body = envelope('{"identifier":"amara.okafor"}')
    t.equal((await client(`DELETE ${call}`)).status, 204, 'the delete')
    for (const verb of ['GET', 'PUT', 'DELETE']) {
      t.equal((await client(`${verb} ${call}`, { sends: JSON_TYPE, body })).status, 404, verb)
    }
    t.equal((await client('POST /users', { sends: JSON_TYPE, body })).status, 200, 'a create with its identifier')
  })

  t.test('an identifier that a user no longer has can be used again', async (t) => {
    await mock.reset()
    const rename = await client(PUT_LUKAS, { sends: JSON_TYPE, body: envelope('{"identifier":"new"}') })
    const create = await client('POST /users', { sends: JSON_TYPE, body: envelope('{"identifier":"lukas-brandt"}') })
    const clash = await client('POST /users', { sends: JSON_TYPE, body: envelope('{"identifier":"new"}') })
    t.strictSame(
      [rename.status, create.status, clash.status],
      [200, 200, 409],
      'rename, create with the old identifier, create with the new one'
    )
  })

  t.test('a create beyond the user limit', async (t) => {
    const { client } = await atriumFor(t, { atriumUserLimit: 8 })
    const create = () => client('POST /users', { sends: JSON_TYPE, body: envelope('{"a":1}') })
    t.equal((await create()).status, 200, 'the last create within the limit')
    const past = await create()
    const message = 'Cannot exceed user limit for client'
    t.equal(past.status, 422, 'status beyond the limit')
    t.strictSame(
      JSON.parse(past.text),
      errorOf('unprocessable_entity', 'user_limit_reached', message),
      'body beyond the limit'
    )
    await client(`DELETE /users/${ENABLED}`)
    t.equal((await create()).status, 200, 'after a delete')
  })
}
