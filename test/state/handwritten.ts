import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import { FixtureReader, type FixtureResult, readFixture } from '../../src/fixtures/fixture-document.ts'
import { formatOfBody, formatOfFile } from '../../src/fixtures/fixture-format.ts'
import { fixtureWarnings } from '../../src/fixtures/fixture-warnings.ts'
import type { State } from '../../src/state/state.ts'
import { guid } from '../support/fixtures.ts'
import { textOf } from '../support/stored-apis.ts'

/** Reads a file of this name, in parts of so many bytes. */
async function read(file: string, text: string | Buffer, size = 7): Promise<FixtureResult> {
  const reader = new FixtureReader(apis, { format: await formatOfFile(file), seed: 'seed' })
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) reader.take(bytes.subarray(start, start + size))
  return reader.finish()
}

const problemsOf = (result: FixtureResult): string[] =>
  result.ok ? [] : result.problems.listed.map(({ pointer, expected }) => `${pointer}${expected}`)

function stateOf(result: FixtureResult): State {
  if (!result.ok) throw new Error(problemsOf(result).join('\n'))
  return result.state
}

const usersOf = (state: State): Record<string, unknown>[] => JSON.parse(textOf(state, apis)).atrium.users

const users = (text: string): string => `{"atrium": {"credentials": [], "users": [${text}]}}`

const BROKEN: [what: string, file: string, text: string, problem: RegExp][] = [
  ['a comment', 'a.json', '{\n  // x\n}', /^invalid JSON in line 2, column 3: JSON has no comments: .*\.jsonc$/],
  ['a trailing comma', 'a.json', users('\n{"identifier":"a"},\n'), /in line 2, column 19: trailing comma: .*\.jsonc$/],
  ['one in a record', 'a.json', users('\n{"identifier":"a",}'), /in line 2, column 18: trailing comma/],
  ['single quotes', 'a.json', "{'atrium': 1}", /in line 1, column 2: JSON has no single quotes: .*\.json5$/],
  ['a name without quotes', 'a.json', '{atrium: 1}', /column 2: the name "atrium" needs double quotes: .*\.json5$/],
  [
    'a missing comma',
    'a.json',
    users('\n{"guid":"x"}\n{}'),
    /in line 3, column 1: expected a comma or a closing bracket/
  ],
  ['a backslash', 'a.json', '{"atms":\n{"a":"x\\y"}}', /in line 2, column 6: invalid escape.*write a backslash as/],
  ['an open text', 'a.json', '{"a":\n"x\n}', /in line 2, column 1: this text has no closing quote/],
  [
    'an early end',
    'a.json',
    users('\n{"identifier":"a"},').slice(0, -3),
    /in line 2, column 20: .*within the list 'users'/
  ],
  ['a table', 'a.json', 'Username,DisplayName\n', /in line 1, column 1: .*rename the file to \.csv/],
  ['two values', 'a.json', '{} {}', /in line 1, column 4: unexpected "{" after the end/],
  ['a comment without an end', 'a.jsonc', '{\n/* x', /^the comment that starts in line 2 does not end/],
  ['two commas', 'a.jsonc', users('{},,'), /^invalid JSON in line 1, column \d+: /],
  ['a comma alone', 'a.jsonc', users(','), /^invalid JSON in line 1, column \d+: /],
  ['JSON5', 'a.json5', '{a:1\n b:2}', /^invalid JSON5 in line 2, column 2: invalid character 'b'/],
  [
    'a duplicate field',
    'a.json',
    users('\n{"identifier":"a","identifier":"b"}'),
    /^duplicate field 'identifier' in line 2, column 19$/
  ],
  [
    'one that is escaped',
    'a.json',
    users('{"identifier":"a","\\u0069dentifier":"b"}'),
    /^duplicate field 'identifier' in line 1/
  ],
  ['a duplicate list', 'a.json', users('],\n"users":['), /^duplicate field 'users' in line 2, column 1$/],
  ['a duplicate name in JSON5', 'a.json5', "{a: 1,\n'a': 2}", /^duplicate field 'a' in line 2, column 1$/],
  ['a workbook', 'a.csv', 'PK\x03\x04', /^this is a workbook.*CSV UTF-8/],
  ['no text', 'a.csv', '', /^the table is empty/],
  [
    'an unknown column',
    'a.csv',
    'Usrname;DisplayName;UserGroupName\n',
    /^unknown column 'Usrname' \(did you mean 'Username'\?\)$/
  ],
  [
    'a column of others',
    'a.csv',
    'Username;DisplayName;UserGroupName;guid\n',
    /^unknown column 'guid': it belongs to Atrium users/
  ],
  [
    'no column',
    'a.csv',
    'x;y\n',
    /^row 1 has no known column \(found 'x', 'y'\)\. The columns of Atrium users: guid, .*, all optional; ATMS users: Username, .*, and optionally Email, /
  ],
  ['a column twice', 'a.csv', 'identifier,identifier\n', /^duplicate column 'identifier'$/],
  [
    'a wrong cell',
    'a.csv',
    'identifier,is_disabled\na,no\nb,maybe\n',
    /^row 3, is_disabled: expected yes or no, not "maybe"$/
  ],
  ['a duplicate row', 'a.csv', 'identifier\na\n\na\n', /^row 4, identifier: duplicate identifier 'a'$/],
  [
    "a duplicate row with Excel's line ends",
    'a.csv',
    '\ufeffidentifier\r\na\r\n\r\na\r\n',
    /^row 4, identifier: duplicate identifier 'a'$/
  ],
  ['too many cells', 'a.csv', 'identifier\na,b\n', /^row 2: column 2 has a value and no name/],
  ['an open quote', 'a.csv', 'identifier\n"a\n', /^row 2: a cell has an opening quote and no closing one$/],
  ['text after a quote', 'a.csv', 'identifier\n"a"b\n', /^row 2: text follows the closing quote/],
  ['a quote in a cell', 'a.csv', 'identifier\nb"a"\n', /^row 2: a quote is in a cell without quotes/]
]

