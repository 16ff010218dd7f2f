import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { fixture } from '../../support/fixtures.ts'
import { mockFor } from '../../support/mock.ts'
import { temporaryFolder } from '../../support/temporary.ts'
import { run } from '../../support/terminal.ts'

/** The command `check`. */
export async function check(t: Test): Promise<void> {
  t.test('check and load warn about spaces around the name of a group', async (t) => {
    const folder = await temporaryFolder(t)
    const mock = await mockFor(t, { auth: 'any' })
    const file = join(folder, 'team.csv')
    const warned = async (groups: string[], warning: string) => {
      const rows = groups.map((group, i) => `u${i},U,${group}`)
      await writeFile(file, `Username,DisplayName,UserGroupName\n${rows.join('\n')}\n`)
      t.equal((await run(['check', file])).err, warning, `check: ${groups}`)
      t.equal((await run(['load', file, '--url', mock.url])).err, warning, `load: ${groups}`)
    }
    const text = (names: string) =>
      `warning: ${file}: space at the start or end of a GroupName: ${names}. Remove it if it is not meant\n`
    await warned(['Operators', 'Team Lead'], '')
    await warned(['Operators', ' Operators', 'Operators '], text('" Operators", "Operators "'))
    await warned(['a ', 'b ', 'c ', 'd ', 'e ', 'f ', 'g '], text('"a ", "b ", "c ", "d ", "e " and 2 more'))
  })

  t.test('check reports for each file whether it is valid', async (t) => {
    const folder = await temporaryFolder(t)
    const [good, bad, one, missing] = ['good.json', 'bad.json', 'one.json', 'missing.json'].map((name) =>
      join(folder, name)
    ) as [string, string, string, string]
    await writeFile(good, JSON.stringify(fixture()))
    await writeFile(
      bad,
      JSON.stringify({ atms: { tokens: Array.from({ length: 1200 }, () => 1), userGroups: [], users: [] } })
    )
    await writeFile(one, '{"x":1}')
    t.strictSame(
      await run(['check', good]),
      {
        out: `${good}: ok, 2 Atrium users, 1 user group, 1 ATMS user\n`,
        err: '',
        code: 0
      },
      'one valid file'
    )
    const { out, err, code } = await run(['check', bad, good, missing, folder, one])
    t.equal(code, 1, 'exit code')
    t.equal(out, `${good}: ok, 2 Atrium users, 1 user group, 1 ATMS user\n`, 'the valid file')
    const lines = err.split('\n')
    t.strictSame(
      lines.slice(0, 2),
      [`${bad}: 1200 errors`, `  ${bad}#/atms/tokens/0: expected string`],
      'the first errors'
    )
    t.strictSame(
      lines.slice(1001),
      [
        '  and 200 more',
        `${missing}: no such file. Correct the path`,
        `${folder} is a folder, not a fixture file. Use --fixtures-dir for a folder of fixture files`,
        `${one}: 1 error`,
        `  ${one}#/x: unknown field 'x'`,
        ''
      ],
      'the other files'
    )
  })
}
