import type { Test } from 'tap'
import { stubOf } from '../sandbox/restarts.ts'
import { call, createAtriumUser, readJson } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'

/** The calls about the history. */
export async function history(t: Test): Promise<void> {
  t.test('changes are filtered and paged', async (t) => {
    const mock = await mockFor(t)
    const user = await createAtriumUser(mock, { identifier: 'x' })
    await call(mock, 'PUT', `/users/${user.guid}`, { user: { identifier: 'y' } })
    await call(mock, 'PUT', '/api/Users/visitor/disable')
    await call(mock, 'PUT', '/api/Users/visitor/enable')
    await call(mock, 'PUT', '/__admin/settings', { fixedDelay: 0 })
    const revisions = async (query: string) =>
      (await readJson(mock, `/__admin/history${query}`)).changes.map(({ revision }: { revision: number }) => revision)
    const { changes } = await readJson(mock, `/__admin/history?key=${user.guid}`)
    t.match(changes[0], { before: { identifier: 'x' }, after: { identifier: 'y' }, api: 'atrium', list: 'users' })
    const all = await revisions('')
    t.strictSame(await revisions(`?limit=2&before=${all[0]}`), all.slice(1, 3), 'a page')
    t.strictSame(await revisions('?api=atrium&list=users'), [2, 1], 'an API')
    t.strictSame(await revisions(`?request=${changes[0].cause.request}`), [2], 'a request')
    t.strictSame(await revisions('?key=nobody'), [], 'a key')
    t.strictSame(await revisions('?api=atrium&list=tokens'), [], 'a list of another API')
    t.strictSame(await revisions('?limit=0'), [], 'no limit')
  })

  t.test('the difference between two states', async (t) => {
    const mock = await mockFor(t)
    const user = await createAtriumUser(mock, { identifier: 'x' })
    await call(mock, 'PUT', `/users/${user.guid}`, { user: { identifier: 'y' } })
    await call(mock, 'POST', '/__admin/mappings', stubOf(1))
    await call(mock, 'PUT', '/__admin/settings', { fixedDelay: 1 })
    await call(mock, 'POST', '/__admin/reset', { fixtures: 'empty' })
    const diff = (from: number, to: number) => readJson(mock, `/__admin/history/diff?from=${from}&to=${to}`)
    t.match(
      await diff(1, 4),
      {
        from: 1,
        to: 4,
        lists: { 'atrium.users': { changed: [{ key: user.guid, fields: { identifier: { from: 'x', to: 'y' } } }] } },
        stubs: { added: [stubOf(1).id], counts: { added: 1, removed: 0, changed: 0 } },
        settings: { fixedDelay: { from: null, to: 1 } }
      },
      'changes'
    )
    t.match((await diff(4, 5)).lists['atrium.users'].counts, { added: 0, removed: 8, changed: 0 }, 'a reset')
    t.match((await diff(4, 5)).fixtures, { name: { from: 'default', to: 'empty' } }, 'the fixtures')
    t.match((await diff(5, 4)).lists['atrium.users'].counts, { added: 8 }, 'backwards')
    t.strictSame((await diff(5, 5)).lists, {}, 'the same')
  })

  t.test('credentials are hidden', async (t) => {
    const mock = await mockFor(t)
    const { atrium, ...others } = await readJson(mock, '/__admin/state')
    const credentials = [{ apiKey: 'another-secret', clientId: 'test-client-id' }]
    await call(mock, 'PUT', '/__admin/state', { ...others, atrium: { ...atrium, credentials } })
    const text = await (await call(mock, 'GET', '/__admin/history/diff?from=0&to=1')).text()
    t.match(text, /"added":\[\{"apiKey":"\*{5}","clientId":"\*{5}"\}\]/, 'shown')
    t.notMatch(text, /another-secret|test-api-key/, 'their values are not')
  })

  t.test('bad input gets a clear error', async (t) => {
    const mock = await mockFor(t, { maxHistory: 1 })
    for (const identifier of ['a', 'b']) await createAtriumUser(mock, { identifier })
    const rows: [method: string, path: string, body: unknown, status: number, title: RegExp][] = [
      ['GET', '?limit=x', undefined, 400, /^limit: expected a whole number from 0 to 1000, not 'x'$/],
      ['GET', '?limit=1001', undefined, 400, /^limit: expected a whole number from 0 to 1000, not '1001'$/],
      ['GET', '?before=-1', undefined, 400, /^before: expected a whole number/],
      ['GET', '?api=atrum', undefined, 400, /^api: unknown value 'atrum'.*atrium/],
      ['GET', '?api=', undefined, 400, /^api: unknown value ''/],
      ['GET', '?list=user', undefined, 400, /^list: unknown value 'user' \(did you mean 'users'\?\)/],
      ['GET', '?uses=yes', undefined, 400, /^uses: expected true or false/],
      ['GET', '?lmit=1', undefined, 400, /^unknown query parameter 'lmit'/],
      ['GET', '/x/state', undefined, 400, /^revision: expected a whole number from 0 to 9999999999, not 'x'$/],
      ['GET', '/3/state', undefined, 404, /^unknown revision 3: the latest is 2/],
      ['GET', '/0/state', undefined, 409, /^revision 0 was evicted from the history: use one from 1 on/],
      ['GET', '/diff?from=1', undefined, 400, /^to: missing: send a revision/],
      ['GET', '/diff?from=1&to=9', undefined, 404, /^unknown revision 9/],
      ['POST', '/undo', {}, 400, /^revision: required field is missing$/],
      ['POST', '/undo', { revision: '1' }, 400, /^revision: expected a whole number of at least 0, not "1"$/],
      ['POST', '/undo', { revision: 1, other: 1 }, 400, /^unknown field 'other': the only field is revision$/],
      ['POST', '/undo', { revision: 0 }, 404, /^revision 0 is the initial state/],
      ['POST', '/undo', { revision: 1 }, 409, /^the change of revision 1 was evicted/],
      ['POST', '/undo', { revision: 99 }, 404, /^unknown revision 99: the latest is 2/],
      ['POST', '/undo', '{"revision":99.0}', 404, /^unknown revision 99: /],
      ['POST', '/undo', '{"revision":1.50}', 400, /^revision: expected a whole number of at least 0, not 1.50$/],
      ['POST', '/restore', { revision: 1e300 }, 400, /^revision: expected a whole number/],
      ['POST', '/restore', { revision: 0 }, 409, /^revision 0 was evicted/],
      ['POST', '/restore', { revision: 3 }, 404, /^unknown revision 3/]
    ]
    for (const [method, path, body, status, title] of rows) {
      const response = await call(mock, method, `/__admin/history${path}`, body)
      t.equal(response.status, status, `${method} ${path} ${JSON.stringify(body)}`)
      t.match(
        JSON.parse(await response.text()),
        { errors: [{ code: status, title }] },
        `${method} ${path}: the message`
      )
    }
  })
}
