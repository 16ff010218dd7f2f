import { once } from 'node:events'
import { connect, Socket } from 'node:net'
import type { Test } from 'tap'
import { httpsRequest } from '../support/certificates.ts'
import { mockFor } from '../support/mock.ts'

/** Node's limit, and a shorter one for the test, in milliseconds. */
const [LIMIT, SHORT] = [120_000, 150]
/** The start of a ClientHello that announces 512 bytes. */
const HALF_HELLO = Buffer.from('16030102000100', 'hex')

export async function handshakes(t: Test): Promise<void> {
  const { setTimeout } = Socket.prototype
  const accepted = new Set<Socket>()
  t.intercept(Socket.prototype, 'setTimeout', {
    value(this: Socket, milliseconds: number, ...rest: [() => void]) {
      if (milliseconds !== LIMIT) return setTimeout.call(this, milliseconds, ...rest)
      accepted.add(this)
      return setTimeout.call(this, SHORT, ...rest)
    }
  })
  const mock = await mockFor(t, { tlsPort: 0 })
  const port = Number(new URL(String(mock.tlsUrl)).port)
  const rows: [what: string, sent: string | Buffer, timesOut: boolean][] = [
    ['plain text', 'GET /users HTTP/1.1\r\nHost: localhost\r\n\r\n', false],
    ['nothing', '', true],
    ['half a handshake', HALF_HELLO, true]
  ]
  for (const [what, sent, timesOut] of rows) {
    accepted.clear()
    const startedAt = performance.now()
    const client = connect(port, '127.0.0.1').on('error', () => {})
    client.resume().write(sent)
    await once(client, 'close')
    const took = performance.now() - startedAt
    t.ok(timesOut ? took >= SHORT - 10 : took < LIMIT, `${what}: the connection is closed`)
    t.strictSame(
      [...accepted].map((socket) => socket.destroyed),
      [true],
      `${what}: the server has closed its socket`
    )
    const url = { hostname: '127.0.0.1', port, path: '/users', ca: mock.ca }
    t.match(await httpsRequest(url), { status: 401 }, `${what}: other clients get their responses`)
  }
  await mock.close()
  t.pass('a stop does not wait for them')
}