export async function handwritten(t: Test): Promise<void> {
  t.test('what is wrong in a file is reported with its place, however the file arrives', async (t) => {
    for (const [what, file, text, problem] of BROKEN)
      for (const size of [1, 7, 10_000])
        t.match(problemsOf(await read(file, text, size))[0], problem, `${what}, ${size} bytes`)
    const long = 'x'.repeat(2 ** 21)
    for (const [row, text] of [
      [1, long],
      [2, `identifier\n"${long}"\n`]
    ] as const) {
      const expected = new RegExp(`^row ${row}: it is longer than 1 MiB`)
      t.match(problemsOf(await read('a.csv', text, 64 * 1024))[0], expected, `row ${row} is long`)
    }
    const latin = Buffer.from('identifier\nM\xfcller\n', 'latin1')
    t.match(problemsOf(await read('a.csv', latin)), [/not valid UTF-8: in Excel/], 'another encoding')
  })

  t.test('files with comments and JSON5 files give the same records as JSON', async (t) => {
    const json = users('{"guid":"USR-00000000-0000-0000-0000-000000000001","identifier":"a//b"}')
    const jsonc = `/* ö */ ${json.replace('}]', '}, // last\n]').replace('[]', '[ /* none */ ]')}`
    const json5 = `{atrium: {credentials: [], 'users': [{guid: 'USR-00000000-0000-0000-0000-000000000001', identifier: 'a//b'},],},}`
    const expected = textOf(stateOf(await read('a.json', json)), apis)
    for (const size of [1, 5, 1000]) {
      t.equal(textOf(stateOf(await read('a.jsonc', jsonc, size)), apis), expected, `.jsonc, ${size} bytes`)
      t.equal(textOf(stateOf(await read('a.json5', json5, size)), apis), expected, `.json5, ${size} bytes`)
    }
    t.equal((await formatOfBody('text/csv; charset=utf-8')).kind, 'csv', 'a table as a body')
  })

  t.test('UTF-16 and byte order marks are recognized', async (t) => {
    const json = users('{"identifier":"ä"}')
    const expected = textOf(stateOf(await read('a.json', json)), apis)
    const utf16 = Buffer.from(json, 'utf16le')
    const big = Buffer.from(utf16).swap16()
    const rows: [string, Buffer][] = [
      ['UTF-8', Buffer.from(`\ufeff${json}`)],
      ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
      ['big-endian UTF-16', Buffer.concat([Buffer.from([0xfe, 0xff]), big])],
      ['UTF-16 without a mark', utf16],
      ['big-endian UTF-16 without a mark', big]
    ]
    for (const [what, bytes] of rows)
      for (const size of [1, 1000])
        t.equal(textOf(stateOf(await read('a.json', bytes, size)), apis), expected, `${what}, ${size} bytes`)
  })

  t.test('guids that are left out follow from the seed, and never take a given one', async (t) => {
    const options = { seed: 'seed' }
    const guids = (text: string, seed = 'seed') =>
      usersOf(stateOf(readFixture(apis, users(text), { seed }))).map(({ guid }) => guid)
    const [anna, none] = guids('{"identifier":"anna"},{}')
    t.match(anna, /^USR-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a guid')
    t.strictSame(guids('{"identifier":"anna"},{}'), [anna, none], 'the same again')
    t.equal(guids('{},{"identifier":"bob"},{"identifier":"anna"}')[2], anna, 'the same in another place')
    t.not(guids('{"identifier":"anna"}', 'other')[0], anna, 'another seed')
    const taken = `{"identifier":"bob","guid":"${anna}"}`
    const after = guids(`{"identifier":"anna"},${taken}`)
    t.equal(after[1], anna, 'a given one stays')
    t.not(after[0], anna, 'the other one is another')
    t.strictSame(guids(`${taken},{"identifier":"anna"}`).toReversed(), after, 'whichever comes first')
    t.match(readFixture(apis, users(`{"guid":"${guid(1)}"}`), options), { hasDerived: false }, 'all given')
  })

  t.test('a table gives users, their groups, and credentials', async (t) => {
    const rows: [what: string, text: string][] = [
      ['commas', 'Username,DisplayName,UserGroupName,IsAccountDisabled\nanna,"Ä ""x"", y",Ops,TRUE\nbob,Bob,OPS,\n'],
      [
        'semicolons',
        '\ufeffUsername;DisplayName;UserGroupName;IsAccountDisabled\r\nanna;"Ä ""x"", y";Ops;WAHR\r\nbob;Bob;OPS;\r\n;;;\r\n'
      ],
      [
        'tabs',
        'sep=\t\nUsername\tDisplayName\tUserGroupName\tIsAccountDisabled\nanna\t"Ä ""x"", y"\tOps\tyes\nbob\tBob\tOPS\t0'
      ]
    ]
    for (const [what, text] of rows) {
      for (const size of [1, 1000]) {
        const { atms } = JSON.parse(textOf(stateOf(await read('a.csv', text, size)), apis))
        const common = { UserGroupName: 'Ops', Email: null, Phone: null }
        t.strictSame(
          atms,
          {
            tokens: ['test-token'],
            userGroups: [{ GroupName: 'Ops', Description: null }],
            users: [
              { Username: 'anna', DisplayName: 'Ä "x", y', ...common, IsAccountDisabled: true },
              { Username: 'bob', DisplayName: 'Bob', ...common, IsAccountDisabled: false }
            ]
          },
          `${what}, ${size} bytes`
        )
      }
    }
    const broken = await read('a.csv', 'identifier,metadata\na,"two\nlines"\n')
    t.match(usersOf(stateOf(broken)), [{ identifier: 'a', metadata: 'two\nlines' }], 'a line break in a cell')
    t.match(
      broken,
      { explanation: ['columns: identifier, metadata', 'not given: guid, is_disabled', /^added: .*test-token$/] },
      'explained'
    )
  })

  t.test('a fixture that nobody can authenticate against is valid, with a warning', async (t) => {
    const warnings = (text: string) => fixtureWarnings(apis, stateOf(readFixture(apis, text)), 'strict')
    t.match(
      warnings('{}'),
      [/^nobody can authenticate: 'atrium' has no credentials and 'atms' has no tokens\. /],
      'empty'
    )
    t.match(warnings(users('{}')), [/'atrium' has no credentials/], 'users without credentials')
    t.strictSame(warnings('{"atms":{"tokens":["t"],"userGroups":[],"users":[]}}'), [], 'one API only')
  })
}
