import type { Test } from 'tap'
import { call, createAtriumUser, newAccount, readJson } from '../support/calls.ts'
import type { Json } from '../support/control.ts'
import { mockFor } from '../support/mock.ts'

const ATRIUM = '/__admin/records/atrium/users'
const ACCOUNTS = '/__admin/records/atms/users'
const GROUPS = '/__admin/records/atms/userGroups'

/** The calls about single records. */
export async function records(t: Test): Promise<void> {
  t.test('records are listed in pages and searched', async (t) => {
    const mock = await mockFor(t)
    const keys = async (query: string) =>
      (await readJson(mock, `${ACCOUNTS}${query}`)).records.map(({ key }: Json) => key)
    const all = await keys('')
    t.equal(all.length, 6, 'all')
    t.strictSame(await keys('?offset=2&limit=3'), all.slice(2, 5), 'a page')
    t.strictSame(await keys('?offset=6'), [], 'beyond the end')
    t.strictSame(await keys('?limit=0'), [], 'an empty page')
    t.strictSame(await keys('?q=VISITOR'), ['visitor'], 'in any case')
    t.strictSame(await keys('?q=.*'), [], 'not an expression')
    t.strictSame(await keys('?q=false'), [], 'only texts')
    t.match(
      await readJson(mock, `${ACCOUNTS}?q=smith&limit=1&offset=1`),
      { records: { length: 1 }, meta: { total: 6, matching: 2, offset: 1, limit: 1, revision: 0 } },
      'a page of a search'
    )
    await createAtriumUser(mock, { identifier: 'ΟΔΟΣ' })
    t.match(await readJson(mock, `${ATRIUM}?q=${encodeURIComponent('οδος')}`), { meta: { matching: 1 } }, 'final sigma')
    const groups = await readJson(mock, '/__admin/records/atms/tokens')
    t.match(groups.records, [{ key: 'test-token', record: 'test-token', revision: null }], 'bare records')
  })

  t.test('records are added, replaced and removed, without the rules of the API', async (t) => {
    const mock = await mockFor(t, { atriumUserLimit: 1 })
    const change = async (method: string, path: string, body?: unknown) => {
      const response = await call(mock, method, path, body)
      return { status: response.status, ...JSON.parse(await response.text()) }
    }
    const added = await change('POST', ATRIUM, { identifier: 'x' })
    t.match(
      added,
      { status: 201, record: { is_disabled: false, metadata: null, identifier: 'x' }, revision: 1 },
      'added'
    )
    t.equal(added.key, added.record.guid, 'the guid is made up')
    const path = `${ATRIUM}/${added.key}`
    const other = await change('POST', ATRIUM, {})
    t.not(other.key, added.key, 'another guid')
    t.match(await change('PUT', path, { metadata: 'm' }), { status: 200, record: { identifier: null }, revision: 3 })
    t.match(await change('PUT', path, { metadata: 'm' }), { status: 200, revision: 3 }, 'no change')
    t.match(await readJson(mock, path), { record: { guid: added.key, metadata: 'm' }, revision: 3 }, 'read')
    t.strictSame(await change('DELETE', path), { status: 200, revision: 4 }, 'removed')
    t.match(await change('DELETE', path), { status: 404 }, 'removed twice')
    t.equal((await call(mock, 'GET', `/users/${other.key}`)).status, 200, 'the API has the record')
    const { changes } = await readJson(mock, '/__admin/history?limit=1')
    t.match(changes, [{ operation: 'remove', key: added.key, cause: { call: `DELETE ${path}` } }], 'the history')
    const account = await change('POST', ACCOUNTS, { ...newAccount('a/b %'), UserGroupName: 'OPERATORS' })
    t.match(account, { status: 201, record: { UserGroupName: 'Operators', Email: null } }, 'the spelling of the group')
    t.match(await readJson(mock, `${ACCOUNTS}/${encodeURIComponent('A/B %')}`), { key: 'a/b %' }, 'an encoded key')
  })

  t.test('a record that changed since the revision of If-Match', async (t) => {
    const mock = await mockFor(t, { maxHistory: 4 })
    const put = async (revision: string, method = 'PUT') => {
      const body = method === 'PUT' ? { ...newAccount('visitor'), DisplayName: `${Math.random()}` } : undefined
      return (await call(mock, method, `${ACCOUNTS}/visitor`, body, { 'if-match': revision })).status
    }
    t.equal(await put('0'), 200, 'unchanged')
    t.equal(await put('0'), 412, 'changed')
    t.equal(await put('"1"'), 200, 'an ETag')
    await call(mock, 'PUT', '/api/Users/asmith/disable')
    t.equal(await put('2'), 200, 'another record changed')
    await call(mock, 'POST', '/__admin/reset')
    t.equal(await put('4'), 412, 'a reset')
    t.match(await readJson(mock, `${ACCOUNTS}/visitor`), { revision: 5 }, 'the revision of the reset')
    t.match(await readJson(mock, `${ACCOUNTS}/bjones`), { revision: null }, 'a record that the reset did not change')
    t.equal(await put('0', 'DELETE'), 412, 'evicted')
    const evicted = await call(mock, 'DELETE', `${ACCOUNTS}/visitor`, undefined, { 'if-match': '0' })
    t.match(await evicted.text(), /the record may have changed after revision 0: the history starts with revision 1\./)
    t.equal(await put('99'), 400, 'unknown')
    t.equal(await put('x'), 400, 'not a revision')
    t.equal(await put('*', 'DELETE'), 200, 'any')
  })

  t.test('invalid records get a 422 with pointers, and change nothing', async (t) => {
    const mock = await mockFor(t)
    const rows: [method: string, path: string, body: unknown, pointer: string, detail: RegExp][] = [
      ['POST', ATRIUM, { identifier: 5 }, '/identifier', /^expected string or null, not 5$/],
      ['POST', ATRIUM, { identifer: 'x' }, '/identifer', /did you mean 'identifier'/],
      ['POST', ATRIUM, [], '', /^expected object/],
      ['POST', ACCOUNTS, { Username: 'x', DisplayName: 'x' }, '/UserGroupName', /^required field is missing$/],
      ['POST', ACCOUNTS, { ...newAccount('x'), UserGroupName: 'no' }, '/UserGroupName', /^unknown GroupName 'no'$/],
      ['POST', ACCOUNTS, newAccount('VISITOR'), '/Username', /^duplicate Username 'VISITOR'$/],
      ['PUT', `${ACCOUNTS}/visitor`, newAccount('other'), '/Username', /^the key cannot change: it is 'visitor'/],
      ['POST', '/__admin/records/atms/tokens', 'test-token', '', /^duplicate token$/],
      ['PUT', '/__admin/records/atms/tokens/test-token', 'other', '', /^the key cannot change\. Delete/]
    ]
    for (const [method, path, body, pointer, detail] of rows) {
      const response = await call(mock, method, path, JSON.stringify(body))
      const name = `${method} ${path} ${JSON.stringify(body)}`
      t.equal(response.status, 422, name)
      const errors = [{ code: 10, source: { pointer }, detail }]
      t.match(JSON.parse(await response.text()), { errors, meta: { total: 1 } }, `${name}: the problem`)
    }
    const users = await readJson(mock, ATRIUM)
    const [first, second] = users.records
    const body = { identifier: second.record.identifier }
    const response = await call(mock, 'PUT', `${ATRIUM}/${first.key}`, body)
    t.match(JSON.parse(await response.text()), { errors: [{ source: { pointer: '/identifier' } }] }, 'a unique value')
    t.equal((await readJson(mock, ATRIUM)).meta.revision, 0, 'nothing changed')
  })

  t.test('a group with users cannot be deleted', async (t) => {
    const mock = await mockFor(t)
    const title = async () => {
      const response = await call(mock, 'DELETE', `${GROUPS}/Operators`)
      return { status: response.status, ...JSON.parse(await response.text()).errors?.[0] }
    }
    t.match(await title(), {
      status: 422,
      title: /^'operators' cannot be deleted: 3 records in atms\.users name it \(bjones, carol\.diaz@.*, dlee\)/
    })
    const users = Array.from({ length: 20 }, (_, i) => newAccount(`user ${i}`))
    await Promise.all(users.map((user) => call(mock, 'POST', ACCOUNTS, user)))
    t.match(await title(), { title: /: 23 records .* and 13 more\)/ }, 'many')
    const { records } = await readJson(mock, `${ACCOUNTS}?q=operators`)
    for (const { key } of records) await call(mock, 'DELETE', `${ACCOUNTS}/${encodeURIComponent(key)}`)
    t.match(await title(), { status: 200 }, 'without users')
  })

  t.test('credentials are not in the history', async (t) => {
    const mock = await mockFor(t)
    await call(mock, 'POST', '/__admin/records/atms/tokens', '"hidden-token"')
    t.equal((await call(mock, 'DELETE', '/__admin/records/%61tms/tokens/hidden-token')).status, 200, 'removed')
    const text = await (await call(mock, 'GET', '/__admin/history')).text()
    t.match(text, /"call":"DELETE \/__admin\/records\/atms\/tokens\/\*{5}"/, 'the call is shown')
    t.notMatch(text, 'hidden-token', 'its key is not')
  })

  t.test('other bad input gets a clear error; a sandbox is only created by a change', async (t) => {
    const mock = await mockFor(t)
    const rows: [method: string, path: string, body: string | undefined, status: number, title: RegExp][] = [
      ['GET', '/atrum/users', undefined, 404, /^unknown API 'atrum' \(did you mean 'atrium'\?\) \(available: atrium/],
      ['GET', '/atms/constructor', undefined, 404, /^unknown list 'constructor' of atms \(available: tokens/],
      ['GET', '/atms/users/nobody', undefined, 404, /^unknown key 'nobody' in atms\.users/],
      ['PUT', '/atms/users/nobody', '{}', 404, /^unknown key 'nobody' in atms\.users/],
      ['GET', '/atms/users?limit=1001', undefined, 400, /^limit: expected a whole number from 0 to 1000, not '1001'$/],
      [
        'GET',
        '/atms/users?offset=-1',
        undefined,
        400,
        /^offset: expected a whole number from 0 to 9999999999, not '-1'$/
      ],
      ['GET', '/atms/users?offset=10000000000', undefined, 400, /^offset: .* to 9999999999, not '10000000000'$/],
      ['POST', '/atms/users', '', 400, /^body: missing: send the record as JSON$/],
      ['POST', '/atms/users', '{"a', 400, /^body: invalid JSON in line 1/],
      ['POST', '/atms/users', `"${'x'.repeat(2 ** 23)}"`, 413, /^the body is larger than 8 MiB$/]
    ]
    for (const [method, path, body, status, title] of rows) {
      const response = await call(mock, method, `/sandboxes/draft/__admin/records${path}`, body)
      t.equal(response.status, status, `${method} ${path}`)
      t.match(
        JSON.parse(await response.text()),
        { errors: [{ code: status, title }] },
        `${method} ${path}: the message`
      )
    }
    const status = async () => (await call(mock, 'GET', '/__admin/sandboxes/draft')).status
    await call(mock, 'POST', `/sandboxes/draft${ACCOUNTS}`, newAccount('visitor'))
    await call(mock, 'DELETE', `/sandboxes/draft${GROUPS}/Operators`)
    t.equal(await status(), 404, 'no sandbox')
    await call(mock, 'POST', `/sandboxes/draft${ACCOUNTS}`, newAccount('new'))
    t.equal(await status(), 200, 'a change creates it')
  })
}
