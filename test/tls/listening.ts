import { once } from 'node:events'
import { connect } from 'node:net'
import type { Test } from 'tap'
import { startMock } from '../../src/index.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run } from '../support/terminal.ts'
import { portOf } from './calls.ts'

/** The port, and closing it. */
export async function listening(t: Test): Promise<void> {
  t.test('if the HTTPS port is in use, the HTTP port and the data directory are released', async (t) => {
    const holder = await mockFor(t)
    const dataDir = await temporaryFolder(t)
    await t.rejects(startMock({ dataDir, tlsPort: holder.port }), { code: 'EADDRINUSE' }, 'through the library')
    const words = ['--port', '0', '--data-dir', dataDir, '--tls-port', `${holder.port}`]
    t.strictSame(
      await run(words),
      {
        code: 1,
        out: '',
        err: `atrium-atms-mock: port ${holder.port} is already in use on 127.0.0.1: stop the other server, or use another --tls-port\n`
      },
      'on the command line'
    )
    const next = await mockFor(t, { dataDir, tlsPort: 0 })
    t.ok(next.tlsUrl, 'the data directory is released')
  })

  t.test('a client that never completes its TLS handshake does not delay the shutdown', async (t) => {
    const mock = await startMock({ tlsPort: 0 })
    const socket = connect(Number(portOf(mock)), '127.0.0.1')
    socket.on('error', () => {})
    await once(socket, 'connect')
    const start = performance.now()
    await mock.close()
    t.ok(performance.now() - start < 5000, 'it does not wait for the handshake')
  })
}
