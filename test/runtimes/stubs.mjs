import assert from 'node:assert/strict'

const stub = async ({ control }, mapping) => {
  const { status, text } = await control('POST', '/__admin/mappings', mapping)
  assert.equal(status, 201, text)
}
const EMULATE = { transformers: ['emulate'] }

export const stubs = {
  async 'stub: status, headers and body'({ server }) {
    const headers = { 'Retry-After': '1', 'Set-Cookie': ['a=1', 'b=2'] }
    const response = { status: 429, statusMessage: 'Slow down', headers, jsonBody: { a: 1 } }
    await stub(server, { request: { method: 'GET', urlPath: '/users' }, response })
    const received = await server.control('GET', '/users?page=1')
    assert.deepEqual([received.status, received.json()], [429, { a: 1 }], 'status and body')
    assert.deepEqual(
      [received.headers['retry-after'], received.headers['set-cookie']],
      ['1', ['a=1', 'b=2']],
      'headers'
    )
    assert.equal((await server.atrium('POST', '/users', { user: { identifier: 'new' } })).status, 200, 'another method')
  },

  async 'stub: fails twice, then works'({ server }) {
    const metadata = { mock: { times: 2 } }
    await stub(server, { request: { urlPath: '/users' }, response: { status: 503 }, metadata })
    for (const status of [503, 503, 200])
      assert.equal((await server.atrium('GET', '/users')).status, status, 'in order')
  },

  async 'stub: matches a body'({ server }) {
    const bodyPatterns = [{ matchesJsonPath: { expression: '$.user.identifier', equalTo: 'ä' } }]
    await stub(server, { request: { method: 'POST', urlPath: '/users', bodyPatterns }, response: { status: 418 } })
    assert.equal((await server.atrium('POST', '/users', { user: { identifier: 'ä' } })).status, 418, 'the same')
    assert.equal((await server.atrium('POST', '/users', { user: { identifier: 'b' } })).status, 200, 'another')
  },

  async 'stub: delay'({ server }) {
    for (const response of [{ body: 'late' }, EMULATE]) {
      await stub(server, { request: { urlPath: '/users' }, response: { ...response, fixedDelayMilliseconds: 200 } })
      const began = performance.now()
      assert.equal((await server.atrium('GET', '/users')).status, 200, 'status')
      assert.ok(performance.now() - began > 190, `delayed: ${JSON.stringify(response)}`)
    }
  },

  async 'stub: dribble'({ server }) {
    for (const response of [{ body: 'x'.repeat(1000) }, EMULATE]) {
      const chunkedDribbleDelay = { numberOfChunks: 4, totalDuration: 400 }
      const before = await server.atrium('GET', '/users')
      await stub(server, { request: { urlPath: '/users' }, response: { ...response, chunkedDribbleDelay } })
      const { text, bodyTook, headers } = await server.atrium('GET', '/users')
      assert.equal(text, response.body ?? before.text, 'the body')
      assert.equal(headers['transfer-encoding'], 'chunked', 'sent in chunks')
      assert.ok(bodyTook > 200, `the headers arrived first, the body took ${bodyTook.toFixed()} ms`)
      await server.reset()
    }
  },

  async 'stub: a client that disconnects during a delay does no harm'({ server }) {
    await stub(server, { request: { urlPath: '/users' }, response: { ...EMULATE, fixedDelayMilliseconds: 300 } })
    const leaving = fetch(`${server.url}/users`, { signal: AbortSignal.timeout(100) })
    await assert.rejects(leaving, { name: 'TimeoutError' }, 'the client has disconnected')
    assert.equal((await server.atrium('GET', '/users')).status, 200, 'the next request')
  },

  async 'settings: a delay for everything'({ server: { atrium, control } }) {
    await control('POST', '/__admin/settings', { fixedDelay: 200 })
    const began = performance.now()
    await atrium('GET', '/users')
    assert.ok(performance.now() - began > 190, 'delayed')
  }
}
