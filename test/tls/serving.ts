import type { Test } from 'tap'
import { call } from '../support/calls.ts'
import { httpsRequest } from '../support/certificates.ts'
import { mockFor } from '../support/mock.ts'
import { run } from '../support/terminal.ts'
import { CREDENTIALS, callAs, portOf } from './calls.ts'

/** Requests over HTTPS. */
export async function serving(t: Test): Promise<void> {
  t.test('HTTPS serves the real host names to clients that trust the CA', async (t) => {
    const mock = await mockFor(t, { tlsPort: 0, tlsName: ['mock.internal', '*.mx.example', '10.1.2.3'] })
    const names = [
      'localhost',
      'vestibule.mx.com',
      'atrium.mx.com',
      'moneydesktop.com',
      'mock.internal',
      'api.mx.example'
    ]
    for (const name of names) t.match(await callAs(mock, name), { status: 200, body: /"pagination"/ }, name)
    for (const address of ['127.0.0.1', '::1']) {
      const url = { hostname: address, port: portOf(mock), path: '/users', headers: CREDENTIALS, ca: mock.ca }
      t.match(await httpsRequest(url), { status: 200 }, address)
    }
    const servername = { checkServerIdentity: () => undefined }
    t.match(
      await httpsRequest({ ...servername, port: portOf(mock), path: '/users', ca: mock.ca }),
      { status: 401 },
      'without SNI'
    )
    await t.rejects(callAs(mock, 'example.com'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'a name that is not covered')
    await t.rejects(
      callAs(mock, 'localhost', ''),
      { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
      'a client that does not trust the CA'
    )
  })

  t.test('HTTP and HTTPS serve the same state', async (t) => {
    const mock = await mockFor(t, { tlsPort: 0 })
    await call(mock, 'POST', '/users', { user: { identifier: 'over-http' } })
    t.match(await callAs(mock, 'localhost'), { body: /"over-http"/ }, 'the user created over HTTP')
    t.equal(new URL(mock.tlsUrl ?? '').protocol, 'https:', 'the scheme')
    t.not(portOf(mock), String(mock.port), 'another port')
  })

  t.test('commands can use HTTPS', async (t) => {
    const { tlsUrl = '' } = await mockFor(t, { tlsPort: 0 })
    t.match(
      await run(['health', '--url', tlsUrl]),
      {
        code: 1,
        err: /cannot reach https:.*: its certificate is not trusted \(SELF_SIGNED_CERT_IN_CHAIN\)\. .*NODE_EXTRA_CA_CERTS/
      },
      'an unknown CA'
    )
  })
}
