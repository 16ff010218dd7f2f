import { CHARSETS, COMPRESSED, type EncodedBody, GZIPPED, UNDECODABLE } from '../../support/encoded-bodies.ts'
import { admin, type Call, type Row, row, stub, x } from './row.ts'

type Sent = Pick<EncodedBody, 'headers' | 'sent'>

const send = (method: string, path: string, { headers, sent: body }: Sent): Call => ({ method, path, headers, body })
const post = (path: string, sent: Sent): Call => send('POST', path, sent)

const find = admin('POST', 'requests/find', {})

const seen = ({ name, ...sent }: EncodedBody): Row =>
  row(
    name,
    stub({ request: { ...x, bodyPatterns: [{ matchesJsonPath: '$.a' }] }, response: { body: 'b' } }),
    post('x', sent),
    find,
    admin('POST', 'requests/count', { bodyPatterns: [{ equalTo: sent.text }] }),
    admin('POST', 'requests/count', { bodyPatterns: [{ binaryEqualTo: sent.sent.toString('base64') }] })
  )

const rendered = ({ name, ...sent }: EncodedBody): Row =>
  row(
    `a template for ${name}`,
    stub({
      request: x,
      response: { body: '{{request.body}} {{request.bodyAsBase64}}', transformers: ['response-template'] }
    }),
    post('x', sent)
  )

const form = (type: string, body: string): Row =>
  row(
    `the form ${body} as ${type}`,
    post('x', {
      headers: { 'content-type': `application/x-www-form-urlencoded; charset=${type}` },
      sent: Buffer.from(body, 'latin1')
    }),
    find,
    admin('POST', 'requests/count', { formParameters: { a: { equalTo: 'é' } } })
  )

const marked = Buffer.from('\ufeff{"a":1}')
const pattern = JSON.stringify({ bodyPatterns: [{ equalTo: 'é' }] })
const mapping = JSON.stringify({ request: x, response: { body: 'é' } })
const LATIN_1 = { 'content-type': 'application/json; charset=iso-8859-1' }

/** Compressed bodies and other charsets. */
export const encodings: Row[] = [
  ...[...GZIPPED.slice(0, 1), ...CHARSETS.slice(1, 2)].map(rendered),
  ...[...GZIPPED, ...COMPRESSED, ...CHARSETS].map(seen),
  ...UNDECODABLE.map(({ name, ...sent }) =>
    row(`a body with ${name}`, stub({ request: x, response: {} }), post('x', sent), find)
  ),
  seen({
    name: 'gzip without a header',
    headers: {},
    sent: GZIPPED[0]?.sent ?? marked,
    text: '{"a":"hé"}',
    bytes: marked
  }),
  seen({ name: 'a byte order mark of UTF-8', headers: {}, sent: marked, text: '\ufeff{"a":1}', bytes: marked }),
  row('an empty body in gzip', post('x', { headers: { 'content-encoding': 'gzip' }, sent: Buffer.alloc(0) }), find),
  form('iso-8859-1', 'a=é'),
  form('iso-8859-1', 'a=%E9'),
  ...GZIPPED.map(({ name, headers, sent }) =>
    row(`a call with ${name}`, send('POST', '__admin/requests/count', { headers, sent }))
  ),
  ...CHARSETS.map(({ name, headers, sent }) =>
    row(`a call with ${name}`, send('POST', '__admin/requests/count', { headers, sent }))
  ),
  row(
    'a pattern in another charset',
    post('x', { headers: {}, sent: Buffer.from('é') }),
    send('POST', '__admin/requests/count', { headers: LATIN_1, sent: Buffer.from(pattern, 'latin1') })
  ),
  row(
    'a mapping in another charset',
    send('POST', '__admin/mappings', { headers: LATIN_1, sent: Buffer.from(mapping, 'latin1') }),
    { method: 'GET', path: 'x' }
  ),
  row(
    'an import in another charset',
    send('POST', '__admin/mappings/import', {
      headers: LATIN_1,
      sent: Buffer.from(`{"mappings":[${mapping}]}`, 'latin1')
    }),
    { method: 'GET', path: 'x' }
  )
]
