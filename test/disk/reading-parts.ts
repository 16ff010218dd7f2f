import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Test } from 'tap'
import { FixtureReader, type FixtureResult, readFixture } from '../../src/fixtures/fixture-document.ts'
import { readFixtureFile } from '../../src/fixtures/fixture-file.ts'
import { fixtureText } from '../../src/fixtures/fixture-text.ts'
import { anyFixture } from '../support/any-fixture.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { edited, lineEdits } from '../support/line-edits.ts'
import { storedApis, textOf } from '../support/stored-apis.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** What a document contains, in a form that two readers can be compared by. */
function contentOf(result: FixtureResult) {
  if (result.ok) return { text: textOf(result.state), mock: result.provenance }
  const { total, listed } = result.problems
  const texts = listed.map(({ pointer, expected }) => `${pointer} ${expected.replace(/^(invalid JSON).*/s, '$1')}`)
  return { total, problems: texts.toSorted() }
}

function readInParts(bytes: Buffer, size: number): FixtureResult {
  const reader = new FixtureReader(storedApis)
  for (let start = 0; start < bytes.length; start += size) reader.take(bytes.subarray(start, start + size))
  return reader.finish()
}

/** What `JSON.parse` makes of the whole text. */
function readWhole(text: string) {
  let document: unknown
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return { total: 1, problems: [' invalid JSON'] }
  }
  return contentOf(readFixture(storedApis, JSON.stringify(document)))
}

/** `JSON.parse` silently uses the last of several members with one name. */
const hasDuplicate = ({ problems = [] }: { problems?: string[] }) =>
  problems.some((text) => text.includes('duplicate field'))

const { atms } = fixture()
const account = (name: object) => JSON.stringify({ ...atms.users[0], ...name })
const users = (records: string) => `{"atrium":{"credentials":[],"users":[${records}]}}`
const user = (n: number) => JSON.stringify({ guid: guid(n) })

const ROWS: [string, string][] = [
  ['an object closed as a list', '{"atrium":{"credentials":[],"users":[]]}'],
  ['a list that opens as an object', '{"atrium":{"credentials":[],"users":{]}}'],
  ['a section that is a list', '{"atrium":["credentials",[]]}'],
  ['a document that is a list', '["atrium",{"users":[1]}]'],
  ['a comma missing between two sections', '{"atrium":{"credentials":[]}"atms":{"tokens":[]}}'],
  ['a comma at the end', '{},'],
  ['two documents', '{}{}'],
  ['an empty file', ''],
  ['only blanks', ' \n'],
  ['half a document', '{"atrium":{'],
  ['half a list', '{"atrium":{"credentials":[],"users":['],
  ['half a record', `{"atrium":{"credentials":[],"users":[${user(1).slice(0, 20)}`],
  ['half a string', '{"atrium":{"credentials":[],"users":["a'],
  ['more closed than opened', '{}]]]]'],
  ['a blank that JSON does not allow', '{\u00a0}'],
  ['a byte order mark', '\ufeff{}\n'],
  ['a name that objects have', '{"__proto__":{}}'],
  ['a list that objects have', '{"atrium":{"__proto__":[],"constructor":[1]}}'],
  ['a section that objects have', '{"__proto__":{"users":[]}}'],
  ['an unknown list', '{"atrium":{"more":[1]}}'],
  ['an unknown section', '{"more":{"users":[1]}}'],
  ['a name with escapes', `{"atr\\u0069um":{"credentials":[],"users":[${user(1)}]}}`],
  ['a name that is no string', '{"atrium":{users:[1]}}'],
  ['a name with a wrong escape', '{"atrium":{"us\\xers":[1]}}'],
  ['a value in place of a list', '{"atrium":{"credentials":[],"users":"[1,2]"}}'],
  ['brackets, commas and escapes in strings', users(`{"guid":"${guid(1)}","metadata":"]},[{\\"\\\\"}`)],
  ['a comma without a record', users(`${user(1)},`)],
  ['a comma before all records', users(`,${user(1)}`)],
  ['a comma alone', users(',')],
  ['two commas', users(`${user(1)},,${user(2)}`)],
  ['a comma missing between records', users(`${user(1)}${user(2)}`)],
  ['blanks in a list', users(' \n ')],
  ['a separator of lines in $mock', '{"$mock":{"sandbox":"\u2028"}}'],
  ['a list in $mock', '{"$mock":{"users":[1,2]}}'],
  [
    'a name far from its list',
    `{"atrium":${' '.repeat(400)}{"credentials":[],"users":${'\n'.repeat(400)}[${user(1)}]}}`
  ],
  [
    'user groups after their users',
    `{"atms":{"tokens":[],"users":[${account({})},${account({ Username: 'Cas', UserGroupName: 'OPERATORS' })}],"userGroups":[${JSON.stringify(atms.userGroups[0])}]}}`
  ]
]

