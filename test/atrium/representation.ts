import { createHash } from 'node:crypto'
import type { Test } from 'tap'
import { atriumFor, DISABLED, ENABLED, errorOf, JSON_TYPE, RECORDED } from '../support/atrium.ts'
import { type Row, testRows } from '../support/table.ts'

const CACHE_CONTROL = 'max-age=0, private, must-revalidate'
const USER = `/users/${RECORDED.guid}`
const notAcceptable = (accept: string) =>
  errorOf(
    'not_acceptable',
    'not_acceptable',
    `no valid API version in Accept '${accept}': use application/vnd.mx.atrium.v1+json`
  )

const accepted = [
  'application/vnd.mx.atrium.v1+json',
  'application/json',
  'application/vnd.mx.atrium.v1<>json',
  'application/vnd.mx.atrium.v1',
  'APPLICATION/VND.MX.ATRIUM.V1+JSON; charset=utf-8',
  '*/*',
  'application/*',
  'text/html, application/json;q=0.1',
  'application/vnd.mx.atrium.v2+json, application/vnd.mx.atrium.v1+json',
  'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2',
  '',
  undefined
]
const rejected = [
  'application/vnd.mx.atrium.v2+json',
  'text/html',
  'application/xml, text/*;q=0.5',
  'application/json;q=0',
  '*/*;q=0.000',
  'application/vnd.mx.atrium.v10+json',
  'nonsense'
]

const negotiation: Row[] = [
  ...accepted.map((accept) => ({
    rule: `Accept: ${accept ?? 'none'} is served`,
    call: `GET ${USER}`,
    sends: { accept },
    status: 200,
    response: RECORDED.body
  })),
  ...rejected.map((accept) => ({
    rule: `Accept: ${accept} is rejected`,
    call: `GET ${USER}`,
    sends: { accept },
    status: 406,
    response: notAcceptable(accept)
  })),
  {
    rule: 'every range of a repeated Accept counts',
    call: `GET ${USER}`,
    sends: { accept: ['text/html', '*/*'] },
    status: 200
  },
  {
    rule: 'a create with an unacceptable Accept changes nothing',
    call: 'POST /users',
    sends: { ...JSON_TYPE, accept: 'text/html' },
    body: '{"user":{"metadata":"x"}}',
    status: 406
  }
]

const recorded: Row[] = [
  {
    rule: 'the recorded user byte for byte, with its ETag',
    call: `GET ${USER}`,
    status: 200,
    response: RECORDED.body,
    headers: { etag: RECORDED.etag, 'cache-control': CACHE_CONTROL, 'content-length': '204' }
  },
  {
    rule: 'HEAD responds like GET, without the body',
    call: `HEAD ${USER}`,
    status: 200,
    response: '',
    headers: {
      etag: RECORDED.etag,
      'cache-control': CACHE_CONTROL,
      'content-length': '204',
      'content-type': 'application/vnd.mx.atrium.v1+json; charset=utf-8'
    }
  },
  {
    rule: 'HEAD of the list',
    call: 'HEAD /users',
    status: 200,
    response: '',
    headers: { 'cache-control': CACHE_CONTROL }
  },
  {
    rule: 'HEAD of an unknown user',
    call: 'HEAD /users/USR-1',
    status: 404,
    response: '',
    headers: { 'content-type': 'application/vnd.mx.atrium.v1+json; charset=utf-8' }
  },
  {
    rule: 'an error has no Cache-Control',
    call: 'GET /users/USR-1',
    status: 404,
    headers: { 'cache-control': undefined }
  },
  { rule: 'a disabled user is readable', call: `GET /users/${DISABLED}`, status: 200 }
]

const opaque = RECORDED.etag.slice(2)
const NOT_MODIFIED = {
  status: 304,
  response: '',
  headers: { etag: RECORDED.etag, 'cache-control': CACHE_CONTROL, 'x-runtime': undefined, 'content-type': undefined }
}
const MODIFIED = { status: 200, response: RECORDED.body, headers: { etag: RECORDED.etag } }

