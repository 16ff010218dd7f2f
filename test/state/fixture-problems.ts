import type { Test } from 'tap'
import { Problems } from '../../src/common/problems.ts'
import { readFixture } from '../../src/fixtures/fixture-document.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { storedApis } from '../support/stored-apis.ts'

const problemsOf = (text: string): [string, string][] => {
  const result = readFixture(storedApis, text)
  return result.ok ? [] : result.problems.listed.map(({ pointer, expected }) => [pointer, expected])
}

const user = { guid: guid(1) }
const account = { Username: 'a', DisplayName: 'A', UserGroupName: 'Operators' }

const MISSING = 'required field is missing'

const ROWS: [what: string, document: object, problems: [pointer: string, text: string][]][] = [
  ['a list', [], [['', 'expected object, not []']]],
  ['an unknown section', { atruim: {} }, [['/atruim', "unknown field 'atruim' (did you mean 'atrium'?)"]]],
  ['a name to escape', { 'a/b~c': 1 }, [['/a~1b~0c', "unknown field 'a/b~c'"]]],
  ['a section that is not an object', { atrium: 1 }, [['/atrium', 'expected object, not 1']]],
  ['an unknown list', { atrium: { credentials: [], users: [], cars: [] } }, [['/atrium/cars', "unknown field 'cars'"]]],
  [
    'missing lists',
    { atrium: {}, atms: { tokens: [], users: [] } },
    [
      ['/atrium/credentials', MISSING],
      ['/atrium/users', MISSING],
      ['/atms/userGroups', MISSING]
    ]
  ],
  [
    'lists of another type',
    fixture({ atrium: { credentials: [], users: {} as [] } }),
    [['/atrium/users', 'expected array, not {}']]
  ],
  ['provenance of another type', { $mock: 1 }, [['/$mock', 'expected object, not 1']]],
  [
    'members of other types',
    {
      atrium: {
        credentials: [{ apiKey: 'ü', clientId: 'a b' }, {}],
        users: [null, { ...user, is_disabled: 'no', metadata: 1, identifer: 'x' }, { guid: 'USR-1' }, {}]
      }
    },
    [
      ['/atrium/credentials/0/apiKey', 'must be printable ASCII without spaces, not "ü"'],
      ['/atrium/credentials/0/clientId', 'must be printable ASCII without spaces, not "a b"'],
      ['/atrium/credentials/1/apiKey', MISSING],
      ['/atrium/credentials/1/clientId', MISSING],
      ['/atrium/users/0', 'expected object, not null'],
      ['/atrium/users/1/identifer', "unknown field 'identifer' (did you mean 'identifier'?)"],
      ['/atrium/users/1/is_disabled', 'expected boolean, not "no"'],
      ['/atrium/users/1/metadata', 'expected string or null, not 1'],
      ['/atrium/users/2/guid', 'must look like USR-00000000-0000-0000-0000-000000000000, not "USR-1"']
    ]
  ],
  [
    'duplicates',
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
      ['/atrium/credentials/1', "duplicate apiKey 'k' and clientId 'c'"],
      ['/atrium/users/1/guid', `duplicate guid '${guid(1)}'`],
      ['/atrium/users/2/identifier', "duplicate identifier 'x'"],
      ['/atms/tokens/1', "duplicate token 't'"],
      ['/atms/userGroups/1/GroupName', "duplicate GroupName 'OPERATORS'"],
      ['/atms/users/1/Username', "duplicate Username 'A'"]
    ]
  ],
  [
    'references to unknown records',
    {
      atms: { tokens: [], userGroups: [{ GroupName: 'Guards' }], users: [account, { ...account, DisplayName: ' ' }] }
    },
    [
      ['/atms/users/1/DisplayName', 'must not be blank'],
      ['/atms/users/1/Username', "duplicate Username 'a'"],
      ['/atms/users/0/UserGroupName', "unknown GroupName 'Operators'"],
      ['/atms/users/1/UserGroupName', "unknown GroupName 'Operators'"]
    ]
  ],
  [
    'a reference to an empty list',
    { atms: { tokens: [], userGroups: [], users: [account] } },
    [['/atms/users/0/UserGroupName', "unknown GroupName 'Operators'"]]
  ],
  [
    'records with one invalid member, whose others are checked',
    {
      atrium: { credentials: [], users: [{ guid: guid(1), is_disabled: 1 }, { guid: guid(1) }, { guid: 5 }, {}, null] },
      atms: {
        tokens: [1, 1],
        userGroups: [{ GroupName: 'Operators', Description: 5 }],
        users: [account, { ...account, Username: 5, UserGroupName: 5, Email: 'a' }]
      }
    },
    [
      ['/atrium/users/0/is_disabled', 'expected boolean, not 1'],
      ['/atrium/users/1/guid', `duplicate guid '${guid(1)}'`],
      ['/atrium/users/2/guid', 'expected string, not 5'],
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
    [['/atms/tokens/0', `must be printable ASCII without spaces, not "${'ü'.repeat(59)}…`]]
  ]
]

export async function fixtureProblems(t: Test): Promise<void> {
  t.test('all problems of a fixture are reported at once, each with its place', async (t) => {
    for (const [what, document, expected] of ROWS) t.strictSame(problemsOf(JSON.stringify(document)), expected, what)
    t.match(problemsOf('{"atrium":'), [['', /^invalid JSON in line 1, column 11: /]], 'text that is not JSON')
  })

  t.test('the provenance of an invalid document is still known', async (t) => {
    const result = readFixture(storedApis, '{"$mock":{"version":9},"cars":1}')
    t.match(result, { ok: false, provenance: { version: 9 } }, 'the version of the program that wrote it')
  })

  t.test('the first thousand problems are listed, and all are counted', async (t) => {
    const problems = new Problems()
    for (let i = 0; i < 1500; i++) problems.add(`/${i}`, 'wrong')
    t.equal(problems.listed.length, 1000, 'listed')
    t.equal(problems.total, 1500, 'counted')
  })
}
