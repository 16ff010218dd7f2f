import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { call, createAtriumUser, stateText } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run } from '../support/terminal.ts'

/** The commands that work on the sandbox of a running server. */
export async function commands(t: Test): Promise<void> {
  const folder = await temporaryFolder(t)
  const mock = await mockFor(t)
  const sandbox = mock.sandbox('w1')
  const runIn = (...words: string[]) => run([...words, '--url', mock.url, '--sandbox', 'w1'])
  await createAtriumUser(sandbox, { identifier: 'saved' })
  const saved = await stateText(sandbox)

  t.match(await runIn('state'), { code: 0, out: saved }, 'state')
  t.match(
    await runIn('save', 'mine'),
    { code: 0, out: /^Saved as "mine": 8 Atrium users, .* Use it with: atrium-atms-mock reset mine\n$/ },
    'save'
  )
  t.match(
    await runIn('save', 'version'),
    { code: 0, out: /^Saved as "version": .* Use it with: atrium-atms-mock reset version\n$/ },
    'a set with the name of a command'
  )
  for (const words of [['state'], ['requests'], ['save', 'typo']]) {
    const typo = await run([...words, '--url', mock.url, '--sandbox', 'w2'])
    t.match(
      typo,
      {
        code: 1,
        out: '',
        err: `atrium-atms-mock: unknown sandbox 'w2' on ${mock.url} (list them with: atrium-atms-mock sandboxes)\n`
      },
      `${words}: an unknown sandbox`
    )
  }
  t.match(await runIn('reset'), { code: 0, out: /^Reset to "/ }, 'reset')
  t.not(await stateText(sandbox), saved, 'the state after a reset')

  const file = join(folder, 'file.json')
  await writeFile(file, saved)
  t.match(
    await runIn('load', file, '--name', 'other'),
    {
      code: 0,
      out: /^Loaded \S+file\.json as "other": 8 Atrium users, .* Use it with: atrium-atms-mock reset other\n$/
    },
    'load'
  )
  t.match(await runIn('reset', '--fixtures', 'other'), { code: 0, out: /^Reset to "other"/ }, 'reset to other fixtures')
  t.equal(await stateText(sandbox), saved, 'the state after a reset to other fixtures')
  t.match(
    await runIn('load', file),
    { code: 0, out: /^Loaded \S+file\.json as "file": .* Use it with: atrium-atms-mock reset file\n$/ },
    'the name of the file'
  )
  t.match(
    await runIn('reset', 'empty'),
    { code: 0, out: /^Reset to "empty": .*Later resets return to it, too/ },
    'reset NAME'
  )
  const both = { code: 2, err: /more than one fixture set: 'empty' and --fixtures other/ }
  t.match(await runIn('reset', 'empty', '--fixtures', 'other'), both, 'reset NAME with --fixtures')
  t.match(await runIn('reset', 'other'), { code: 0 }, 'reset to an uploaded set')
  const odd = join(folder, 'my users.json')
  await writeFile(odd, saved)
  const advice = { code: 1, err: /invalid fixture set name 'my users'.*Use --name to choose another one/ }
  t.match(await runIn('load', odd), advice, 'load: a file name that is not a valid set name')

  const written = join(folder, 'written.json')
  t.match(await runIn('state', '--out', written), { code: 0, out: `wrote ${written}\n`, err: '' }, 'state --out')
  t.equal(await readFile(written, 'utf8'), saved, 'the file written by state --out')
  const nowhere = join(folder, 'missing', 'state.json')
  t.match(await runIn('state', '--out', nowhere), { code: 1, err: /no such folder/ }, 'state --out: no such folder')
  const sets = (await run(['fixtures', '--url', mock.url])).out
  t.match(sets, /^name +contents +source\n/, 'fixtures: the headings')
  t.match(sets, /^empty +0 Atrium users, 3 user groups, 0 ATMS users +\S*empty\.json$/m, 'fixtures: a built-in set')
  t.match(sets, /^other +8 Atrium users, .* +memory$/m, 'fixtures: an uploaded set')
  const list = (await run(['sandboxes', '--url', mock.url])).out
  t.match(list, /^name +fixtures +contents +requests +last used\n/, 'sandboxes: the headings')
  t.match(list, /^w1 +other +8 Atrium users, .* {2}\d+ {2,}\d{4}-\S+Z$/m, 'sandboxes: a row')
  const environment = { MOCK_FIXTURES: 'empty' }
  const reset = await run(['reset', '--url', mock.url, '--sandbox', 'w1'], { environment })
  t.match(reset, { code: 0, out: /^Reset to "/ }, "reset ignores the server's variable")
  t.equal(await stateText(sandbox), saved, 'the state after that reset')

  await writeFile(file, `\ufeff${saved}`)
  t.match(await runIn('load', file, '--name', 'marked'), { code: 0 }, 'load: a byte order mark')
  await writeFile(file, '{"atrium":{}}')
  const missing = { code: 1, err: /#\/atrium\/users: required field is missing/ }
  t.match(await runIn('load', file, '--name', 'bad'), missing, 'load: an invalid document')
  await writeFile(file, Buffer.from('{"atms":{"tokens":[],"userGroups":[],"users":[],"x":"jos\xe9"}}', 'latin1'))
  t.match(await runIn('load', file, '--name', 'latin'), { code: 1, err: /: not valid UTF-8/ }, 'load: another encoding')
  const absent = join(folder, 'absent.json')
  const unreadable = { code: 1, err: /^atrium-atms-mock: no such file or folder: \S*absent\.json\. Correct the path$/m }
  t.match(await runIn('load', absent, '--name', 'x'), unreadable, 'load: no file')
  t.match(
    await runIn('load', folder, '--name', 'x'),
    { code: 1, err: /^atrium-atms-mock: \S+ is a folder, not a fixture file/ },
    'load: a folder'
  )

  t.match(
    await runIn('save', 'default'),
    { code: 1, err: /^atrium-atms-mock: the fixture set 'default' is built in and cannot be changed/ },
    'save: a built-in set'
  )
  for (const name of ['', '.', '..', 'a/b'])
    t.match(await runIn('save', name), { code: 1, err: /invalid fixture set name/ }, `save: the name '${name}'`)
  t.equal((await call(mock, 'GET', '/__admin/fixtures/bad')).status, 404, 'nothing invalid was stored')
}
