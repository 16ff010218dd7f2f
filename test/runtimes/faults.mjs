import assert from 'node:assert/strict'
import { clientOf, exchange } from './client.mjs'

const CREDENTIALS = ['MX-API-Key: test-api-key', 'MX-Client-ID: test-client-id']

/** The bytes that a client receives for each fault, and how the connection ends. */
const FAULTS = {
  EMPTY_RESPONSE: ({ text, error }) => assert.deepEqual([text, error], ['', undefined], 'nothing, then an orderly end'),
  CONNECTION_RESET_BY_PEER: ({ text, error }) =>
    assert.deepEqual([text, error], ['', 'ECONNRESET'], 'nothing, then a reset'),
  MALFORMED_RESPONSE_CHUNK({ text, error }) {
    assert.match(text, /^HTTP\/1\.1 200 /, 'a status line')
    assert.match(text, /transfer-encoding: chunked/i, 'announced as chunks')
    const body = text.slice(text.indexOf('\r\n\r\n') + 4)
    assert.match(body, /^[^\r\n]+$/, 'no chunk')
    assert.doesNotMatch(body, /^[0-9a-f]/i, 'no length')
    assert.equal(error, undefined, 'an orderly end')
  },
  RANDOM_DATA_THEN_CLOSE({ bytes, text, error }) {
    assert.equal(bytes.length, 64, 'the number of bytes')
    assert.doesNotMatch(text, /^HTTP/, 'no status line')
    assert.equal(error, undefined, 'an orderly end')
  }
}

/** Sends a request that gets a fault, over HTTP or HTTPS. */
async function provoke({ server, differs }, scheme, fault, check, emulates) {
  const ca = scheme === 'https' ? (await server.control('GET', '/__admin/ca.pem')).text : undefined
  const url = scheme === 'https' ? server.tlsUrl : server.url
  const response = { fault, ...(emulates && { transformers: ['emulate'] }) }
  const added = await server.control('POST', '/__admin/mappings', {
    request: { method: 'POST', urlPath: '/users' },
    response
  })
  assert.equal(added.status, 201, 'the stub')
  const body = '{"user":{"identifier":"lost"}}'
  const lines = ['POST /users HTTP/1.1', 'Host: mock', ...CREDENTIALS, 'Content-Type: application/json']
  const result = await exchange(url, [...lines, `Content-Length: ${body.length}`], body, ca)
  const differing = differs(`${fault} ${scheme}`)?.check ?? check
  differing(result)
  const users = (await server.atrium('GET', '/users')).json().users
  assert.equal(
    users.some(({ identifier }) => identifier === 'lost'),
    emulates,
    emulates ? 'the user was created' : 'the user was not created'
  )
  const { count } = (
    await server.control('POST', '/__admin/requests/count', { method: 'POST', urlPath: '/users' })
  ).json()
  assert.equal(count, 1, 'in the journal')
  // A client library sees an error too, on a connection that it used before.
  const client = clientOf(url, { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id' }, ca)
  assert.equal((await client('GET', '/users')).status, 200, 'a request without a fault')
  await assert.rejects(client('POST', '/users', body), `a client library`)
}

/** A fault for a pipelined request whose predecessor is still waiting for its response. */
async function provokePipelined({ server }, fault) {
  const fixedDelayMilliseconds = 200
  for (const [url, response] of [
    ['/slow', { status: 200, fixedDelayMilliseconds }],
    ['/broken', { fault }]
  ])
    await server.control('POST', '/__admin/mappings', { request: { url }, response })
  const { text } = await exchange(server.url, [
    'GET /slow HTTP/1.1',
    'Host: mock',
    '',
    'GET /broken HTTP/1.1',
    'Host: mock'
  ])
  assert.match(text, /^HTTP\/1\.1 200 /, 'the first response, then the end of the connection')
}

export const faults = Object.fromEntries(
  Object.entries(FAULTS).flatMap(([fault, check]) => [
    ...['http', 'https'].flatMap((scheme) =>
      [false, true].map((emulates) => [
        `fault over ${scheme}: ${fault}${emulates ? ', after the effect' : ''}`,
        (context) => provoke(context, scheme, fault, check, emulates)
      ])
    ),
    [`fault for a pipelined request: ${fault}`, (context) => provokePipelined(context, fault)]
  ])
)