const conditions: Row[] = [
  { rule: 'the tag', tag: RECORDED.etag, ...NOT_MODIFIED },
  { rule: 'the strong form of the tag', tag: opaque, ...MODIFIED },
  { rule: 'a list with the tag', tag: `"a", ${RECORDED.etag} , W/"b"`, ...MODIFIED },
  { rule: 'the tag *', tag: '*', ...MODIFIED },
  { rule: 'a repeated header', tag: ['"a"', RECORDED.etag], ...MODIFIED },
  { rule: 'the tag in lower case', tag: RECORDED.etag.toLowerCase(), ...MODIFIED },
  { rule: 'another tag', tag: 'W/"610732839f4d0be084073be7e774b705"', ...MODIFIED },
  { rule: 'the tag without quotes', tag: opaque.replaceAll('"', ''), ...MODIFIED },
  { rule: 'a list without the tag', tag: '"a", W/"b"', ...MODIFIED },
  { rule: 'an empty header', tag: '', ...MODIFIED }
].map(({ tag, ...row }) => ({ ...row, call: `GET ${USER}`, sends: { 'if-none-match': tag } }))

const moreConditions: Row[] = [
  { rule: 'HEAD is conditional too', call: `HEAD ${USER}`, sends: { 'if-none-match': RECORDED.etag }, ...NOT_MODIFIED },
  {
    rule: 'If-None-Match: * does not match a list',
    call: 'GET /users',
    sends: { 'if-none-match': '*' },
    status: 200
  },
  {
    rule: 'an unknown user is still 404',
    call: 'GET /users/USR-1',
    sends: { 'if-none-match': '*' },
    status: 404
  },
  {
    rule: 'PUT ignores If-None-Match',
    call: `PUT ${USER}`,
    sends: { ...JSON_TYPE, 'if-none-match': '*' },
    body: '{"user":{"metadata":"x"}}',
    status: 200,
    changes: true
  },
  {
    rule: 'DELETE ignores If-None-Match',
    call: `DELETE ${USER}`,
    sends: { 'if-none-match': RECORDED.etag },
    status: 204,
    changes: true
  }
]

export async function representation(t: Test): Promise<void> {
  const setup = await atriumFor(t)
  t.test('Accept selects the version, and an unknown version gets a 406', (t) => testRows(t, setup, negotiation))
  t.test('responses match the recorded exchange', (t) => testRows(t, setup, recorded))
  t.test('If-None-Match', (t) => testRows(t, setup, [...conditions, ...moreConditions]))

  t.test('the ETag of every success is the MD5 of its bytes', async (t) => {
    await setup.mock.reset()
    const { client } = setup
    const json = { sends: JSON_TYPE, body: '{"user":{"metadata":"Ä €  𝄞"}}' }
    for (const call of ['GET /users', `GET /users/${ENABLED}`, 'POST /users', `PUT /users/${ENABLED}`]) {
      const { headers, text } = await client(call, call.startsWith('GET') ? {} : json)
      t.equal(headers.etag, `W/"${createHash('md5').update(text).digest('hex')}"`, call)
      t.equal(headers['cache-control'], CACHE_CONTROL, call)
    }
  })

  t.test('the response to the recorded create matches the recording, except for the guid', async (t) => {
    const { client } = await atriumFor(t, { fixtures: 'empty' })
    const { guid: _, ...sent } = JSON.parse(RECORDED.body).user
    const { status, text } = await client('POST /users', { sends: JSON_TYPE, body: JSON.stringify({ user: sent }) })
    t.strictSame([status, text.replace(/USR-[0-9a-f-]{36}/, RECORDED.guid)], [200, RECORDED.body], 'the recorded body')
  })

  t.test('a changed user has a new ETag', async (t) => {
    await setup.mock.reset()
    await setup.client(`PUT ${USER}`, { sends: JSON_TYPE, body: '{"user":{"is_disabled":true}}' })
    const response = await setup.client(`GET ${USER}`, { sends: { 'if-none-match': RECORDED.etag } })
    t.equal(response.status, 200, 'the old tag does not match')
    t.not(response.headers.etag, RECORDED.etag, 'the new tag differs')
  })

  t.test('each response has a unique request id', async (t) => {
    const responses = await Promise.all(Array.from({ length: 300 }, () => setup.client(`GET ${USER}`)))
    t.equal(new Set(responses.map(({ headers }) => headers['x-request-id'])).size, 300, '300 different ids')
  })
}
