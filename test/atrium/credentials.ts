import type { Test } from 'tap'
import { atriumFor, ENABLED, errorOf, JSON_TYPE } from '../support/atrium.ts'
import { type Row, testRows } from '../support/table.ts'

const unauthorized = errorOf(
  'unauthorized',
  'unauthorized',
  'the headers MX-API-Key and MX-Client-ID must contain a known pair of credentials'
)
const NONE = { 'MX-API-Key': undefined, 'MX-Client-ID': undefined }

const strict: Row[] = [
  ...[
    { rule: 'no credentials', sends: NONE },
    { rule: 'no MX-API-Key', sends: { 'MX-API-Key': undefined } },
    { rule: 'no MX-Client-ID', sends: { 'MX-Client-ID': undefined } },
    { rule: 'an empty key', sends: { 'MX-API-Key': '' } },
    { rule: 'an unknown key', sends: { 'MX-API-Key': 'other' } },
    { rule: 'an unknown client', sends: { 'MX-Client-ID': 'other' } },
    {
      rule: 'a key and a client of two pairs',
      sends: { 'MX-API-Key': 'test-client-id', 'MX-Client-ID': 'test-api-key' }
    },
    { rule: 'a key in another case', sends: { 'MX-API-Key': 'TEST-API-KEY' } },
    { rule: 'a repeated key', sends: { 'MX-API-Key': ['test-api-key', 'test-api-key'] } }
  ].map((row) => ({ ...row, call: 'GET /users', status: 401, response: unauthorized })),
  {
    rule: 'header names are case-insensitive',
    call: 'GET /users',
    sends: { ...NONE, 'mx-api-KEY': 'test-api-key', 'mx-client-id': 'test-client-id' },
    status: 200
  },
  ...[
    ['an unknown path below /users', 'GET /users/x/y/z'],
    ['a wrong verb', 'PATCH /users'],
    ['another API version', 'GET /users'],
    ['a malformed path', 'GET /users/%zz'],
    ['a body over the limit', 'POST /users'],
    ['an unknown user', `PUT /users/USR-1`],
    ['501 of a real route', `GET /users/${ENABLED}/accounts`],
    ['501 of a real route outside users', 'GET /institutions'],
    ['404 of data of an unknown user', 'GET /users/USR-1/accounts']
  ].map(([what = '', call = '']) => ({
    rule: `401 comes before ${what}`,
    call,
    sends: { ...NONE, accept: 'text/html', 'content-type': 'text/plain' },
    body: call.startsWith('POST') ? 'x'.repeat(1024 * 1024 + 1) : 'x',
    status: 401,
    response: unauthorized
  })),
  { rule: 'an unknown path elsewhere needs no credentials', call: 'GET /nothing', sends: NONE, status: 404 },
  { rule: '/Users needs no credentials: it is not a path of Atrium', call: 'GET /Users', sends: NONE, status: 404 }
]

const any: Row[] = [
  {
    rule: 'any: every pair that is not empty',
    call: 'GET /users',
    sends: { 'MX-API-Key': 'a', 'MX-Client-ID': 'b' },
    status: 200
  },
  { rule: 'any: an empty key', call: 'GET /users', sends: { 'MX-API-Key': '' }, status: 401, response: unauthorized },
  {
    rule: 'any: no client id',
    call: 'GET /users',
    sends: { 'MX-Client-ID': undefined },
    status: 401,
    response: unauthorized
  }
]

/** A request in which everything is wrong. Each row corrects the first problem. */
export async function orderOfChecks(t: Test): Promise<void> {
  const setup = await atriumFor(t, { atriumUserLimit: 7, bodyLimit: 1000 })
  const wrong = { ...NONE, accept: 'text/html', 'content-type': 'text/plain' }
  const known = { accept: 'text/html', 'content-type': 'text/plain' }
  const version1 = { 'content-type': 'text/plain' }
  const long = 'x'.repeat(1001)
  const taken = '{"user":{"identifier":"amara.okafor","is_disabled":5}}'
  const rows: [string, string, Record<string, string | undefined>, string, number][] = [
    ['401 first', 'PATCH /users/USR-1/nope', wrong, long, 401],
    ['then 404 of the path', 'PATCH /users/USR-1/nope', known, long, 404],
    ['and of the verb', 'PATCH /users/USR-1', known, long, 404],
    ['then 406', 'PUT /users/USR-1', known, long, 406],
    ['then 413', 'PUT /users/USR-1', version1, long, 413],
    ['then 400 for the type', 'PUT /users/USR-1', version1, taken, 400],
    ['then 400 for the JSON', 'PUT /users/USR-1', JSON_TYPE, '{"user":{', 400],
    ['then 400 for the envelope', 'PUT /users/USR-1', JSON_TYPE, '{"user":{}}', 400],
    ['then 404 of the user', 'PUT /users/USR-1', JSON_TYPE, taken, 404],
    ['then 422', 'PUT /users/USR-f5e0e534-c1c2-0d63-6a78-99e8f22b67a6', JSON_TYPE, taken, 422],
    ['then 409', 'PUT /users/USR-f5e0e534-c1c2-0d63-6a78-99e8f22b67a6', JSON_TYPE, taken.replace('5', 'true'), 409],
    ['a create: 422 before 409', 'POST /users', JSON_TYPE, taken, 422],
    ['a create: 409 before the limit', 'POST /users', JSON_TYPE, taken.replace('5', 'true'), 409],
    ['a create: the limit last', 'POST /users', JSON_TYPE, '{"user":{"identifier":"new"}}', 422]
  ]
  await testRows(
    t,
    setup,
    rows.map(([rule, call, sends, body, status]) => ({ rule, call, sends, body, status }))
  )
}

export async function credentials(t: Test): Promise<void> {
  t.test('--auth strict accepts only the pairs of the fixtures', async (t) => testRows(t, await atriumFor(t), strict))
  t.test('--auth any accepts every pair that is not empty', async (t) =>
    testRows(t, await atriumFor(t, { auth: 'any' }), any)
  )
}
