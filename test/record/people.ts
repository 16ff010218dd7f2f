import { readFile, writeFile } from 'node:fs/promises'
import type { Test } from 'tap'
import { accountOf, BOTH, fill, GROUPS, recordsFor, serviceFor, userOf } from './service.ts'

/** The contents of a recording. */
const contentsOf = async (file: string) => JSON.parse(await readFile(file, 'utf8'))

/** People are recognizable among the pseudonyms, and nowhere else. */
export async function people(t: Test): Promise<void> {
  const service = await serviceFor(t)
  fill(service, 20)

  t.test('the same person has the same pseudonym in both APIs, also in later runs', async (t) => {
    const { record, file } = await recordsFor(t, service)
    t.match(await record(BOTH), { code: 0 }, 'one run')
    const { atrium, atms } = await contentsOf(file)
    for (const [n, { identifier }] of atrium.users.entries()) t.equal(atms.users[n].Username, identifier, `person ${n}`)
    t.equal(atms.users[2].Email, atms.users[2].Username, 'an address is the same in every field')
    t.equal(atms.users[0].UserGroupName, atms.userGroups[0].GroupName, 'groups')
    t.equal(new Set(atms.users.map(({ Username }: { Username: string }) => Username)).size, 20, 'all differ')

    const swapped = `${file}.swapped`
    t.match(await record(['--api', 'atms,atrium', '--out', swapped]), { code: 0 }, 'in another order')
    t.equal(await readFile(swapped, 'utf8'), await readFile(file, 'utf8'), 'the same file')

    const [out, key] = [`${file}.json`, ['--key-file', `${file}.key`]]
    t.match(await record(['--api', 'atms', '--out', out, ...key]), { code: 0, err: /created a key/ }, 'one API')
    t.strictSame((await contentsOf(out)).atms.users.length, 20, 'only its users')
    t.notOk('atrium' in (await contentsOf(out)), 'no section of the other API')
    t.match(await record(['--api', 'atrium', '--out', out, ...key]), { code: 0 }, 'the other API is added')
    const added = await contentsOf(out)
    t.equal(added.atms.users[7].Username, added.atrium.users[7].identifier, 'the same person')
    t.not(added.atrium.users[7].identifier, atrium.users[7].identifier, 'another key gives other pseudonyms')
    service.users.push(userOf(20))
    t.match(await record(['--api', 'atrium', '--out', out, ...key]), { code: 0 }, 'recorded again')
    const again = await contentsOf(out)
    t.strictSame(again.atrium.users.slice(0, 20), added.atrium.users, 'the same pseudonyms')
    t.strictSame([again.atrium.users.length, again.atms.users.length], [21, 20], 'the new user, and the other API')
    const credential = { apiKey: 'mine', clientId: 'mine' }
    again.atrium.credentials = [credential]
    await writeFile(out, JSON.stringify(again))
    t.match(await record(['--api', 'atrium', '--out', out, ...key]), { code: 0 }, 'after a change of the credentials')
    t.strictSame((await contentsOf(out)).atrium.credentials, [credential], 'they stay')
    const force = await record(['--api', 'atrium', '--out', out, '--force', '--key-file', `${file}.new`])
    t.match(force, { code: 0 }, '--force')
    t.notOk('atms' in (await contentsOf(out)), '--force starts over')
  })

  t.test('unique values that differ only in spelling stay different', async (t) => {
    const { record, file } = await recordsFor(t, service)
    const spellings = ['Bob', 'bob', ' bob', 'ＢＯＢ', ' ', '\t']
    service.users = spellings.map((identifier, n) => userOf(n, { identifier }))
    service.groups = ['Team', ' team'].map((GroupName) => ({ GroupName, Description: GroupName }))
    service.accounts = ['TEAM', 'team', ' Team', 'Team '].map((UserGroupName, n) => accountOf(n, { UserGroupName }))
    t.match(await record(BOTH), { code: 0 }, 'recorded')
    const { atrium, atms } = await contentsOf(file)
    const names = atrium.users.map(({ identifier }: { identifier: string }) => identifier)
    t.equal(new Set(names).size, 6, 'identifiers')
    const [one, other] = atms.userGroups.map(({ GroupName }: { GroupName: string }) => GroupName)
    t.not(one, other, 'groups')
    const groups = atms.users.map(({ UserGroupName }: { UserGroupName: string }) => UserGroupName)
    t.strictSame(groups, [one, one, other, one], 'the groups of the users')
    t.equal(atms.userGroups[0].Description, atms.userGroups[1].Description, 'other values may be the same')
  })

  t.test('--keep keeps single fields', async (t) => {
    const { record, file } = await recordsFor(t, service)
    service.users = [userOf(1, { metadata: '{"plan":"premium","id":12345678901234567890,"deep":{"plan":"basic"}}' })]
    service.groups = GROUPS
    service.accounts = [accountOf(1), accountOf(2, { UserGroupName: 'Not Listed' })]
    const keep = ['GroupName', 'metadata.plan', 'metadata.id'].flatMap((field) => ['--keep', field])
    t.match(await record([...BOTH, ...keep]), { code: 0 }, 'recorded')
    const { $mock, atrium, atms } = await contentsOf(file)
    t.strictSame($mock.recording.kept.atms, ['GroupName', 'metadata.id', 'metadata.plan'], 'the file says so')
    t.match(atrium.users[0].metadata, /^\{"plan":"premium","id":12345678901234567890,"deep":\{"plan":"[a-z-]{27}"\}\}$/)
    t.strictSame(
      atms.userGroups.map(({ GroupName }: { GroupName: string }) => GroupName),
      ['Operators', 'Read Only', 'Not Listed'],
      'groups, and one that the service does not list'
    )
    t.equal(atms.users[0].UserGroupName, 'Operators', 'users of the group')
    t.match(atms.userGroups[0].Description, /^[a-z ]{31}\.$/, 'the description is another field')
    t.notMatch((await record([...BOTH, ...keep])).err, '--keep', 'no warning')
    const misspelt = await record([...BOTH, '--keep', 'metadata.plam', '--keep', 'metadata.deep.plan'])
    t.equal(misspelt.err.match(/--keep.*/g)?.join(), '--keep metadata.plam: no record contains it', 'a typo')
    const whole = await record([...BOTH, '--keep', 'identifier,metadata,metadata.x,Email'])
    t.match(whole, { code: 0, err: /^(?!.*--keep)/s }, 'fields separated by commas')
    const others = await contentsOf(file)
    t.equal(others.atrium.users[0].identifier, 'person1@partner.example', 'identifier')
    t.match(others.atrium.users[0].metadata, '"deep":{"plan":"basic"}', 'the whole metadata')
    t.not(others.atms.users[0].Username, 'person1@partner.example', 'the same address in another field is replaced')
  })

  t.test('keys of metadata that look like data are replaced', async (t) => {
    const { record, file } = await recordsFor(t, service)
    service.users = [userOf(1, { metadata: '{"amara@x.example":{"first name":1},"2025550101":2,"10":3}' })]
    const { err, code } = await record(['--api', 'atrium'])
    t.equal(code, 0, 'recorded')
    t.match(err, /^warning: replaced 2 keys of metadata that look like data$/m, 'a warning')
    const looks = /^\{"10":\d+,"[a-z-]+@[a-z]{3}\.zz":\{"first name":\d+\},"\d\d(?:_\d\d){6}":\d+\}$/
    t.match((await contentsOf(file)).atrium.users[0].metadata, looks, 'keys')
  })
}
