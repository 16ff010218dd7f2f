import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Test } from 'tap'
import { type Control, controlFor, type Json } from '../support/control.ts'
import { CHARSETS, COMPRESSED, GZIPPED, UNDECODABLE } from '../support/encoded-bodies.ts'

type Headers = Readonly<Record<string, string>>

async function send(
  { mock }: Control,
  call: string,
  headers: Headers,
  body: Buffer
): Promise<{ status: number; json: Json }> {
  const [method = '', path = ''] = call.split(' ')
  const response = await fetch(`${mock.url}/__admin/${path}`, { method, headers, body })
  return { status: response.status, json: await response.json() }
}

const gzip = { 'content-encoding': 'gzip' }
const utf16 = { 'content-type': 'application/json; charset=utf-16le' }
const inUtf16 = (document: object): Buffer => Buffer.from(JSON.stringify(document), 'utf16le')
const inGzip = (document: object): Buffer => gzipSync(JSON.stringify(document))

/** Calls whose bodies are compressed, or in another charset than UTF-8. */
export async function encodedCalls(t: Test): Promise<void> {
  t.test('every content coding and charset is decoded', async (t) => {
    const control = await controlFor(t)
    const read = async (headers: Headers, body: Buffer): Promise<Json> =>
      (await send(control, 'POST requests/count', headers, body)).json
    for (const { name, headers, sent, text } of [...GZIPPED, ...COMPRESSED, ...CHARSETS]) {
      // WireMock reports an unknown member by its name, and this server its value.
      t.match(await read(headers, sent), { errors: [{ source: { pointer: '/a' } }] }, `${name}: is read as JSON`)
      const { status, json } = await send(control, 'POST state/reset', headers, sent)
      t.match({ status, json }, { status: 400, json: { errors: [{ title: /unknown field 'a'/ }] } }, `${name}: ${text}`)
    }
  })

  t.test('every kind of call decodes its body', async (t) => {
    const control = await controlFor(t)
    const { admin } = control
    const mapping = (url: string) => ({ request: { url }, response: { body: 'é' } })
    const state = (await admin('GET', 'state')).json
    const paging = { fixtures: 'paging' }
    const rows: [string, object][] = [
      ['POST mappings', mapping('/one')],
      ['POST mappings/import', { mappings: [mapping('/two')] }],
      ['POST requests/find', { url: '/x' }],
      ['PUT state', state],
      ['PUT fixtures/mine', state],
      ['PUT scenarios/s/state', { state: 'x' }],
      ['POST reset', paging]
    ]
    for (const [call, document] of rows) {
      const compressed = await send(control, call, gzip, inGzip(document))
      const converted = await send(control, call, utf16, inUtf16(document))
      t.ok(compressed.status < 300 || compressed.status === 404, `${call}: ${compressed.status}`)
      t.ok([compressed.status, 200].includes(converted.status), `${call} in UTF-16: ${converted.status}`)
    }
    const atrium = (await admin('GET', 'fixtures')).json.fixtures.find(({ name }: Json) => name === 'mine')
    t.match(atrium.counts, { atriumUsers: state.atrium.users.length }, 'the saved set')
    t.match((await admin('POST', 'reset')).json, { fixtures: 'paging' }, 'the last reset')
  })

  t.test('a file is decompressed, and its charset is left alone', async (t) => {
    const control = await controlFor(t, { stubs: t.testdir({ __files: {} }) })
    const sent = Buffer.from('é', 'latin1')
    const headers = { ...gzip, 'content-type': 'text/plain; charset=iso-8859-1' }
    t.equal(
      (await send(control, 'PUT files/x.txt', headers, gzipSync(sent))).json,
      sent.toString('base64'),
      'the stored bytes'
    )
  })

  t.test('a body that cannot be decoded is an error', async (t) => {
    const control = await controlFor(t)
    for (const { name, headers, sent, status, problem } of UNDECODABLE) {
      for (const call of ['POST mappings', 'POST reset', 'PUT state', 'POST mappings/import']) {
        const response = await send(control, call, headers, sent)
        t.match(response, { status, json: { errors: [{ code: status, title: problem }] } }, `${call}: ${name}`)
      }
    }
    t.equal((await send(control, 'POST reset', gzip, Buffer.alloc(0))).status, 200, 'an empty body')
    t.equal((await send(control, 'PUT state', gzip, Buffer.alloc(0))).status, 422, 'an empty upload')
  })

  t.test('a body that is too large when decompressed gets a 413', async (t) => {
    const control = await controlFor(t, { uploadLimit: 2 ** 20 })
    const rows: [string, number][] = [
      ['POST reset', 2 ** 20],
      ['PUT state', 2 ** 20],
      ['POST mappings', 8 * 2 ** 20]
    ]
    for (const [call, limit] of rows) {
      const body = gzipSync(Buffer.alloc(limit + 1, ' '))
      const { status, json } = await send(control, call, gzip, body)
      t.match({ status, json }, { status: 413, json: { errors: [{ code: 413, title: /^the body is larger/ }] } }, call)
    }
    const empty = gzipSync('')
    const hollow = gzipSync(Buffer.concat(Array.from({ length: 60_000 }, () => empty)))
    const twice = { 'content-encoding': 'gzip, gzip' }
    t.equal((await send(control, 'PUT state', twice, hollow)).status, 413, 'large between two codings')
  })

  t.test('a client that disconnects during an upload disturbs no other call', async (t) => {
    const control = await controlFor(t)
    const { mock, admin } = control
    const body = gzipSync(JSON.stringify({ atrium: {} }))
    for (const header of [
      'Content-Encoding: gzip',
      'Content-Encoding: zip',
      'Content-Type: text/plain; charset=klingon'
    ]) {
      for (const path of ['state', 'mappings/import', 'reset']) {
        const socket = connect(mock.port, '127.0.0.1')
        const method = path === 'state' ? 'PUT' : 'POST'
        socket.write(
          `${method} /__admin/${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n${header}\r\n\r\n`
        )
        socket.write(body.subarray(0, 10))
        // Another call has passed the server by the time that the connection is closed.
        t.equal((await admin('GET', 'health')).status, 200, `${path} with ${header}: the health before`)
        socket.destroy()
        await once(socket, 'close')
        t.equal((await admin('GET', 'health')).status, 200, `${path} with ${header}: the health after`)
      }
    }
    while ((await admin('GET', 'health')).json.memory.requests > 0) await new Promise(setImmediate)
    t.pass('no memory stays reserved')
  })
}
