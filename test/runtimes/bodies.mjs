import assert from 'node:assert/strict'
import { exchange, openSocket } from './client.mjs'

const MEBIBYTE = 1024 * 1024
const CREDENTIALS = ['MX-API-Key: test-api-key', 'MX-Client-ID: test-client-id']
const HEAD = ['POST /users HTTP/1.1', 'Host: mock', ...CREDENTIALS, 'Content-Type: application/json']
const create = (identifier, size = 0) => JSON.stringify({ user: { identifier, metadata: 'x'.repeat(size) } })

/** Splits a text into chunks that do not end with a character. */
const chunksOf = (text, size) => {
  const bytes = Buffer.from(text)
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}

const identifiers = async ({ atrium }) => (await atrium('GET', '/users')).json().users.map((user) => user.identifier)

export const bodies = {
  async 'a body in chunks'({ server: { atrium } }) {
    const { status, json } = await atrium('POST', '/users', chunksOf(create('chünked€😀'), 3))
    assert.equal(status, 200, 'status')
    assert.equal(json().user.identifier, 'chünked€😀', 'characters split between chunks')
  },

  async 'a body of almost 1 MiB'({ server: { atrium } }) {
    for (const [name, body] of [
      ['with a length', create('long', MEBIBYTE - 100)],
      ['in chunks', chunksOf(create('long-chunked', MEBIBYTE - 100), 50_000)]
    ]) {
      const { status, text } = await atrium('POST', '/users', body)
      assert.equal(status, 200, name)
      assert.ok(text.length > MEBIBYTE - 100, `${name}: the response`)
    }
  },

  async 'a body over the limit: 413, and the connection can be used again'({ server: { atrium, atms } }) {
    for (const [name, body] of [
      ['with a length', create('over', MEBIBYTE)],
      ['in chunks', chunksOf(create('over', 3 * MEBIBYTE), 50_000)]
    ]) {
      assert.equal((await atrium('POST', '/users', body)).status, 413, `Atrium, ${name}`)
      assert.equal((await atms('POST', '/api/Users', body)).status, 413, `ATMS, ${name}`)
      assert.equal((await atrium('GET', '/users')).status, 200, `the next request, ${name}`)
    }
  },

  async 'a body over the limit with Connection: close gets a response before the connection closes'({
    server: { url }
  }) {
    const body = create('over', 5 * MEBIBYTE)
    const lines = [...HEAD, 'Connection: close', `Content-Length: ${body.length}`]
    const { text, error } = await exchange(url, lines, body)
    assert.match(text, /^HTTP\/1\.1 413 [\s\S]*connection: close\r\n/i, 'status and Connection')
    assert.equal(error, undefined, 'an orderly end')
  },

  async 'an aborted body is in the journal, and the server keeps running'({ server }) {
    const socket = await openSocket(server.url)
    socket.on('error', () => {})
    const lines = [...HEAD, 'Content-Length: 1000'].join('\r\n')
    await new Promise((done) => socket.write(`${lines}\r\n\r\n{"user":{"identi`, done))
    socket.destroy()
    const pattern = { method: 'POST', urlPath: '/users' }
    const { count } = (await server.control('POST', '/__admin/requests/count?atLeast=1&timeoutMs=5000', pattern)).json()
    assert.equal(count, 1, 'in the journal')
    const [{ body }] = (await server.control('POST', '/__admin/requests/find', pattern)).json().requests
    assert.equal(body, '{"user":{"identi', 'the part that arrived')
    assert.equal((await identifiers(server)).length, 7, 'nothing was created')
  },

  async 'Expect: 100-continue'({ server: { atrium } }) {
    const received = await atrium('POST', '/users', { user: { identifier: 'expected' } }, { expect: '100-continue' })
    assert.deepEqual([received.wasContinued, received.status], [true, 200], '100, then the response')
  },

  async 'pipelined requests get their responses in order'({ server: { url } }) {
    const body = create('pipelined')
    const [read, last] = ['GET /users?records_per_page=10 HTTP/1.1', 'GET /api/Users/asmith HTTP/1.1']
    const lines = [read, 'Host: mock', ...CREDENTIALS, '', ...HEAD, `Content-Length: ${body.length}`, '']
    lines.push(`${body}${read}`, 'Host: mock', ...CREDENTIALS, '', last, 'Host: mock', 'token: test-token')
    const { text, error } = await exchange(url, [...lines, 'Connection: close'])
    assert.deepEqual(text.match(/(?<=HTTP\/1\.1 )\d{3}/g), ['200', '200', '200', '200'], 'statuses')
    const totals = text.match(/(?<="total_entries":)\d+|"identifier":"pipelined"\}\}|"Username":"asmith"/g)
    assert.deepEqual(totals, ['7', '"identifier":"pipelined"}}', '8', '"Username":"asmith"'], 'bodies')
    assert.equal(error, undefined, 'an orderly end')
  },

  async 'HTTP/1.0 and no Host'({ server: { url } }) {
    const { text } = await exchange(url, ['GET /users HTTP/1.0', ...CREDENTIALS])
    assert.match(text, /^HTTP\/1\.1 200 [\s\S]*"total_entries":7/, 'HTTP/1.0')
    const { text: bad } = await exchange(url, ['GET /users HTTP/1.1', ...CREDENTIALS, 'Connection: close'])
    assert.match(bad, /^HTTP\/1\.1 400 /, 'HTTP/1.1 without Host')
  }
}
