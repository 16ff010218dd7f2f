import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { CREDENTIALS, certify } from './certify.ts'

const APIS = ['atrium', 'atms']
const stateOf = async (url: string): Promise<string> =>
  (await (await fetch(`${url}/__admin/state`)).text()).replace(/"\$mock":.*/s, '')

/** Against the mock itself, every rule is as expected, whether or not the cases may write. */
export async function mockItself(t: Test): Promise<void> {
  const { url } = await mockFor(t)
  for (const api of APIS) {
    const before = await stateOf(url)
    for (const words of [[], ['--write']]) {
      const { code, out, err } = await certify(t, url, ['--api', api, ...words])
      const name = `${api} ${words}`
      t.equal(code, 0, `${name}: the exit code`)
      t.match(out, /\d+ rules: \d+ as expected, 0 differ, \d+ not tried/, `${name}: the summary`)
      t.notMatch(out, /✗/, `${name}: no rule differs`)
      t.equal(/- .*needs --write/.test(out), words.length === 0, `${name}: what needs --write`)
      t.match(out, /- .*only about the mock/, `${name}: rules about the mock`)
      t.equal(err, '', `${name}: no messages`)
    }
    t.equal(await stateOf(url), before, `${api}: nothing is left`)
  }
  t.match((await certify(t, url, ['--api', 'atrium'])).out, /needs an empty list of users/, 'what the server cannot be')
}

/** The files and their contents: no credentials, and no personal data in the evidence. */
export async function outputs(t: Test): Promise<void> {
  const { url } = await mockFor(t)
  const folder = await temporaryFolder(t)
  const file = (name: string) => join(folder, name)
  const files = ['junit', 'json', 'markdown', 'evidence'].flatMap((name) => [`--${name}`, file(name)])
  const environment = { GITHUB_STEP_SUMMARY: file('summary'), GITHUB_ACTIONS: 'true' }
  const { code, out } = await certify(t, url, ['--api', 'atrium', '--write', ...files], { environment })
  t.equal(code, 0, 'the exit code')
  t.notMatch(out, /::error/, 'no annotation if nothing differs')
  const read = (name: string) => readFileSync(file(name), 'utf8')
  t.match(read('junit'), /<testsuite name="Pages" tests="6" failures="0"/, 'JUnit')
  t.match(read('markdown'), /\| ✅ \| `atrium\.paging\.size` \| as expected \|/, 'Markdown')
  t.equal(read('summary'), read('markdown'), 'the summary of the job')
  const json = JSON.parse(read('json'))
  t.match(json.rules[0], { id: 'atrium.routes.create', outcome: 'as expected', section: 'Routes' }, 'JSON')
  const evidence = JSON.parse(read('evidence'))
  t.ok(evidence.rules.length > 0, 'the evidence contains assumed rules')
  t.ok(
    evidence.rules.every((rule: { evidence: string }) => rule.evidence === 'assumed'),
    'and no others if nothing differs'
  )
  t.match(evidence.rules[0].correction, /^- .* \*\[recorded: http:\/\/[^ ]+, \d{4}-\d\d-\d\d\]\*$/, 'a line')
  t.strictSame(evidence.behavior, {}, 'no alternative was observed')
  const all = [out, ...['junit', 'json', 'markdown', 'evidence'].map(read)].join('\n')
  for (const secret of Object.values(CREDENTIALS)) t.notOk(all.includes(secret), `${secret} is not shown`)
  const users = JSON.parse(await (await fetch(`${url}/__admin/state`)).text()).atrium.users
  for (const { identifier } of users) {
    if (identifier) t.notOk(read('evidence').includes(identifier), `the evidence does not contain ${identifier}`)
  }
}
