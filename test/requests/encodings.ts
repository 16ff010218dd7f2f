import { constants, createGzip, gzipSync } from 'node:zlib'
import type { Test } from 'tap'
import { type Control, controlFor, type Json } from '../support/control.ts'
import { CHARSETS, COMPRESSED, type EncodedBody, GZIPPED, UNDECODABLE } from '../support/encoded-bodies.ts'

type Sent = Pick<EncodedBody, 'headers' | 'sent'>

const post = ({ mock }: Control, path: string, { headers, sent }: Sent): Promise<Response> =>
  fetch(mock.url + path, { method: 'POST', headers: { ...mock.credentials.atrium, ...headers }, body: sent })

const lastEvent = async ({ admin }: Control): Promise<Json> => (await admin('GET', 'requests?limit=1')).json.requests[0]

/** Bodies that are compressed, or in another charset than UTF-8, in stubs, templates and the journal. */
export async function encodings(t: Test): Promise<void> {
  t.test('compressed bodies and other charsets are matched and shown decoded', async (t) => {
    const control = await controlFor(t)
    const body = '{{request.body}} {{jsonPath request.body "$.a"}} {{request.bodyAsBase64}}'
    const bodyPatterns = [{ matchesJsonPath: '$.a' }]
    await control.stub({
      request: { url: '/x', bodyPatterns },
      response: { body, transformers: ['response-template'] }
    })
    for (const encoded of [...GZIPPED, ...COMPRESSED, ...CHARSETS]) {
      const { name, text, bytes } = encoded
      const bodyAsBase64 = bytes.toString('base64')
      const response = await post(control, '/x', encoded)
      t.equal(await response.text(), `${text} ${JSON.parse(text).a} ${bodyAsBase64}`, `${name}: a template`)
      t.match((await lastEvent(control)).request, { body: text, bodyAsBase64 }, `${name}: the journal`)
      const binaryEqualTo = bodyAsBase64
      await control.admin('DELETE', 'requests')
      await post(control, '/y', encoded)
      const found = await control.count({ bodyPatterns: [{ binaryEqualTo }, { equalTo: text }] })
      t.equal(found, 1, `${name}: patterns`)
    }
  })

  t.test('a compressed form in another charset is decoded', async (t) => {
    const control = await controlFor(t)
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=iso-8859-1',
      'content-encoding': 'gzip'
    }
    await post(control, '/x', { headers, sent: gzipSync(Buffer.from('a=é', 'latin1')) })
    t.same((await lastEvent(control)).request.formParams, { a: { key: 'a', values: ['é'] } }, 'the journal')
    t.equal(await control.count({ formParameters: { a: { equalTo: 'é' } } }), 1, 'a pattern')
  })

  t.test('a long body keeps characters that lie between two parts of it', async (t) => {
    const control = await controlFor(t)
    const text = `x${'é𝄞'.repeat(40_000)}`
    const headers = { 'content-type': 'text/plain; charset=utf-16le', 'content-encoding': 'gzip' }
    await post(control, '/x', { headers, sent: gzipSync(Buffer.from(text, 'utf16le')) })
    t.ok((await lastEvent(control)).request.body === text, 'the text in the journal')
  })

  t.test('the emulated APIs see bodies as they were sent', async (t) => {
    const control = await controlFor(t)
    const json = { 'content-type': 'application/json' }
    const user = Buffer.from('{"user":{"identifier":"x"}}')
    const compressed = { headers: { ...json, 'content-encoding': 'gzip' }, sent: gzipSync(user) }
    t.equal((await post(control, '/users', compressed)).status, 400, 'a compressed user')
    t.match(
      await lastEvent(control),
      { request: { body: user.toString() }, subEvents: [] },
      'is readable in the journal'
    )
    const unknown = { headers: { ...json, 'content-encoding': 'zip' }, sent: user }
    t.equal((await post(control, '/users', unknown)).status, 200, 'a user in an unknown coding')
  })

  t.test('a body that cannot be decoded is shown as sent, with a warning', async (t) => {
    const control = await controlFor(t)
    await control.stub({ request: { url: '/x' }, response: { status: 299 } })
    for (const { name, headers, sent, problem } of UNDECODABLE) {
      t.equal((await post(control, '/x', { headers, sent })).status, 299, `${name}: the stub responds`)
      const { request, subEvents } = await lastEvent(control)
      t.equal(request.bodyAsBase64, sent.toString('base64'), `${name}: the bytes`)
      t.match(subEvents, [{ type: 'WARNING', data: { message: problem } }], `${name}: the warning`)
    }
    await post(control, '/x', { headers: { 'content-encoding': 'gzip' }, sent: Buffer.alloc(0) })
    t.match(await lastEvent(control), { request: { body: '' }, subEvents: [] }, 'an empty body')
  })

  t.test('a body that exceeds the limit when decompressed is shown as sent', async (t) => {
    const limit = 100_000
    const control = await controlFor(t, { bodyLimit: limit })
    const once = (bytes: Buffer): Buffer => gzipSync(bytes)
    const bomb = Buffer.alloc(limit + 1, 'x')
    // Most of it is between the two codings: each member is empty.
    const hollow = Buffer.concat(Array.from({ length: 10_000 }, () => once(Buffer.alloc(0))))
    for (const [name, coding, sent] of [
      ['a byte more', 'gzip', once(bomb)],
      ['compressed twice', 'gzip, gzip', once(once(Buffer.alloc(20 * limit)))],
      ['large between two codings', 'gzip, gzip', once(hollow)]
    ] as const) {
      await post(control, '/x', { headers: { 'content-encoding': coding }, sent })
      const { request, subEvents } = await lastEvent(control)
      t.equal(request.bodyAsBase64, sent.toString('base64'), `${name}: the bytes`)
      const message = `the body was not decoded: body: larger than ${limit} bytes after decompression: send a smaller one`
      t.match(subEvents, [{ data: { message } }], `${name}: the warning`)
    }
    await post(control, '/x', { headers: { 'content-encoding': 'gzip' }, sent: once(bomb.subarray(1)) })
    t.equal((await lastEvent(control)).request.body.length, limit, 'a body as large as the limit')
  })

  t.test('a body that does not fit into memory when decompressed is not decoded', async (t) => {
    const control = await controlFor(t, { maxMemory: 300_000, bodyLimit: 8 * 2 ** 20 })
    const gzip = createGzip({ level: constants.Z_BEST_SPEED })
    const chunks = Array.from({ length: 4 }, () => Buffer.alloc(2 ** 20))
    for (const chunk of chunks) gzip.write(chunk)
    gzip.end()
    const sent = Buffer.concat(await gzip.toArray())
    t.equal(
      (await post(control, '/x', { headers: { 'content-encoding': 'gzip' }, sent })).status,
      404,
      'the API responds'
    )
    const warnings = [{ data: { message: /the body was not decoded: not enough memory for this request/ } }]
    t.match((await lastEvent(control)).subEvents, warnings, 'the warning')
    t.match(
      (await control.admin('GET', 'health')).json,
      { status: 'healthy', memory: { requests: Number } },
      'the health'
    )
  })
}
