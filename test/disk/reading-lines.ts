import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Test } from 'tap'
import { readFixture } from '../../src/fixtures/fixture-document.ts'
import { readFixtureFile } from '../../src/fixtures/fixture-file.ts'
import { fixtureText } from '../../src/fixtures/fixture-text.ts'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import { anyFixture } from '../support/any-fixture.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { edited, lineEdits } from '../support/line-edits.ts'
import { storedApis, textOf } from '../support/stored-apis.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** What a file contains, in a form that two readers can be compared by. */
async function readingOf(file: string, large?: number) {
  let byLine = false
  const { result, digest } = await readFixtureFile(storedApis, file, { onProgress: () => (byLine = true), large })
  const content = result.ok
    ? { text: textOf(result.state), mock: result.provenance }
    : {
        total: result.problems.total,
        problems: new Set(result.problems.listed.map(({ pointer, expected }) => pointer + expected))
      }
  return { content, digest, byLine }
}

const users = (count: number) => Array.from({ length: count }, (_, n) => JSON.stringify({ guid: guid(n) }))
const listing = (lines: string) => `{\n"atrium": {\n"credentials": [\n],\n"users": [\n${lines}\n]\n}\n}`
/** So many records fill a block that is parsed at once. */
const BLOCK = Math.ceil((64 * 1024) / `${users(1)[0]},\n`.length)

const { atms } = fixture()
const account = (name: object) => JSON.stringify({ ...atms.users[0], ...name })

const ROWS: [string, string][] = [
  ['a duplicate member', '{\n"atrium": {\n"credentials": [\n],\n"users": [\n],\n"users": [\n]\n}\n}'],
  ['an object closed as a list', '{\n"atrium": {\n"credentials": [],\n"users": []\n]\n}'],
  ['a list that opens as an object', '{\n"atrium": {\n"credentials": [],\n"users": {\n]\n}\n}'],
  ['a section that opens as a list', '{\n"atrium": [\n"credentials": []\n}\n}'],
  ['a list of records on one line', `{\n"atrium": {\n"credentials": [],\n"users": [{"guid":"${guid(1)}"}]\n}\n}`],
  ['a section on one line', `{\n"atrium": {"credentials":[],"users":[{"guid":"${guid(1)}"}]}\n}`],
  ['a comma missing between two sections', '{\n"atrium": {\n"credentials": [\n]\n}\n"atms": {\n"tokens": [\n]\n}\n}'],
  ['a comma at the end', '{\n},'],
  ['two documents', '{\n}\n{\n}'],
  ['an empty file', ''],
  ['half a document', '{\n"atrium": {\n'],
  ['a blank that JSON does not allow', '{\n\u00a0\n}'],
  ['a byte order mark', '\ufeff{\n}\n'],
  ['a name that objects have', '{\n"__proto__": {\n}\n}'],
  ['an unknown list', '{\n"atrium": {\n"more": [\n1\n]\n}\n}'],
  ['a separator of lines in $mock', '{\n"$mock": {"sandbox":"\u2028"}\n}'],
  ...[BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 1].map((count): [string, string] => [
    `${count} records`,
    listing(users(count).join(',\n'))
  ]),
  ['a comma missing after many', listing(`${users(2 * BLOCK).join(',\n')}\n${users(1)[0]}`)],
  ['a line that is no record among many', listing(`${users(2 * BLOCK).join(',\n')},\n{,\n${users(1)[0]}`)],
  ['empty lines among many', listing(users(2 * BLOCK).join(',\n\n'))],
  [
    'two on each line',
    listing(
      users(2 * BLOCK)
        .join(',')
        .replaceAll(/(,.*?),/g, '$1,\n')
    )
  ],
  [
    'user groups after their users',
    [
      '{\n"atrium": {\n"credentials": [\n],\n"users": [\n]\n},',
      '"atms": {\n"tokens": [\n],\n"users": [',
      `${account({})},\n${account({ Username: 'Bob', UserGroupName: 'OPERATORS' })},`,
      `${account({ Username: 'Cas', UserGroupName: 'Operators' })}\n],`,
      `"userGroups": [\n${JSON.stringify(atms.userGroups[0])}\n]\n}\n}`
    ].join('\n')
  ]
]

export async function readingLines(t: Test): Promise<void> {
  const file = join(await temporaryFolder(t), 'fixture.json')

  t.test('gives the same result as reading the whole, after any edits', async (t) => {
    const layout = fc.constantFrom(
      (document: object) => {
        const result = readFixture(storedApis, JSON.stringify(document))
        return result.ok ? [...fixtureText(storedApis, result.state, { issued: 2 })].join('') : ''
      },
      (document: object) => JSON.stringify(document),
      (document: object) => JSON.stringify(document, null, 2),
      (document: object) => JSON.stringify(document, null, '\t').replaceAll('\n', '\r\n')
    )
    const property = fc.asyncProperty(anyFixture, layout, lineEdits, async (document, lay, edits) => {
      await writeFile(file, edited(lay(document), edits))
      const [byLine, whole] = [await readingOf(file, 0), await readingOf(file)]
      assert.deepEqual(byLine.content, whole.content)
      assert.equal(byLine.digest, whole.digest)
    })
    await t.resolves(fc.assert(property, { numRuns: 100 }), 'for any document')
  })

  t.test('never falls back to reading the whole for a file that the program wrote', async (t) => {
    const { state } = await loadFixtureSet(storedApis, 'fixtures/paging.json', 'paging')
    await writeFile(file, [...fixtureText(storedApis, state, { sandbox: '\u2028' })].join(''))
    const reading = await readingOf(file, 0)
    t.ok(reading.byLine, 'line by line')
    t.strictSame(reading.content, { text: textOf(state), mock: { sandbox: '\u2028' } }, 'the same contents')
  })

  t.test('gives the same result as reading the whole, for special cases', async (t) => {
    for (const [what, text] of ROWS) {
      await writeFile(file, text)
      t.strictSame((await readingOf(file, 0)).content, (await readingOf(file)).content, what)
    }
  })

  t.test('bytes that are not UTF-8 are a problem, at the end of the file too', async (t) => {
    for (const bytes of [Buffer.from('{\n"$schema": "\xff"\n}', 'latin1'), Buffer.from('{\n}\n\xe2\x82', 'latin1')]) {
      await writeFile(file, bytes)
      for (const large of [0, undefined]) {
        const { result } = await readFixtureFile(storedApis, file, { large })
        const problem = { ok: false, problems: { listed: [{ pointer: '', expected: 'not valid UTF-8' }] } }
        t.match(result, problem, `${bytes.length} bytes, ${large === 0 ? 'line by line' : 'as a whole'}`)
      }
    }
  })
}
