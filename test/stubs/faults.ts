import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Test } from 'tap'
import { breakConnection } from '../../src/wiremock/stubs/fault.ts'
import type { Fault } from '../../src/wiremock/stubs/mapping-schemas.ts'
import { newUser } from '../support/bodies.ts'
import { controlFor, exchange, secureExchange } from '../support/control.ts'

/** The bytes that a client receives, and how its connection ends. */
export const FAULTS: [fault: Fault, text: RegExp, end: string][] = [
  ['EMPTY_RESPONSE', /^$/, 'end'],
  ['CONNECTION_RESET_BY_PEER', /^$/, 'ECONNRESET'],
  ['MALFORMED_RESPONSE_CHUNK', /^HTTP\/1.1 200 OK\r\n(?:.+\r\n)*Transfer-Encoding: chunked\r\n\r\n\D/, 'end'],
  ['RANDOM_DATA_THEN_CLOSE', /^(?!HTTP).{64}$/s, 'end']
]

const GET_BROKEN = 'GET /broken HTTP/1.1\r\nHost: x\r\n\r\n'

const HEAD = { status: 200, headers: {} }
const newResponse = () => new ServerResponse(new IncomingMessage(new Socket()))

/** Stubs that break the connection. */
export async function faults(t: Test): Promise<void> {
  t.test('random data differs between requests, and repeats in the next run', async (t) => {
    const { mock, stub, admin, send } = await controlFor(t)
    const run = async () => {
      await admin('POST', 'reset')
      await stub({ request: { url: '/broken' }, response: { fault: 'RANDOM_DATA_THEN_CLOSE' } })
      const seen: string[] = []
      for (let i = 0; i < 3; i++) seen.push((await exchange(mock, GET_BROKEN)).text)
      const { guid } = (await send('POST', '/users', newUser('x'))).json.user
      return { seen, guid }
    }
    const { seen, guid } = await run()
    t.equal(new Set(seen).size, 3, 'three different responses')
    t.ok(new Set(seen.join('')).size > 64, 'more than 64 different bytes')
    t.same(await run(), { seen, guid }, 'the next run')
    await admin('POST', 'reset')
    t.equal((await send('POST', '/users', newUser('x'))).json.user.guid, guid, 'guids do not depend on faults')
  })

  t.test('a fault breaks the connection, before or after the effect of the request', async (t) => {
    const { mock, stub, admin, send } = await controlFor(t)
    for (const [fault, text, end] of FAULTS) {
      await admin('POST', 'reset')
      await stub({ request: { url: '/broken' }, response: { fault, headers: { 'Content-Length': '3' } } })
      t.match(await exchange(mock, GET_BROKEN), { text, end }, fault)
      await stub({
        request: { method: 'POST', urlPath: '/users' },
        response: { status: 200, transformers: ['emulate'], fault },
        metadata: { mock: { times: 1 } }
      })
      const { body } = newUser('lost')
      const head = [
        'POST /users HTTP/1.1',
        'Host: x',
        ...Object.entries(mock.credentials.atrium ?? {}).map(([name, value]) => `${name}: ${value}`),
        'Content-Type: application/json',
        `Content-Length: ${body.length}`
      ]
      t.match(await exchange(mock, [...head, '', body].join('\r\n')), { text, end }, `${fault} with emulate`)
      t.equal((await send('POST', '/users', newUser('lost'))).status, 409, `${fault}: the user was created`)
    }
  })

  t.test('a fault breaks a TLS connection', async (t) => {
    const { mock, stub, admin } = await controlFor(t, { tlsPort: 0 })
    for (const [fault, text, end] of FAULTS) {
      await stub({ request: { url: '/broken' }, response: { fault } })
      t.match(await secureExchange(mock, GET_BROKEN), { text, end }, fault)
    }
    const [{ request }] = (await admin('GET', 'requests')).json.requests
    t.match(request, { scheme: 'https', absoluteUrl: 'https://x/broken', port: 443 }, 'the journal')
  })

  t.test('a fault of a pipelined request follows the responses before it', async (t) => {
    const { mock, stub, admin } = await controlFor(t, { tlsPort: 0 })
    const get = (path: string) => ['GET', path, 'HTTP/1.1\r\nHost: x\r\n\r\n'].join(' ')
    for (const [fault, , end] of FAULTS) {
      for (const emulate of [{}, { transformers: ['emulate'] }]) {
        await admin('DELETE', 'mappings')
        await stub({ request: { url: '/slow' }, response: { body: 'slow', fixedDelayMilliseconds: 5 } })
        await stub({ request: { url: '/broken' }, response: { ...emulate, fault } })
        await stub({ request: { url: '/after' }, response: { body: 'after' } })
        for (const send of [exchange, secureExchange]) {
          for (const before of [['/slow'], ['/fast', '/slow', '/fast']]) {
            const received = await send(mock, [...before, '/broken', '/after'].map(get).join(''))
            const what = `${fault} after ${before} ${JSON.stringify(emulate)} by ${send.name}`
            const responses = received.text.match(/HTTP\/1.1 \d+ (?!.*\r\n(?:.+\r\n)*Transfer)/g) ?? []
            t.equal(responses.length, before.length, `${what}: complete responses`)
            // libuv may report the end of the connection if the reset arrives with data.
            t.match(received.end, end === 'end' ? /^end$/ : /^(?:end|ECONNRESET)$/, `${what}: the end`)
            t.notMatch(received.text, 'after', `${what}: no response follows`)
          }
        }
      }
    }
    t.equal((await admin('POST', 'requests/count', { url: '/after' })).json.count, 0, 'later requests are not handled')
  })

  t.test(
    'a connection that the runtime cannot reset is closed, so that the client does not wait forever',
    async (t) => {
      const socket = new Socket()
      socket.resetAndDestroy = () => {
        throw new TypeError('not a TCP connection')
      }
      const response = newResponse()
      response.assignSocket(socket)
      breakConnection('CONNECTION_RESET_BY_PEER', response, HEAD, () => 0)
      t.equal(socket.destroyed, true, 'closed')
    }
  )

  t.test('a fault does nothing once the client has disconnected', async (t) => {
    for (const [fault] of FAULTS)
      t.doesNotThrow(() => breakConnection(fault, newResponse(), HEAD, () => 0), `${fault}: no error`)
  })
}
