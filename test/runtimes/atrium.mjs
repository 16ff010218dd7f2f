import assert from 'node:assert/strict'
import { ATRIUM } from './server.mjs'

const NOBODY = '/users/USR-00000000-0000-0000-0000-000000000000'

export const atrium = {
  async 'Atrium: create, read, update, delete'({ server: { atrium } }) {
    const created = await atrium('POST', '/users', { user: { identifier: 'new', metadata: 'ünï' } })
    assert.equal(created.status, 200, 'create')
    const { guid, ...rest } = created.json().user
    assert.deepEqual(rest, { is_disabled: false, metadata: 'ünï', identifier: 'new' }, 'the created user')
    const path = `/users/${guid}`
    assert.equal((await atrium('GET', path)).text, created.text, 'read')
    const updated = await atrium('PUT', path, { user: { is_disabled: true } })
    assert.deepEqual(updated.json().user, { guid, ...rest, is_disabled: true }, 'update')
    const deleted = await atrium('DELETE', path)
    assert.deepEqual([deleted.status, deleted.text], [204, ''], 'delete')
    assert.equal((await atrium('GET', path)).status, 404, 'read after delete')
  },

  async 'Atrium: list with paging'({ server: { atrium, control } }) {
    await control('POST', '/__admin/reset', { fixtures: 'paging' })
    const { users, pagination } = (await atrium('GET', '/users?page=3&records_per_page=100')).json()
    assert.equal(users.length, 60, 'users on the last page')
    const expected = { current_page: 3, per_page: 100, total_entries: 260, total_pages: 3 }
    assert.deepEqual(pagination, expected, 'pagination')
    await control('POST', '/__admin/reset', { fixtures: 'default' })
  },

  async 'Atrium: ETag, 304 and HEAD'({ server: { atrium } }) {
    const { headers, text } = await atrium('GET', '/users')
    assert.match(headers.etag, /^W\/"[0-9a-f]{32}"$/, 'ETag')
    const same = await atrium('GET', '/users', undefined, { 'if-none-match': headers.etag })
    assert.deepEqual([same.status, same.text, same.headers.etag], [304, '', headers.etag], 'If-None-Match with the tag')
    const other = await atrium('GET', '/users', undefined, { 'if-none-match': 'W/"other"' })
    assert.deepEqual([other.status, other.text], [200, text], 'If-None-Match with another tag')
    const head = await atrium('HEAD', '/users')
    assert.deepEqual([head.status, head.text, head.headers.etag], [200, '', headers.etag], 'HEAD')
    assert.equal(Number(head.headers['content-length']), Buffer.byteLength(text), 'Content-Length of HEAD')
  },

  async 'Atrium: 200 parallel requests'({ server: { atrium } }) {
    const created = await Promise.all(
      Array.from({ length: 200 }, (_, i) => atrium('POST', '/users', { user: { identifier: `parallel-${i}` } }))
    )
    assert.deepEqual([...new Set(created.map(({ status }) => status))], [200], 'statuses')
    assert.equal(new Set(created.map(({ json }) => json().user.guid)).size, 200, 'different guids')
    assert.equal((await atrium('GET', '/users')).json().pagination.total_entries, 207, 'users in the end')
  },

  async 'Atrium: headers of a response'({ server: { atrium } }) {
    const { headers } = await atrium('GET', '/users')
    assert.match(headers['x-request-id'], /^[0-9a-f]{32}$/, 'X-Request-Id')
    assert.match(headers['x-runtime'], /^\d+\.\d{6}$/, 'X-Runtime')
    assert.equal(headers['content-type'], 'application/vnd.mx.atrium.v1+json; charset=utf-8', 'Content-Type')
    assert.equal(headers['cache-control'], 'max-age=0, private, must-revalidate', 'Cache-Control')
  },

  async 'Atrium: errors'({ server: { atrium, control } }) {
    const rows = [
      ['no credentials', 401, await control('GET', '/users')],
      ['a wrong key', 401, await control('GET', '/users', undefined, { ...ATRIUM, 'mx-api-key': 'wrong' })],
      ['no credentials, with a body', 401, await control('POST', '/users', { user: {} })],
      ['an unknown user', 404, await atrium('GET', NOBODY)],
      ['an unknown path', 404, await atrium('GET', '/Users')],
      [
        'another version',
        406,
        await atrium('GET', '/users', undefined, { accept: 'application/vnd.mx.atrium.v2+json' })
      ],
      ['invalid JSON', 400, await atrium('POST', '/users', '{')],
      ['a wrong type', 422, await atrium('POST', '/users', { user: { identifier: 1 } })],
      ['a duplicate', 409, await atrium('POST', '/users', { user: { identifier: 'amara.okafor' } })]
    ]
    for (const [name, status, received] of rows) {
      assert.equal(received.status, status, name)
      assert.equal(typeof received.json().error.message, 'string', `the message for ${name}`)
    }
  }
}
