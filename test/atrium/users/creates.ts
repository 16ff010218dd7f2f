import type { Test } from 'tap'
import { atriumFor, ENABLED, errorOf, JSON_TYPE, RECORDED } from '../../support/atrium.ts'
import { envelope, user } from './user.ts'

const FIRST = 'USR-GUID'

/** Responses to `{"user":…}`, by its contents. */
const rows: [rule: string, sent: string, members: object][] = [
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

const JSON_TYPES = [
  'application/json',
  'APPLICATION/JSON',
  'application/json; charset=utf-8',
  'application/json;charset',
  'application/json; charset=latin1',
  'application/vnd.mx.atrium.v1+json',
  'text/anything+json ; x=y'
]

export async function creates(t: Test): Promise<void> {
  const { client, mock } = await atriumFor(t)
  t.test('a create returns the new user', async (t) => {
    for (const [rule, sent, members] of rows) {
      await mock.reset()
      const { status, text } = await client('POST /users', { sends: JSON_TYPE, body: envelope(sent) })
      const guid = /USR-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text)?.[0] ?? ''
      t.strictSame([status, text.replace(guid, FIRST)], [200, JSON.stringify(user(members, FIRST))], rule)
      t.equal((await client(`GET /users/${guid}`)).text, text, `${rule}: reads back`)
    }
  })

  t.test('every JSON media type is accepted', async (t) => {
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

  t.test('a create beyond the user limit gets a 422', async (t) => {
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
