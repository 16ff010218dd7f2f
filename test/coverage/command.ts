import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run } from '../support/terminal.ts'
import { admin, clientIn, scenario } from './scenario.ts'

/** The command `coverage`. */
export async function command(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const words = ['coverage', '--url', mock.url]
  const folder = await temporaryFolder(t)
  const file = (name: string): string => join(folder, name)
  await scenario(mock)

  const { out, code } = await run(words)
  t.equal(code, 0, 'without a minimum')
  t.match(out, /^Atrium: Routes\n/, 'a group for each section')
  t.match(out, /✓ atrium\.user\.fields +demonstrated 2 times\n/, 'a demonstrated rule')
  t.match(out, /- atrium\.paging\.size +not demonstrated\n/, 'another one')
  t.match(out, /- atms\.errors\.unexpected +not demonstrated: does not count: no request/, 'one that does not count')
  t.match(out, /\n12 of 87 rules demonstrated \(13\.7 %\), by 4 requests since \d{4}-\S+Z\n$/, 'the summary')

  const files = ['--junit', file('junit.xml'), '--markdown', file('report.md'), '--json', file('report.json')]
  const environment = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: file('summary.md') }
  const failed = await run([...words, '--min', '13.8', ...files], { environment })
  t.equal(failed.code, 1, 'below the minimum')
  const annotation = '::error title=coverage.minimum not reached::13.7%25 of the rules'
  t.ok(failed.out.includes(annotation.replace('13.7%25', '13.7 %25')), 'an annotation for GitHub')
  t.equal(failed.out.split('::error').length, 2, 'only one')
  const read = (name: string): string => readFileSync(file(name), 'utf8')
  t.match(read('junit.xml'), /<testsuites name="Coverage of the contracts" tests="95" failures="1"/, 'JUnit')
  t.match(read('report.md'), /^## Coverage of the contracts\n/, 'Markdown')
  t.equal(read('summary.md'), read('report.md'), 'the summary of the job')
  t.match(JSON.parse(read('report.json')), { meta: { demonstrated: 12, evaluated: 4 } }, 'JSON as the server sends it')
  t.equal((await run([...words, '--min', '13.7'])).code, 0, 'the minimum is reached')
}

/** Which sandbox the command reports, and what it rejects. */
export async function commandSandboxes(t: Test): Promise<void> {
  const mock = await mockFor(t)
  const words = ['coverage', '--url', mock.url]
  await scenario(mock.sandbox('w1'))
  await admin(mock, 'DELETE sandboxes/w1')
  t.match((await run(words)).out, /\n0 of 87 rules/, 'the default sandbox')
  t.match((await run([...words, '--sandbox', 'w1'])).out, /\n12 of 87 rules/, 'a dropped sandbox')
  t.match((await run([...words, '--all-sandboxes'])).out, /\n12 of 87 rules/, 'all sandboxes')
  t.match(await run([...words, '--sandbox', 'w2']), { code: 1, out: '', err: /unknown sandbox 'w2'/ }, 'an unknown one')
  const rows: [flags: string[], message: RegExp][] = [
    [['--sandbox', 'w1', '--all-sandboxes'], /--sandbox and --all-sandboxes: use only one of them/],
    [['--min', '101'], /--min/],
    [['--min', 'many'], /--min/],
    [['--junit'], /missing value: --junit/],
    [['more'], /unexpected argument 'more'/]
  ]
  for (const [flags, err] of rows) t.match(await run([...words, ...flags]), { code: 2, err }, flags.join(' '))
  const noFolder = await run([...words, '--json', '/no/such/folder/x.json'])
  t.match(noFolder, { code: 1, err: /no such folder/ }, 'a file that cannot be written')

  const small = await mockFor(t, { maxRequests: 1, maxMemory: 1 })
  for (let i = 0; i < 3; i++) await clientIn(small)('GET /users')
  const { err } = await run(['coverage', '--url', small.url])
  t.match(err, /^warning: \d+ requests were evicted before they could be evaluated: raise --max-requests/, 'incomplete')
}
