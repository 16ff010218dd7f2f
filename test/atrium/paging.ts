import type { Test } from 'tap'
import { atriumFor, JSON_TYPE } from '../support/atrium.ts'

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
  ['page 0 is 1', '?page=0', 1, 25, 25],
  ['a negative page', '?page=-1', 1, 25, 25],
  ['a fraction', '?page=1.5', 1, 25, 25],
  ['an exponent', '?page=1e1', 1, 25, 25],
  ['hexadecimal', '?page=0x2', 1, 25, 25],
  ['leading zeros', '?page=002', 2, 25, 25],
  ['a sign', '?page=%2B2', 1, 25, 25],
  ['blanks', '?page=%202', 1, 25, 25],
  ['no number', '?page=two', 1, 25, 25],
  ['other digits than ASCII', '?page=%D9%A2', 1, 25, 25],
  ['an empty page', '?page=', 1, 25, 25],
  ['the last of a repeated page', '?page=3&page=2', 2, 25, 25],
  ['the last of a repeated page is no number', '?page=3&page=x', 1, 25, 25],
  ['at least 10', '?records_per_page=10', 1, 10, 10],
  ['9 is 25', '?records_per_page=9', 1, 25, 25],
  ['at most 100', '?records_per_page=100', 1, 100, 100],
  ['101 is 25', '?records_per_page=101', 1, 25, 25],
  ['0 is 25', '?records_per_page=0', 1, 25, 25],
  ['no number of records', '?records_per_page=ten', 1, 25, 25],
  ['the last of repeated records', '?records_per_page=10&records_per_page=20', 1, 20, 20],
  ['both', '?page=3&records_per_page=100', 3, 100, 60],
  ['unknown parameters are ignored', '?per_page=10&identifier=x&page[]=3', 1, 25, 25],
  ['parameters are case-sensitive', '?Page=2', 1, 25, 25],
  ['__proto__ is unknown too', '?__proto__=2&constructor=3', 1, 25, 25],
  ['bad percent-encoding', '?page=%&records_per_page=%ff', 1, 25, 25]
]

export async function paging(t: Test): Promise<void> {
  const { client } = await atriumFor(t, { fixtures: 'paging' })
  const pageOf = async (query: string): Promise<Page> => JSON.parse((await client(`GET /users${query}`)).text)

  t.test('pages', async (t) => {
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

  t.test('a page number beyond the range of numbers is after the last page', async (t) => {
    const { users, pagination } = await pageOf(`?page=${'9'.repeat(400)}`)
    t.strictSame(
      [users.length, Object.keys(pagination)],
      [0, ['current_page', 'per_page', 'total_entries', 'total_pages']],
      'an empty page'
    )
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