export async function readingParts(t: Test): Promise<void> {
  t.test('gives the same result as JSON.parse, whatever the layout and the parts', async (t) => {
    const layout = fc.constantFrom(
      (document: object) => {
        const result = readFixture(storedApis, JSON.stringify(document))
        return result.ok ? [...fixtureText(storedApis, result.state, { issued: 2 })].join('') : ''
      },
      (document: object) => JSON.stringify(document),
      (document: object) => JSON.stringify(document, null, 2),
      (document: object) => JSON.stringify(document, null, '\t').replaceAll('\n', '\r\n')
    )
    const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(2 ** 20))
    const property = fc.property(anyFixture, layout, lineEdits, size, (document, lay, edits, size) => {
      const text = edited(lay(document), edits)
      const content = contentOf(readInParts(Buffer.from(text), size))
      if (!hasDuplicate(content)) assert.deepEqual(content, readWhole(text))
    })
    fc.assert(property, { numRuns: 200 })
    t.pass('for any document')
  })

  t.test('gives the same result as JSON.parse, for special cases', async (t) => {
    for (const [what, text] of ROWS) {
      const whole = readWhole(text)
      for (const size of [1, 7, 2 ** 20])
        t.strictSame(contentOf(readInParts(Buffer.from(text), size)), whole, `${what}, in parts of ${size}`)
    }
  })

  t.test('says where a document is invalid', async (t) => {
    const many = Array.from({ length: 50 }, (_, n) => `\n${user(n)}`)
    const message = (text: string, size: number) => {
      const result = readInParts(Buffer.from(text), size)
      return result.ok ? 'ok' : result.problems.listed.map(({ expected }) => expected).join()
    }
    const before = many.slice(0, 20).join(',')
    const rows: [string, string, RegExp][] = [
      [
        'in a record',
        users(`${before},\n{"guid":x}`),
        /^invalid JSON in line 22, column 9: expected a value, not "x"$/
      ],
      ['at a comma', users(`${before},,`), /^invalid JSON in line 21, column \d+: /],
      ['in a list that ends too early', users(before).slice(0, -10), /^invalid JSON in line 21, column \d+: /],
      ['elsewhere', `{"x":}${users(before)}`, /^invalid JSON in line 1, column 6: expected a value, not "}"$/]
    ]
    for (const [what, text, expected] of rows) {
      t.match(message(text, 20), expected, what)
      t.match(message(text, 2 ** 20), /^invalid JSON in line \d+, column \d+: /, `${what}: as a whole`)
    }
    t.match(
      message(users(','), 1),
      /^invalid JSON in line 1, column \d+: a record is missing next to a comma$/,
      'a comma alone'
    )
  })

  t.test('a list that occurs twice is a problem', async (t) => {
    for (const text of [
      '{"atrium":{"users":[],"credentials":[],"users":[]}}',
      `${users('').slice(0, -1)},${users('').slice(1)}`
    ]) {
      const result = readInParts(Buffer.from(text), 10)
      t.match(
        result,
        {
          ok: false,
          problems: { listed: [{ expected: /^duplicate field '(?:users|credentials|atrium)' in line 1, column \d+$/ }] }
        },
        text
      )
    }
  })

  t.test('bytes that are not UTF-8 are a problem, at the end of the file too', async (t) => {
    const file = join(await temporaryFolder(t), 'fixture.json')
    const rows = [
      Buffer.from('{\n"$schema": "\xff"\n}', 'latin1'),
      Buffer.from('{\n}\n\xe2\x82', 'latin1'),
      Buffer.from(users('"\xff",1'), 'latin1')
    ]
    for (const bytes of rows) {
      const problem = {
        ok: false,
        problems: { total: 1, listed: [{ pointer: '', expected: /^(?:not valid UTF-8|invalid JSON)/ }] }
      }
      for (const size of [1, 2 ** 20])
        t.match(readInParts(bytes, size), problem, `${bytes.length} bytes, in parts of ${size}`)
      await writeFile(file, bytes)
      t.match((await readFixtureFile(storedApis, file)).result, problem, `${bytes.length} bytes, from a file`)
    }
    const result = readInParts(Buffer.from(users(`{"guid":"${guid(1)}","metadata":"€"}`)), 1)
    t.match(result, { ok: true }, 'characters that parts divide')
  })
}
