import type { Test } from 'tap'
import { atriumFor, errorOf, JSON_TYPE } from '../../support/atrium.ts'
import { type Row, testRows } from '../../support/table.ts'
import { envelope, PUT_LUKAS } from './user.ts'

const invalid = (...problems: string[]) => errorOf('unprocessable_entity', 'invalid_field', problems.join('; '))
const IDENTIFIER = 'identifier: expected a unique string or null'
const IS_DISABLED = 'is_disabled: expected true or false'
const METADATA = 'metadata: expected a string or null'
const TAKEN = errorOf('conflict', 'record_not_unique', 'An object with the given attributes already exists.')

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

const EMPTY_USER = 'the user object cannot be empty: expected {"user":{…}} with at least one field'
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

/** Bodies that a create and an update reject. */
export async function bodies(t: Test): Promise<void> {
  const setup = await atriumFor(t)
  t.test('bodies of a create', (t) => testRows(t, setup, bodyRows('POST /users')))
  t.test('bodies of an update', (t) => testRows(t, setup, bodyRows(PUT_LUKAS)))
}
