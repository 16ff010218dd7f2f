import assert from 'node:assert/strict'
import { clientOf } from './client.mjs'
import { ATMS, ATRIUM } from './server.mjs'

export const tls = {
  async 'HTTPS: the certificate is trusted by the CA, and both ports serve the same state'({ server }) {
    const { status, text: ca } = await server.control('GET', '/__admin/ca.pem')
    assert.equal(status, 200, 'the CA')
    const atrium = clientOf(server.tlsUrl, ATRIUM, ca)
    const created = await atrium('POST', '/users', { user: { identifier: 'secure', metadata: 'x'.repeat(500_000) } })
    assert.equal(created.status, 200, 'create')
    const { guid } = created.json().user
    assert.equal((await server.atrium('GET', `/users/${guid}`)).text, created.text, 'read over HTTP')
    assert.equal((await clientOf(server.tlsUrl, ATMS, ca)('GET', '/api/Users')).status, 200, 'ATMS')
    const [entry] = (await server.control('GET', '/__admin/requests')).json().requests
    assert.equal(entry.request.scheme, 'https', 'the scheme in the journal')
    assert.equal(entry.request.clientIp, '127.0.0.1', 'the address of the client in the journal')
  },

  async 'HTTPS: a client without the CA rejects the connection'({ server }) {
    await assert.rejects(clientOf(server.tlsUrl, ATRIUM)('GET', '/users'), 'an untrusted certificate')
    assert.equal((await server.atrium('GET', '/users')).status, 200, 'the server is still running')
  }
}
