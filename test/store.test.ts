import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { GuidSequence } from '../src/apis/atrium/guid-sequence.ts'
import { Problems } from '../src/common/problems.ts'
import { readFixture } from '../src/fixtures/fixture-document.ts'
import { fixtureText } from '../src/fixtures/fixture-text.ts'
import { Sequence } from '../src/state/sequence.ts'
import type { State } from '../src/state/state.ts'
import { Store } from '../src/state/store.ts'
import { anyFixture } from './support/any-fixture.ts'
import { fixture, guid } from './support/fixtures.ts'
import { EMPTY_STATE } from './support/state.ts'
import { steps, UsersModel } from './support/users-model.ts'

function stateOf(document: object): State {
  const result = readFixture(JSON.stringify(document))
  if (!result.ok) throw new Error(JSON.stringify(result.problems.listed))
  return result.state
}

const problemsOf = (text: string) => {
  const result = readFixture(text)
  return result.ok ? [] : result.problems.listed.map(({ pointer, expected }) => [pointer, expected])
}

t.test('the users are what plain arrays would hold, whatever is done in whatever order', async (t) => {
  // Enough to begin with that the tree has two levels and the limit is near.
  const beginning = stateOf({
    atrium: {
      credentials: [],
      users: Array.from({ length: 63 }, (_, i) => ({ guid: guid(i), identifier: `old-${i}` }))
    },
    atms: {
      tokens: [],
      userGroups: [{ GroupName: 'Operators' }, { GroupName: 'Guards' }],
      users: [{ Username: 'first', DisplayName: 'First', UserGroupName: 'Operators' }]
    }
  })
  const property = fc.property(steps, (taken) => {
    const model = new UsersModel(beginning, 70)
    for (const step of taken) {
      model.take(step)
      model.compare()
    }
    model.compareKept()
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 60 }))
})

t.test('a sequence of thousands keeps order and paging through appends, replacements and removals', async (t) => {
  const entry = (n: number) => ({ n })
  const operation = fc.tuple(fc.constantFrom('append', 'replace', 'remove'), fc.nat(), fc.integer({ min: 1, max: 700 }))
  const property = fc.property(
    fc.constantFrom(0, 1, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097, 9000),
    fc.array(operation, { maxLength: 12 }),
    fc.nat(),
    (size, operations, offset) => {
      let values: ({ n: number } | undefined)[] = Array.from({ length: size }, (_, n) => entry(n))
      let sequence = Sequence.from(values as { n: number }[])
      for (const [what, at, times] of operations) {
        values = values.slice()
        for (let i = 0; i < times; i++) {
          const serial = (at + i) % Math.max(1, values.length)
          if (what === 'append') {
            assert.equal(sequence.next, values.length)
            sequence = sequence.append(entry(-values.length))
            values.push(entry(-values.length))
          } else if (values[serial] !== undefined) {
            const value = what === 'replace' ? entry(serial + 0.5) : undefined
            sequence = value === undefined ? sequence.remove(serial) : sequence.replace(serial, value)
            values[serial] = value
          }
        }
      }
      const left = values.filter((value) => value !== undefined)
      assert.equal(sequence.size, left.length)
      assert.deepEqual([...sequence], left)
      for (const from of [0, offset % (left.length + 1), left.length, left.length + 5]) {
        for (const limit of [0, 1, 25, 100])
          assert.deepEqual(sequence.slice(from, limit), left.slice(from, from + limit))
      }
    }
  )
  t.doesNotThrow(() => fc.assert(property, { numRuns: 60 }))
})

t.test('a change that cannot be kept has not happened', async (t) => {
  const refusal = new Error('disk full')
  const store = new Store(EMPTY_STATE, {
    append() {
      throw refusal
    },
    async keep() {}
  })
  t.throws(() => store.change({ op: 'atrium.remove', guid: guid(1) }), refusal)
  t.throws(() => store.become(stateOf(fixture()), { op: 'state', content: '' }), refusal)
  t.equal(store.state, EMPTY_STATE)
})

t.test('removing what is not there leaves the very same collection', async (t) => {
  const { users } = stateOf(fixture()).atrium
  t.equal(users.remove('USR-nobody'), users)
})

t.test('a version of the users that was left behind is as it was, and can be changed too', async (t) => {
  const user = (n: number, identifier: string) => ({ guid: guid(n), identifier, is_disabled: false, metadata: null })
  const users = [user(0, 'a'), user(1, 'b')]
  const base = stateOf({ atrium: { credentials: [], users } }).atrium.users
  const first = base.replace(user(0, 'a2'))
  const second = first.add(user(2, 'c')).remove(guid(0))
  const other = first.add(user(3, 'd'))
  const shown = (version: typeof base) => [
    [...version].map(({ identifier }) => identifier),
    [0, 1, 2, 3].filter((n) => version.get(guid(n)) !== undefined),
    ['a', 'a2', 'b', 'c', 'd'].filter((identifier) => version.holder(identifier) !== undefined)
  ]
  t.strictSame([other, second, first, base, second, other].map(shown), [
    [
      ['a2', 'b', 'd'],
      [0, 1, 3],
      ['a2', 'b', 'd']
    ],
    [
      ['b', 'c'],
      [1, 2],
      ['b', 'c']
    ],
    [
      ['a2', 'b'],
      [0, 1],
      ['a2', 'b']
    ],
    [
      ['a', 'b'],
      [0, 1],
      ['a', 'b']
    ],
    [
      ['b', 'c'],
      [1, 2],
      ['b', 'c']
    ],
    [
      ['a2', 'b', 'd'],
      [0, 1, 3],
      ['a2', 'b', 'd']
    ]
  ])
})

