import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Test } from 'tap'
import { nameKey } from '../../src/apis/atms/name-key.ts'
import { anyText } from '../support/any-text.ts'
import { guid } from '../support/fixtures.ts'
import { run } from '../support/terminal.ts'
import { dataIn, leaks, recordedData } from './originals.ts'
import { BOTH, recordsFor, serviceFor } from './service.ts'

/** Texts that could be mistaken for something else. */
const awkward = fc.constantFrom(
  'Amara Okafor',
  'amara.okafor@gmail.com',
  '+1 (202) 555-0101',
  '2025550101',
  'domain1\\asmith',
  '{"Amara Okafor":"amara@gmail.com"}',
  '["Amara Okafor"]',
  '"Amara"',
  'true',
  '12345.678',
  '32d355b8-e2b4-449a-ab5c-86946224e0f9',
  'USR-a0d28b12-2ccf-e80f-df0f-157f17d1b134',
  'https://example.com/users/amara?token=abcdef',
  'José Ñandú',
  '山田太郎さんの口座',
  '👩‍👩‍👧‍👦 family of four',
  '\u0000\u001f\u2028 control',
  '</script><script>alert(1)</script>',
  `${'Very long name '.repeat(500)}end`,
  'QXJtYXJhIE9rYWZvcg==',
  '   ',
  ''
)
const text = fc.oneof({ arbitrary: awkward, weight: 3 }, { arbitrary: anyText(40), weight: 2 })
const nonBlank = text.map((value) => (value.trim() === '' ? 'x' : value))
const name = fc.constantFrom('first_name', 'name', '__proto__', 'a.b', 'tags', 'ключ')
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true })
  )
}))
const orNull = (value: fc.Arbitrary<string>) => fc.option(value)
const metadata = fc.option(
  fc.oneof(
    text,
    json.map((value) => JSON.stringify(value))
  )
)
const list = { minLength: 1, maxLength: 8 }

const users = fc
  .uniqueArray(fc.record({ is_disabled: fc.boolean(), metadata, identifier: orNull(text) }), {
    ...list,
    selector: ({ identifier }) => identifier || {}
  })
  .map((users) => users.map((user, n) => ({ guid: guid(n), ...user })))
const groups = fc.uniqueArray(fc.record({ GroupName: nonBlank, Description: orNull(text) }), {
  ...list,
  selector: ({ GroupName }) => nameKey(GroupName)
})
const accounts = fc.uniqueArray(
  fc.record({
    Username: nonBlank,
    DisplayName: nonBlank,
    group: fc.nat(),
    Email: orNull(text),
    Phone: orNull(text),
    IsAccountDisabled: fc.boolean(),
    NotInFixtures: text
  }),
  { ...list, selector: ({ Username }) => nameKey(Username) }
)

/** Nothing that a user is called reaches the result, the messages, or the file of an unfinished recording. */
export async function noLeaks(t: Test): Promise<void> {
  const service = await serviceFor(t)
  const { record, file, log } = await recordsFor(t, service)
  const property = fc.asyncProperty(users, groups, accounts, async (users, groups, accounts) => {
    service.users = users
    service.groups = groups
    service.accounts = accounts.map(({ group, ...account }) => ({
      ...account,
      UserGroupName: groups[group % groups.length]?.GroupName
    }))
    const { code, err, out } = await record([...BOTH, '--force'])
    if (code !== 0) throw new Error(err)
    const originals = [...dataIn([service.users, service.groups, service.accounts])]
    const shared = leaks(originals, recordedData(file))
    if (shared.length > 0) throw new Error(`the recording contains ${JSON.stringify(shared)}`)
    // Keys are named on purpose.
    const messages = `${out}${err}`.replace(/^warning: keys .*/m, '')
    const named = originals.filter((text) => text.length > 7 && messages.includes(text))
    if (named.length > 0) throw new Error(`the messages contain ${named}`)
    const recorded = JSON.parse(readFileSync(file, 'utf8'))
    const counts = [recorded.atrium.users, recorded.atms.userGroups, recorded.atms.users].map(({ length }) => length)
    if (String(counts) !== String([users, groups, accounts].map(({ length }) => length)))
      throw new Error(`recorded ${counts}`)
    const checked = await run(['check', file])
    if (checked.code !== 0) throw new Error(checked.err)
  })
  await fc.assert(property, { numRuns: 40 })
  t.pass('no leaks, and every fixture is valid')

  // The log of an unfinished recording.
  service.intercept = (target, response) => target === '/api/Users' && response.writeHead(500).end('x').writableEnded
  t.equal((await record([...BOTH, '--force'])).code, 1, 'not finished')
  const pages = readFileSync(log, 'utf8').trim().split('\n').slice(1)
  const recorded = pages.flatMap((page) => [...dataIn(JSON.parse(page).records)])
  t.equal(pages.length, 2, 'finished pages')
  t.strictSame(leaks([...dataIn([service.users, service.groups])], recorded), [], 'no leaks in the log')
}
