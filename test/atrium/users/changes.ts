import type { Test } from 'tap'
import { atriumFor, DISABLED, ENABLED, JSON_TYPE, RECORDED } from '../../support/atrium.ts'
import { type Row, testRows } from '../../support/table.ts'
import { envelope, LUKAS, PUT_LUKAS, user } from './user.ts'

const updates: [rule: string, sent: string, members: object][] = [
  ['only metadata', '{"metadata":"x"}', { metadata: 'x' }],
  ['only identifier', '{"identifier":"x"}', { identifier: 'x' }],
  ['only is_disabled', '{"is_disabled":true}', { is_disabled: true }],
  ['null clears identifier', '{"identifier":null}', { identifier: null }],
  ['null clears metadata', '{"metadata":null}', { metadata: null }],
  ['its current identifier', '{"identifier":"lukas-brandt","metadata":"x"}', { metadata: 'x' }],
  ['an empty identifier', '{"identifier":""}', { identifier: '' }],
  ['is_disabled as text', '{"is_disabled":"true"}', { is_disabled: true }]
]
const lukas = { metadata: '{"plan":"premium","since":2019}', identifier: 'lukas-brandt' }

const rows: Row[] = [
  ...updates.map(([rule, sent, members]) => ({
    rule: `PUT is partial: ${rule}`,
    call: PUT_LUKAS,
    sends: JSON_TYPE,
    body: envelope(sent),
    status: 200,
    changes: true,
    response: user({ ...lukas, ...members }, LUKAS)
  })),
  ...['{"is_disabled":null}', '{"colour":"red"}', `{"guid":"${ENABLED}"}`].map((sent) => ({
    rule: `PUT without a known value changes nothing: ${sent}`,
    call: PUT_LUKAS,
    sends: JSON_TYPE,
    body: envelope(sent),
    status: 200,
    response: user(lukas, LUKAS)
  })),
  {
    rule: 'a disabled user can be updated: a PUT enables it',
    call: `PUT /users/${DISABLED}`,
    sends: JSON_TYPE,
    body: envelope('{"is_disabled":false}'),
    status: 200,
    changes: true,
    response: user({ metadata: 'closed by the partner', identifier: 'closed-account-1' }, DISABLED)
  },
  { rule: 'a disabled user can be deleted', call: `DELETE /users/${DISABLED}`, status: 204, changes: true },
  ...[
    { rule: 'DELETE with a type and no body', sends: JSON_TYPE },
    { rule: 'DELETE with Content-Length: 0', sends: { ...JSON_TYPE, 'content-length': '0' } },
    { rule: 'DELETE with the body that old Python sends', sends: JSON_TYPE, body: '""' },
    { rule: 'DELETE with a body that is not JSON', sends: JSON_TYPE, body: '{' },
    { rule: 'DELETE with a body of an unsupported type', sends: { 'content-type': 'text/plain' }, body: 'x' },
    { rule: 'DELETE with a body without a type', body: 'x' },
    { rule: 'DELETE with a malformed type', sends: { 'content-type': ';' }, body: 'x' }
  ].map((row) => ({ ...row, call: `DELETE /users/${ENABLED}`, status: 204, response: '', changes: true })),
  ...[
    { rule: 'GET with a type and no body', sends: JSON_TYPE },
    { rule: 'GET with a body', sends: JSON_TYPE, body: '{' }
  ].map((row) => ({ ...row, call: `GET /users/${RECORDED.guid}`, status: 200, response: RECORDED.body }))
]

/** Updates and deletes, and the requests after them. */
export async function changes(t: Test): Promise<void> {
  const setup = await atriumFor(t)
  const { client, mock } = setup
  t.test('updates and deletes', (t) => testRows(t, setup, rows))

  t.test('a deleted user is gone, and its identifier can be used again', async (t) => {
    await mock.reset()
    const call = `/users/${ENABLED}`
    const body = envelope('{"identifier":"amara.okafor"}')
    t.equal((await client(`DELETE ${call}`)).status, 204, 'the delete')
    for (const verb of ['GET', 'PUT', 'DELETE']) {
      t.equal((await client(`${verb} ${call}`, { sends: JSON_TYPE, body })).status, 404, verb)
    }
    t.equal((await client('POST /users', { sends: JSON_TYPE, body })).status, 200, 'a create with its identifier')
  })

  t.test('an identifier that a user no longer has can be used again', async (t) => {
    await mock.reset()
    const rename = await client(PUT_LUKAS, { sends: JSON_TYPE, body: envelope('{"identifier":"new"}') })
    const create = await client('POST /users', { sends: JSON_TYPE, body: envelope('{"identifier":"lukas-brandt"}') })
    const clash = await client('POST /users', { sends: JSON_TYPE, body: envelope('{"identifier":"new"}') })
    t.strictSame(
      [rename.status, create.status, clash.status],
      [200, 200, 409],
      'rename, create with the old identifier, create with the new one'
    )
  })
}