t.test('the seeded guids stay the same from version to version, and none comes twice', async (t) => {
  const guids = new GuidSequence('seed')
  t.strictSame(
    [guids.at(0), guids.at(1), guids.at(2 ** 32 - 1)],
    [
      'USR-bdddd1e7-dbde-c230-b79e-e106df2c981e',
      'USR-00816c96-b795-196d-bc69-dba0211d528f',
      'USR-8c16e773-f292-8f89-40f5-69ebb88d854c'
    ]
  )
  t.equal(new Set(Array.from({ length: 100_000 }, (_, place) => guids.at(place))).size, 100_000)
})

t.test('an exported state is a fixture that reads back as the same state, one record a line', async (t) => {
  const property = fc.property(
    anyFixture,
    fc.option(fc.record({ issued: fc.nat() }, { noNullPrototype: true }), { nil: undefined }),
    (some, $mock) => {
      const text = [...fixtureText(stateOf(some), $mock)].join('')
      const result = readFixture(text)
      assert.ok(result.ok)
      assert.equal([...fixtureText(result.state, $mock)].join(''), text)
      assert.deepEqual(JSON.parse(text), { ...($mock && { $mock }), ...some })
      assert.equal(result.state.atrium.issued, $mock?.issued ?? 0)
      const records = text.split('\n').filter((line) => line.startsWith('      '))
      const { atrium, atms } = some
      const lists = [atrium.credentials, atrium.users, atms.tokens, atms.userGroups, atms.users]
      assert.deepEqual(
        records.map((line) => JSON.parse(line.replace(/,$/, ''))),
        lists.flat()
      )
    }
  )
  t.doesNotThrow(() => fc.assert(property, { numRuns: 100 }))
})

t.test('a large state is written in chunks that join without a seam', async (t) => {
  for (const count of [999, 1000, 1001, 2000]) {
    const users = Array.from({ length: count }, (_, i) => ({ guid: guid(i) }))
    const chunks = [...fixtureText(stateOf({ atrium: { credentials: [], users } }))]
    const written: { atrium: { users: { guid: string }[] } } = JSON.parse(chunks.join(''))
    t.same(
      written.atrium.users.map((user) => ({ guid: user.guid })),
      users
    )
    t.ok(Math.max(...chunks.map((chunk) => chunk.length)) < 130_000, 'never more than a thousand records at once')
  }
})

t.test('what a fixture leaves out has its default', async (t) => {
  const text = [...fixtureText(stateOf(fixture()))].join('')
  t.strictSame(JSON.parse(text), {
    atrium: {
      credentials: [{ apiKey: 'key', clientId: 'client' }],
      users: [
        { guid: guid(1), is_disabled: false, metadata: 'm', identifier: 'one' },
        { guid: guid(2), is_disabled: true, metadata: null, identifier: null }
      ]
    },
    atms: {
      tokens: ['token'],
      userGroups: [{ GroupName: 'Operators', Description: 'They operate.' }],
      users: [
        {
          Username: 'Ann',
          DisplayName: 'Ann A.',
          UserGroupName: 'Operators',
          Email: 'a@x.example',
          Phone: null,
          IsAccountDisabled: false
        }
      ]
    }
  })
  t.strictSame([...fixtureText(stateOf({}))], [...fixtureText(EMPTY_STATE)], 'a fixture may be empty')
})

