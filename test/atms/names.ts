import type { Test } from 'tap'
import { nameKey } from '../../src/apis/atms/name-key.ts'
import { records } from '../../src/apis/atms/records.ts'
import { readFixture } from '../../src/fixtures/fixture-document.ts'
import { atmsFor, definition, JSON_TYPE } from '../support/atms.ts'
import { storedApis } from '../support/stored-apis.ts'

/** Names and whether Mono's `StringComparison.OrdinalIgnoreCase` treats them as equal. */
const pairs: [one: string, other: string, areEqual: boolean][] = [
  ['newton', 'NEWTON', true],
  ['ΑΣ', 'ας', false],
  ['ΑΣ', 'ασ', true],
  ['é', 'É', true],
  ['e\u0301', 'É', false],
  ['ё', 'Ё', true],
  ['ÿ', 'Ÿ', true],
  ['ａ', 'Ａ', true],
  ['ⅰ', 'Ⅰ', true],
  ['ǆ', 'Ǆ', true],
  ['\u1fb3', '\u1fbc', true],
  ['\u1f80', '\u1f88', true],
  ['\u212a', 'k', false],
  ['\u212b', 'å', false],
  ['\u2126', 'ω', false],
  ['İ', 'i', false],
  ['İ', 'i\u0307', false],
  ['ı', 'I', false],
  ['ſ', 'S', false],
  ['µ', '\u039c', false],
  ['ß', 'SS', false],
  ['ß', '\u1e9e', false],
  ['ŉ', 'ʼN', false],
  ['ﬁ', 'FI', false],
  ['ϐ', 'Β', false],
  ['ẛ', 'Ṡ', false],
  ['\ud801\udc28', '\ud801\udc00', false]
]

export async function names(t: Test): Promise<void> {
  const { client, mock } = await atmsFor(t)
  const statusOf = async (call: string, body?: string) =>
    (await client(call, { sends: JSON_TYPE, ...(body !== undefined && { body }) })).status
  for (const [one, other, areEqual] of pairs) {
    const path = `/api/Users/${encodeURIComponent(other)}`
    t.equal(nameKey(one) === nameKey(other), areEqual, `${one} and ${other}`)
    t.equal(nameKey(other) === nameKey(one), areEqual, `${other} and ${one}`)
    t.equal(await statusOf('POST /api/Users', definition({ Username: one })), 204, `${one} is created`)
    t.equal(
      await statusOf(`GET ${path}`),
      areEqual ? 200 : 404,
      `GET ${other} ${areEqual ? 'finds' : 'does not find'} ${one}`
    )
    t.equal(
      await statusOf(`PUT /api/Users/${encodeURIComponent(one)}`, definition({ Username: other })),
      areEqual ? 204 : 400,
      `${one} to ${other} is ${areEqual ? 'not ' : ''}a rename`
    )
    t.equal(
      await statusOf('POST /api/Users', definition({ Username: other })),
      areEqual ? 409 : 204,
      `${other} ${areEqual ? 'conflicts with' : 'exists next to'} ${one}`
    )
    await mock.reset()
  }

  t.test('names in fixtures follow the same rules', (t) => {
    const fixtureOf = (usernames: string[], groups: string[], member: string) => {
      const userGroups = groups.map((GroupName) => ({ GroupName }))
      const users = usernames.map((Username) => ({ Username, DisplayName: 'd', UserGroupName: member }))
      return readFixture(storedApis, JSON.stringify({ atms: { tokens: [], userGroups, users } }))
    }
    const read = fixtureOf(['ΑΣ', 'ας', '\u212a', 'k'], ['ΑΣ', '\u212a'], 'ασ')
    t.ok(read.ok, 'names that differ, and a group in another case')
    t.match(
      JSON.stringify(read.ok && [...records.of({ apis: read.state }).lists.users][0]),
      '"UserGroupName":"ΑΣ"',
      'a user gets the spelling of its group'
    )
    for (const [usernames, groups, member] of [
      [['ΑΣ', 'ασ'], ['g'], 'g'],
      [[], ['ΑΣ', 'ασ'], ''],
      [['a'], ['\u212a'], 'k']
    ] as const) {
      t.equal(fixtureOf([...usernames], [...groups], member).ok, false, `${[usernames, groups, member]}`)
    }
    t.end()
  })
}
