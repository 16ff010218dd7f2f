// The exported journal is valid HAR 1.2, whatever clients sent.
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { join } from 'node:path'
import { npmTools } from './toolbox.mjs'

const BYTES = Buffer.from([0x89, 0x50, 0xff, 0x00])
const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }

const STUBS = [
  {
    request: { url: '/image' },
    response: {
      base64Body: BYTES.toString('base64'),
      headers: { 'Content-Type': 'image/png', 'Set-Cookie': ['a=1; Path=/', 'b=2'], Location: '/next' }
    }
  },
  { request: { url: '/large' }, response: { body: 'x'.repeat(100_000) } },
  { request: { url: '/broken' }, response: { fault: 'EMPTY_RESPONSE' } }
]

const FETCHED = [
  ['/users?page=1&page=2&q=a+b', { headers: { ...CREDENTIALS, cookie: 'a=1; b=2', 'Mock-Test': 'a test' } }],
  ['/users', { method: 'HEAD', headers: CREDENTIALS }],
  ['/users', { method: 'POST', headers: CREDENTIALS, body: '{"user":{"identifier":"ü"}}' }],
  ['/api/Users', { method: 'POST', headers: CREDENTIALS, body: new URLSearchParams({ a: '1', b: '' }) }],
  ['/users', { method: 'PUT', body: BYTES }],
  ['/image', {}],
  ['/large', {}],
  ['/broken', {}],
  ['/nowhere', {}]
]

/** Requests that `fetch` would correct or reject. */
const RAW = [
  'GET /a%zz|"<>?x={} HTTP/1.1\r\nHost: a b:99999\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://user:pw@other.example/users HTTP/1.1\r\nHost: \r\n\r\n',
  'POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"user',
  'GET /users HTTP/1.0\r\n\r\n'
]

/** Sends bytes, and disconnects once there is a response, or after a moment if there is none. */
const sendRaw = (url, text) =>
  new Promise((done) => {
    const socket = connect(new URL(url).port, '127.0.0.1', () => socket.write(text))
    socket.once('data', () => socket.destroy()).setTimeout(200, () => socket.destroy())
    socket.once('close', done)
  })

export const har = {
  name: 'HAR and har-validator',
  async run(url) {
    const require = createRequire(join(await npmTools(), 'package.json'))
    const validator = require('har-validator')
    for (const stub of STUBS) await fetch(`${url}/__admin/mappings`, { method: 'POST', body: JSON.stringify(stub) })
    for (const [path, init] of FETCHED) await fetch(url + path, init).catch(() => undefined)
    for (const text of RAW) await sendRaw(url, text)
    const response = await fetch(`${url}/__admin/requests.har`)
    const document = await response.json()
    await validator.har(document).catch(({ errors }) => {
      throw new Error(JSON.stringify(errors, null, 2))
    })
    const { entries } = document.log
    if (entries.length !== FETCHED.length + RAW.length) throw new Error(`${entries.length} entries`)
    // The importer of Chromium's developer tools requires these members, and skips an entry without a valid URL.
    for (const { time, timings, request, response, startedDateTime } of entries) {
      const numbers = [time, timings.send, timings.wait, timings.receive, response.status, response.content.size]
      const texts = [response.content.mimeType, response.statusText, response.redirectURL, request.httpVersion]
      const isComplete =
        numbers.every((value) => typeof value === 'number') &&
        texts.every((value) => typeof value === 'string') &&
        URL.canParse(request.url) &&
        !Number.isNaN(Date.parse(startedDateTime)) &&
        (request.postData === undefined || typeof request.postData.mimeType === 'string')
      if (!isComplete) throw new Error(JSON.stringify({ request, response }, null, 2))
    }
  }
}