t.test('every error of a fixture is told at once, with its place and what was expected', async (t) => {
  const user = { guid: guid(1) }
  const account = { Username: 'a', DisplayName: 'A', UserGroupName: 'Operators' }
  const guidPattern = 'expected text like ^USR-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$, not '
  const rows: [string, object, [string, string][]][] = [
    ['a list', [], [['', 'expected object, not []']]],
    ['a misspelt part', { atruim: {} }, [['/atruim', 'no such member is known: is it misspelt?']]],
    ['a name to escape', { 'a/b~c': 1 }, [['/a~1b~0c', 'no such member is known: is it misspelt?']]],
    ['a part that is no object', { atrium: 1 }, [['/atrium', 'expected object, not 1']]],
    [
      'missing lists',
      { atrium: {}, atms: { tokens: [], users: [] } },
      [
        ['/atrium/credentials', 'expected array: the member is missing'],
        ['/atrium/users', 'expected array: the member is missing'],
        ['/atms/userGroups', 'expected array: the member is missing']
      ]
    ],
    [
      'lists of another kind',
      fixture({ atrium: { credentials: [], users: {} as [] } }),
      [['/atrium/users', 'expected array, not {}']]
    ],
    ['provenance of another kind', { $mock: 1 }, [['/$mock', 'expected object, not 1']]],
    [
      'members of other types',
      {
        atrium: {
          credentials: [{ apiKey: 'ü', clientId: 'a b' }, {}],
          users: [null, { ...user, is_disabled: 'no', metadata: 1, identifer: 'x' }, { guid: 'USR-1' }, {}]
        }
      },
      [
        ['/atrium/credentials/0/apiKey', 'expected text like ^[!-~]+$, not "ü"'],
        ['/atrium/credentials/0/clientId', 'expected text like ^[!-~]+$, not "a b"'],
        ['/atrium/credentials/1/apiKey', 'expected string: the member is missing'],
        ['/atrium/credentials/1/clientId', 'expected string: the member is missing'],
        ['/atrium/users/0', 'expected object, not null'],
        ['/atrium/users/1/identifer', 'no such member is known: is it misspelt?'],
        ['/atrium/users/1/is_disabled', 'expected boolean, not "no"'],
        ['/atrium/users/1/metadata', 'expected string or null, not 1'],
        ['/atrium/users/2/guid', `${guidPattern}"USR-1"`],
        ['/atrium/users/3/guid', 'expected string: the member is missing']
      ]
    ],
    [
      'what stands there twice',
      {
        atrium: {
          credentials: [
            { apiKey: 'k', clientId: 'c' },
            { apiKey: 'k', clientId: 'c' }
          ],
          users: [
            { ...user, identifier: 'x' },
            user,
            { guid: guid(2), identifier: 'x' },
            { guid: guid(3), identifier: '' }
          ]
        },
        atms: {
          tokens: ['t', 't'],
          userGroups: [{ GroupName: 'Operators' }, { GroupName: 'OPERATORS' }],
          users: [account, { ...account, Username: 'A' }]
        }
      },
      [
        ['/atrium/credentials/1', 'this pair of apiKey and clientId stands here a second time'],
        ['/atrium/users/1/guid', `expected a guid that no other has: '${guid(1)}' stands here a second time`],
        ['/atrium/users/2/identifier', "expected an identifier that no other has: 'x' stands here a second time"],
        ['/atms/tokens/1', 'this token stands here a second time'],
        [
          '/atms/userGroups/1/GroupName',
          "expected a GroupName that no other has: 'OPERATORS' stands here a second time"
        ],
        ['/atms/users/1/Username', "expected a Username that no other has: 'A' stands here a second time"]
      ]
    ],
    [
      'accounts of groups that are not there',
      {
        atms: { tokens: [], userGroups: [{ GroupName: 'Guards' }], users: [account, { ...account, DisplayName: ' ' }] }
      },
      [
        ['/atms/users/1/DisplayName', 'expected text like \\S, not " "'],
        ['/atms/users/1/Username', "expected a Username that no other has: 'a' stands here a second time"],
        ['/atms/users/0/UserGroupName', "expected the GroupName of a user group, not 'Operators'"],
        ['/atms/users/1/UserGroupName', "expected the GroupName of a user group, not 'Operators'"]
      ]
    ],
    [
      'records that are wrong in one member, held against the others by the rest',
      {
        atrium: {
          credentials: [],
          users: [{ guid: guid(1), is_disabled: 1 }, { guid: guid(1) }, { guid: 5 }, {}, null]
        },
        atms: {
          tokens: [1, 1],
          userGroups: [{ GroupName: 'Operators', Description: 5 }],
          users: [account, { ...account, Username: 5, UserGroupName: 5, Email: 'a' }]
        }
      },
      [
        ['/atrium/users/0/is_disabled', 'expected boolean, not 1'],
        ['/atrium/users/1/guid', `expected a guid that no other has: '${guid(1)}' stands here a second time`],
        ['/atrium/users/2/guid', 'expected string, not 5'],
        ['/atrium/users/3/guid', 'expected string: the member is missing'],
        ['/atrium/users/4', 'expected object, not null'],
        ['/atms/tokens/0', 'expected string, not 1'],
        ['/atms/tokens/1', 'expected string, not 1'],
        ['/atms/userGroups/0/Description', 'expected string or null, not 5'],
        ['/atms/users/1/Username', 'expected string, not 5'],
        ['/atms/users/1/UserGroupName', 'expected string, not 5']
      ]
    ],
    [
      'a long value',
      { atms: { tokens: ['ü'.repeat(100)], userGroups: [], users: [] } },
      [['/atms/tokens/0', `expected text like ^[!-~]+$, not "${'ü'.repeat(59)}…`]]
    ]
  ]
  for (const [what, document, expected] of rows) t.strictSame(problemsOf(JSON.stringify(document)), expected, what)
  t.match(problemsOf('{"atrium":'), [['', /^expected JSON: /]])
})

t.test('of thousands of errors a thousand are listed and all are counted', async (t) => {
  const problems = new Problems()
  for (let i = 0; i < 1500; i++) problems.add(`/${i}`, 'expected more')
  t.equal(problems.listed.length, 1000)
  t.equal(problems.total, 1500)
})
