import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { call, createAtriumUser, newAccount, stateText } from '../support/calls.ts'
import { mockOn } from '../support/data-directory.ts'
import { imageOf } from '../support/image.ts'
import { program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary.ts'

export async function restarts(t: Test): Promise<void> {
  t.test('acknowledged changes survive a kill', async (t) => {
    const folder = await temporaryFolder(t)
    const mock = await mockOn(t, folder)
    const { guid: first } = await createAtriumUser(mock, { identifier: 'first' })
    const steps: [string, string, unknown?][] = [
      ['PUT', `/users/${first}`, { user: { metadata: 'm\n"\u2028', is_disabled: true } }],
      ['POST', '/users', { user: { metadata: null } }],
      ['DELETE', `/users/${first}`],
      ['POST', '/api/Users', newAccount('Zoë')],
      ['PUT', '/api/Users/ZOË/disable'],
      ['PUT', '/api/Users/zoë', { ...newAccount('Zoë'), Phone: '1' }],
      ['DELETE', '/api/Users/dlee'],
      ['POST', '/__admin/reset', { fixtures: 'paging' }],
      ['POST', '/users', { user: { identifier: 'after a reset' } }],
      ['PUT', '/__admin/state', await stateText(mock)],
      ['POST', '/users', { user: { identifier: 'after a state' } }],
      ['POST', '/__admin/state/reset', {}]
    ]
    for (const [method, path, body] of steps) {
      const { status } = await call(mock, method, path, body)
      t.ok(status < 300, `${method} ${path} ${status}`)
      const restarted = await mockOn(t, await imageOf(t, folder))
      t.equal(await stateText(restarted), await stateText(mock), `the state after ${method} ${path}`)
      t.strictSame(restarted.notices, [], `no notices after ${method} ${path}`)
      await restarted.close()
    }
    await mock.close()
    const next = await mockOn(t, folder)
    const { users } = JSON.parse(await stateText(next)).atrium
    t.equal(users.length, 260, 'later resets return to the set of the last reset')
  })

  t.test('a restart never assigns a guid again, and a reset restarts the sequence', async (t) => {
    const folder = await temporaryFolder(t)
    const seen = new Set<string>()
    const create = async (dataDir: string) => {
      const mock = await mockOn(t, dataDir)
      const user = await createAtriumUser(mock, { metadata: 'm' })
      await call(mock, 'DELETE', `/users/${user.guid}`)
      t.notOk(seen.has(user.guid), `${user.guid} is new`)
      seen.add(user.guid)
      const image = await imageOf(t, dataDir)
      await mock.close()
      return image
    }
    const image = await create(folder)
    await create(image)
    await create(image)
    const mock = await mockOn(t, image)
    await mock.reset()
    t.equal((await createAtriumUser(mock, { metadata: 'm' })).guid, [...seen][0], 'the first guid after a reset')
  })

  t.test('kill -9 leaves a directory that the next process can use', async (t) => {
    const { start } = await program(t)
    const folder = await temporaryFolder(t)
    const killed = start(['--json', '--port', '0', '--data-dir', folder])
    const url = await killed.ready
    await createAtriumUser({ url }, { identifier: 'acknowledged' })
    const before = await stateText({ url })
    const second = start(['--port', '0', '--data-dir', folder])
    t.equal(await second.ended, 1, 'a second process ends')
    t.match(
      second.output,
      { out: '', err: /^atrium-atms-mock: another atrium-atms-mock uses the data directory .*\n$/ },
      'and says why'
    )
    killed.process.kill('SIGKILL')
    await killed.ended
    t.ok(
      (await readdir(folder)).find((name) => name.endsWith('.sock')),
      'its socket is still there'
    )
    t.equal(await stateText(await mockOn(t, folder)), before, 'the state')
  })

  t.test('a start that fails unlocks the directory', async (t) => {
    const mock = await mockOn(t, await temporaryFolder(t))
    const second = await temporaryFolder(t)
    await t.rejects(mockOn(t, second, { port: mock.port }), { code: 'EADDRINUSE' }, 'it fails')
    await t.resolves(mockOn(t, second), 'the next one works')
  })

  t.test('copies of fixtures that nothing refers to are removed', async (t) => {
    const folder = await temporaryFolder(t)
    const mock = await mockOn(t, folder)
    for (const identifier of ['a', 'b', 'c']) {
      await createAtriumUser(mock, { identifier })
      await call(mock, 'PUT', '/__admin/fixtures/saved')
      await mock.reset('saved')
    }
    await createAtriumUser(mock, { identifier: 'd' })
    const copies = async () => (await readdir(join(folder, 'states', 'default', 'reset-to'))).length
    const killed = await imageOf(t, folder)
    await mock.close()
    const second = await mockOn(t, folder)
    t.equal(await copies(), 2, 'the set of the start and that of the last reset remain')
    await second.reset()
    t.equal(JSON.parse(await stateText(second)).atrium.users.at(-1).identifier, 'c', 'a reset works')
    const third = await mockOn(t, killed)
    t.equal(JSON.parse(await stateText(third)).atrium.users.at(-1).identifier, 'd', 'recovery works')
  })

  t.test('a server migrates a directory of version one', async (t) => {
    const sample = join(import.meta.dirname, 'version-one')
    const folder = await temporaryFolder(t)
    await cp(join(sample, 'data'), folder, { recursive: true })
    const options = { fixtures: 'team', fixturesDir: join(sample, 'sets') }
    const mock = await mockOn(t, folder, options)
    const path = join(folder, 'states', 'team')
    t.strictSame(mock.notices, [`migrated the state of an earlier version to ${path}`], 'a notice')
    const expected = await readFile(join(sample, 'expected-state.json'), 'utf8')
    t.equal(await stateText(mock), expected, 'the state')
    const { guid } = await createAtriumUser(mock, { identifier: 'after the migration' })
    t.notOk(expected.includes(guid), 'the sequence of guids continues')
    await mock.reset()
    t.match(await stateText(mock), /other-one/, 'a reset returns to the last set')
    const restarted = await mockOn(t, await imageOf(t, folder), options)
    t.equal(await stateText(restarted), await stateText(mock), 'after a kill')
  })
}
