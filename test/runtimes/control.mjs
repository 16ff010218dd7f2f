import assert from 'node:assert/strict'
import { runCommand } from './server.mjs'

const count = async ({ control }, pattern, query = '') =>
  (await control('POST', `/__admin/requests/count${query}`, pattern)).json().count

export const control = {
  async 'journal: list, find and count'({ server }) {
    await server.atrium('POST', '/users', { user: { identifier: 'ä' } })
    await server.atms('DELETE', '/api/Users/asmith')
    const { requests, meta } = (await server.control('GET', '/__admin/requests')).json()
    assert.deepEqual(
      [meta.total, ...requests.map(({ request, response }) => `${request.method} ${request.url} ${response.status}`)],
      [2, 'DELETE /api/Users/asmith 204', 'POST /users 200'],
      'the list, newest first'
    )
    assert.equal(requests[1].request.body, '{"user":{"identifier":"ä"}}', 'the body of a request')
    assert.match(requests[1].response.body, /"identifier":"ä"/, 'the body of a response')
    assert.equal(requests[1].request.clientIp, '127.0.0.1', 'the address of the client')
    assert.doesNotMatch(JSON.stringify(requests), /test-api-key|test-token/, 'credentials are redacted')
    const bodyPatterns = [{ matchesJsonPath: '$.user[?(@.identifier == "ä")]' }, { contains: 'ident' }]
    assert.equal(await count(server, { method: 'POST', bodyPatterns: bodyPatterns.slice(1) }), 1, 'count by body')
    assert.equal(await count(server, { urlPathPattern: '/api/Users/[^/]+' }), 1, 'count by pattern')
  },

  async 'journal: waits for a request'({ server }) {
    const waiting = count(server, { method: 'DELETE' }, '?atLeast=1&timeoutMs=5000')
    await server.atms('DELETE', '/api/Users/asmith')
    assert.equal(await waiting, 1, 'the request arrived')
    assert.equal(await count(server, { method: 'PUT' }, '?atLeast=1&timeoutMs=50'), 0, 'no request arrived in time')
  },

  async 'reset restores users, stubs, settings and the journal'({ server }) {
    const users = (await server.atrium('GET', '/users')).text
    const created = (await server.atrium('POST', '/users', { user: { identifier: 'new' } })).text
    await server.control('POST', '/__admin/mappings', { request: { urlPath: '/users' }, response: { status: 500 } })
    assert.equal((await server.reset()).status, 200, 'reset')
    assert.equal((await server.control('GET', '/__admin/requests')).json().meta.total, 0, 'the journal')
    assert.equal((await server.atrium('GET', '/users')).text, users, 'users and stubs')
    assert.equal(
      (await server.atrium('POST', '/users', { user: { identifier: 'new' } })).text,
      created,
      'the sequence of guids'
    )
  },

  async 'PUT /__admin/state'({ server: { control, atrium } }) {
    const state = (await control('GET', '/__admin/state')).json()
    const { users } = state.atrium
    state.atrium.users = users.slice(0, 2)
    assert.equal((await control('PUT', '/__admin/state', state)).status, 200, 'a valid state')
    assert.equal((await atrium('GET', '/users')).json().pagination.total_entries, 2, 'it is served')
    const bad = await control('PUT', '/__admin/state', { atrium: { users: [{ guid: 'x' }, { guid: 'y' }] } })
    assert.equal(bad.status, 422, 'an invalid state')
    assert.ok(bad.json().errors.length >= 2, 'every error')
    assert.equal((await atrium('GET', '/users')).json().pagination.total_entries, 2, 'nothing changed')
  },

  async 'fixture sets: upload, use, delete'({ server: { control, atrium } }) {
    const { atrium: kept, ...rest } = (await control('GET', '/__admin/state')).json()
    const set = { ...rest, atrium: { ...kept, users: kept.users.slice(0, 1) } }
    assert.equal((await control('PUT', '/__admin/fixtures/mine', set)).status, 201, 'upload')
    assert.equal((await control('POST', '/__admin/reset', { fixtures: 'mine' })).status, 200, 'reset to it')
    assert.equal((await atrium('GET', '/users')).json().pagination.total_entries, 1, 'it is served')
    await control('POST', '/__admin/reset', { fixtures: 'default' })
    assert.equal((await control('DELETE', '/__admin/fixtures/mine')).status, 204, 'delete')
  },

  async 'documents and their pages'({ server: { control } }) {
    for (const path of ['/docs', '/docs/', '/__admin/health', '/__admin/version', '/']) {
      const { status } = await control('GET', path)
      assert.ok(status === 200 || status === 302, `${path}: ${status}`)
    }
  },

  async 'commands: health, reset, requests, state'({ runtime, server }) {
    await server.atms('DELETE', '/api/Users/asmith')
    for (const [command, expected] of [
      ['health', /./],
      ['requests', /DELETE .*\/api\/Users\/asmith/],
      ['reset', /./],
      ['state', /"Username": ?"asmith"/]
    ]) {
      const { code, out, err } = await runCommand(runtime, [command, '--url', server.url])
      assert.equal(code, 0, `${command}: ${err}`)
      assert.match(out, expected, `the output of ${command}`)
    }
    const { code, err } = await runCommand(runtime, ['--prot', '1'])
    assert.equal(code, 2, 'an unknown option')
    assert.match(err, /--port/, 'the suggestion')
  }
}
