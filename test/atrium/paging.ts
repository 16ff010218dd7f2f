import type { Test } from 'tap'
import { atriumFor, errorOf, JSON_TYPE } from '../support/atrium.ts'

interface Page {
  readonly users: readonly { readonly guid: string; readonly is_disabled: boolean }[]
  readonly pagination: object
}

/** Query, current_page, per_page, users on the page: of the 260 of the fixtures `paging`. */
const pages: [rule: string, query: string, page: number, perPage: number, count: number][] = [
  ['defaults: 1 and 25', '', 1, 25, 25],
  ['an empty query', '?', 1, 25, 25],
  ['a page', '?page=2', 2, 25, 25],
  ['the last page', '?page=11', 11, 25, 10],
  ['after the last page: empty, with the requested page number', '?page=12', 12, 25, 0],
  ['far after the last page', '?page=9007199254740991', 9007199254740991, 25, 0],
  ['leading zeros', '?page=002', 2, 25, 25],
  ['a sign', '?page=%2B2', 2, 25, 25],
  ['a sign that is not encoded', '?page=+1', 1, 25, 25],
  ['a blank', '?page=%202', 2, 25, 25],
  ['the last of a repeated page', '?page=3&page=2', 2, 25, 25],
  ['at least 10', '?records_per_page=10', 1, 10, 10],
  ['9 is 25', '?records_per_page=9', 1, 25, 25],
  ['at most 100', '?records_per_page=100', 1, 100, 100],
  ['101 is 25', '?records_per_page=101', 1, 25, 25],
  ['0 is 25', '?records_per_page=0', 1, 25, 25],
  ['a number of records that is not a number', '?records_per_page=ten', 1, 25, 25],
  ['the last of a repeated number of records', '?records_per_page=10&records_per_page=20', 1, 20, 20],
  ['both', '?page=3&records_per_page=100', 3, 100, 60],
  ['unknown parameters are ignored', '?per_page=10&identifier=x&page[]=3', 1, 25, 25],
  ['parameters are case-sensitive', '?Page=2', 1, 25, 25],
  ['__proto__ is unknown too', '?__proto__=2&constructor=3', 1, 25, 25],
  ['the last of a repeated page decides', '?page=x&page=2', 2, 25, 25],
  ['an undecodable and a negative number of records', '?records_per_page=%ff&records_per_page=-10', 1, 25, 25],
  ['a number of records with a sign', '?records_per_page=+50', 1, 25, 25]
]

const invalidPages = ['0', '-1', '', 'two', '1.5', '1e1', '0x2', '-0', '+', '1,2', '%D9%A2', '%00', '%', '2&page=x']

export async function paging(t: Test): Promise<void> {
  const { client } = await atriumFor(t, { fixtures: 'paging' })
  const pageOf = async (query: string): Promise<Page> => JSON.parse((await client(`GET /users${query}`)).text)

  t.test('page and records_per_page select the users', async (t) => {
    for (const [rule, query, current_page, per_page, count] of pages) {
      const { users, pagination } = await pageOf(query)
      const total_pages = Math.ceil(260 / per_page)
      t.strictSame(
        [users.length, pagination],
        [count, { current_page, per_page, total_entries: 260, total_pages }],
        `${rule}: ${query}`
      )
    }
  })

  t.test('an invalid page gets a 404', async (t) => {
    for (const page of [...invalidPages, '9'.repeat(400)]) {
      const { status, text } = await client(`GET /users?page=${page}`)
      t.match([status, JSON.parse(text)], [404, { error: { status: 'not_found', type: 'invalid_page' } }], page)
    }
    t.equal((await client('HEAD /users?page=0')).status, 404, 'HEAD')
    const { text } = await client('GET /users?page=two')
    t.strictSame(
      JSON.parse(text),
      errorOf('not_found', 'invalid_page', "page: expected a whole number of at least 1, not 'two'"),
      'the whole body'
    )
    t.equal((await client('GET /users?page=0', { sends: { accept: 'text/html' } })).status, 406, '406 comes first')
  })

  t.test('the pages together contain all users, each once, in order', async (t) => {
    const sizes = [10, 33, 100]
    const walks = sizes.map(async (size) => {
      const found = Array.from({ length: Math.ceil(260 / size) }, (_, i) =>
        pageOf(`?page=${i + 1}&records_per_page=${size}`)
      )
      return (await Promise.all(found)).flatMap(({ users }) => users)
    })
    const [first = [], ...others] = await Promise.all(walks)
    t.equal(new Set(first.map(({ guid }) => guid)).size, 260, 'each user once')
    for (const other of others) t.strictSame(other, first, 'the same users in the same order for every page size')
    t.ok(
      first.some((user) => user.is_disabled),
      'disabled users are listed'
    )
  })

  t.test(
    'users keep the order of their creation: fixtures first, updated users stay in place, a delete leaves no gap',
    async (t) => {
      const { client } = await atriumFor(t)
      const guids = async () => {
        const { users }: Page = JSON.parse((await client('GET /users')).text)
        return users.map(({ guid }) => guid)
      }
      const before = await guids()
      const created = await client('POST /users', { sends: JSON_TYPE, body: '{"user":{"metadata":"x"}}' })
      const { guid } = JSON.parse(created.text).user
      await client(`PUT /users/${before[2]}`, { sends: JSON_TYPE, body: '{"user":{"identifier":"z"}}' })
      t.strictSame(await guids(), [...before, guid], 'after a create and an update')
      await client(`DELETE /users/${before[1]}`)
      t.strictSame(await guids(), [before[0], ...before.slice(2), guid], 'after a delete')
    }
  )

  t.test('an empty list has one page', async (t) => {
    const { client } = await atriumFor(t, { fixtures: 'empty' })
    t.equal(
      (await client('GET /users')).text,
      '{"users":[],"pagination":{"current_page":1,"per_page":25,"total_entries":0,"total_pages":1}}',
      'the whole body'
    )
  })
}
