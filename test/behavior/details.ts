import type { Test } from 'tap'
import { startMock } from '../../src/index.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import { Exchange } from '../../src/rules/exchange.ts'
import { rulesIn } from '../../src/rules/rule.ts'
import { allBooks } from '../rules/cases.ts'
import { call, newAccount, readJson } from '../support/calls.ts'
import type { Json } from '../support/control.ts'

const startWith = async (t: Test, behavior: Readonly<Record<string, string>>, options: object = {}) => {
  const mock = await startMock({ behavior, ...options })
  t.teardown(() => mock.close())
  return mock
}

/** What the cases of the rules cannot show. */
export async function details(t: Test): Promise<void> {
  t.test('wrong types are cast', async (t) => {
    const mock = await startWith(t, { 'atrium.user.wrong-types': 'cast' })
    const rows: [sent: object, expected: object][] = [
      [
        { identifier: 5, metadata: true },
        { identifier: '5', metadata: 't', is_disabled: false }
      ],
      [
        { identifier: null, is_disabled: 'yes' },
        { identifier: null, is_disabled: true }
      ],
      [
        { is_disabled: 'off', metadata: false },
        { is_disabled: false, metadata: 'f' }
      ],
      [
        { is_disabled: 0, identifier: {} },
        { is_disabled: false, identifier: null }
      ],
      [
        { is_disabled: null, metadata: [] },
        { is_disabled: false, metadata: null }
      ]
    ]
    for (const [user, expected] of rows) {
      const created = JSON.parse(await (await call(mock, 'POST', '/users', { user })).text())
      t.match(created, { user: expected }, JSON.stringify(user))
    }
    t.equal((await call(mock, 'POST', '/users', { user: { identifier: 5 } })).status, 409, 'the text is taken')
  })

  t.test('pages, newest first', async (t) => {
    const newest = await startWith(t, { 'atrium.paging.order': 'newest' }, { fixtures: 'paging' })
    const oldest = await startWith(t, {}, { fixtures: 'paging' })
    const listed = async (target: typeof newest) => {
      const guids: string[] = []
      for (let page = 1; page <= 12; page++) {
        const { users } = await readJson(target, `/users?page=${page}`)
        guids.push(...users.map(({ guid }: Json) => guid))
      }
      return guids
    }
    t.strictSame(await listed(newest), (await listed(oldest)).toReversed(), 'all pages')
  })

  t.test('long lists, sorted by name', async (t) => {
    const users = Array.from({ length: 1500 }, (_, i) => ({ ...newAccount(`${i % 2 ? 'u' : 'U'}${i}`) }))
    const atms = { tokens: ['test-token'], userGroups: [{ GroupName: 'z' }, { GroupName: 'Operators' }], users }
    const mock = await startWith(t, { 'atms.accounts.order': 'name' }, { fixtures: { atms } })
    const names = (await readJson(mock, '/api/Users')).map(({ Username }: Json) => Username.toLowerCase())
    t.strictSame(names, users.map(({ Username }) => String(Username).toLowerCase()).toSorted(), 'users')
    const groups = (await readJson(mock, '/api/UserGroups')).map(({ GroupName }: Json) => GroupName)
    t.strictSame(groups, ['Operators', 'z'], 'groups')
  })

  t.test('names, places and groups', async (t) => {
    const mock = await startWith(t, { 'atms.accounts.names': 'exact', 'atms.routes.no-content': '201' })
    const sandbox = { url: `${mock.url}/sandboxes/a-b` }
    const user = { ...newAccount('a b'), UserGroupName: 'OPERATORS' }
    const created = await call(sandbox, 'POST', '/api/Users', user)
    t.match(JSON.parse(await created.text()), { UserGroupName: 'Operators' }, 'a group in a body may have any case')
    const place = created.headers.get('location') ?? ''
    t.equal(place, `${mock.url}/sandboxes/a-b/api/Users/a%20b`, 'the place of a user in a sandbox')
    t.match(await readJson({ url: place }, ''), { Username: 'a b' }, 'it can be read there')
    t.equal((await call(mock, 'GET', '/api/UserGroups/operators')).status, 404, 'but not in a path')
    t.equal((await call(sandbox, 'POST', '/api/Users', newAccount('A B'))).status, 409, 'a name is taken in any case')
  })

  t.test('what is not known about a server', async (t) => {
    const page = (current_page: number) => JSON.stringify({ users: [], pagination: { current_page } })
    const definition = JSON.stringify({ ...newAccount('a'), Username: 'b' })
    const groups = '{"Message":"The request is invalid.","ModelState":{"userDefinition.UserGroupName":["x"]}}'
    const rows: [
      rule: string,
      chosen: string,
      call: string,
      body: string,
      status: number,
      response: string,
      verdict: object | undefined
    ][] = [
      ['atrium.routes.list', 'atrium.paging.past-last=404', 'GET /users?page=9', '', 404, '{}', undefined],
      ['atrium.routes.list', 'atrium.paging.past-last=404', 'GET /users?page=9', '', 200, page(9), { outcome: 'kept' }],
      ['atrium.paging.parameters', '', `GET /users?page=${1e16}`, '', 200, page(1e16), { outcome: 'broken' }],
      ['atrium.paging.invalid-page', 'first', `GET /users?page=${1e30}`, '', 200, page(1), { outcome: 'kept' }],
      [
        'atms.accounts.unknown-group',
        '404',
        'POST /api/Users',
        definition,
        404,
        '{"Message":"x"}',
        { outcome: 'kept' }
      ],
      [
        'atms.accounts.taken',
        '400',
        'POST /api/Users',
        definition,
        400,
        groups.replace('UserGroupName', 'Username'),
        { outcome: 'kept' }
      ],
      [
        'atms.accounts.rename',
        '',
        'PUT /api/Users/a',
        definition,
        400,
        groups,
        { outcome: 'broken', alternative: 'ignored' }
      ]
    ]
    const books = await allBooks()
    for (const [id, alternative, line, body, status, response, verdict] of rows) {
      const { book } = books.find(({ api }) => id.startsWith(api)) ?? {}
      const rule = book && rulesIn(book).find((each) => each.id === id)
      if (book === undefined || rule === undefined) throw new Error(id)
      const [method = '', target = ''] = line.split(' ')
      const [path = '', query = ''] = target.split('?')
      const headers = Object.entries({
        token: 'x',
        'MX-API-Key': 'x',
        'MX-Client-ID': 'x',
        'Content-Type': 'application/json'
      })
      const exchange = new Exchange({ method, path, query, headers, body }, { status, headers: {}, body: response })
      const found = evaluate(
        rule,
        exchange,
        book.observations(new Map(alternative === '' ? [] : [chosenBy(id, alternative)]))
      )
      if (verdict === undefined) t.notMatch(found, { outcome: 'broken' }, id)
      else t.match(found, verdict, id)
    }
  })
}

/** `id` or `rule=id`: an alternative of this rule, or of another one. */
function chosenBy(rule: string, alternative: string): [rule: string, alternative: string] {
  const [first = '', id] = alternative.split('=')
  return id === undefined ? [rule, first] : [first, id]
}
