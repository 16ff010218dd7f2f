import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { records as atrium } from '../../src/apis/atrium/records.ts'
import { FixtureLibrary } from '../../src/fixtures/fixture-library.ts'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import { openDataDirectory } from '../../src/log/file/data-directory.ts'
import { stateKeyOf } from '../../src/log/file/state-key.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { imageOf } from '../support/image.ts'
import { contacts, storedApis, textOf } from '../support/stored-apis.ts'
import { StoredSandbox } from '../support/stored-sandbox.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

const added = (n: number) =>
  atrium.add('users', { guid: guid(n), is_disabled: false, metadata: null, identifier: `user-${n}` }, { guids: n })

export async function savedStates(t: Test): Promise<void> {
  const set = (name: string) => loadFixtureSet(storedApis, `fixtures/${name}.json`, name)

  t.test('each fixture set has its own state, and a fresh start discards only that one', async (t) => {
    const folder = await temporaryFolder(t)
    const open = async (name: string, fresh = false) =>
      StoredSandbox.open(t, folder, { fixtures: await set(name), fresh })
    const texts = new Map<string, string>()
    for (const [n, name] of ['default', 'paging', 'empty'].entries()) {
      const sandbox = await open(name)
      t.equal(sandbox.directory.recovered.isResumed, false, `${name} is new`)
      t.equal(sandbox.directory.path, join(folder, 'states', name), `${name} has its own folder`)
      sandbox.change(added(n))
      texts.set(name, sandbox.text)
      await sandbox.close()
    }
    const fresh = await open('paging', true)
    t.notOk(fresh.text.includes('user-1"'), 'the fresh one starts over')
    texts.set('paging', fresh.text)
    await fresh.close()
    for (const [name, text] of texts) {
      const sandbox = await open(name)
      t.equal(sandbox.directory.recovered.isResumed, true, `${name} is resumed`)
      t.equal(sandbox.text, text, `${name} has its records`)
      t.strictSame(sandbox.notices, [], `${name} has no notices`)
      await sandbox.close()
    }
  })

  t.test('are named after the set, or after the file and its path', async (t) => {
    const folder = await temporaryFolder(t)
    const own = join(folder, 'own')
    await mkdir(join(folder, 'deep'), { recursive: true })
    await mkdir(own)
    const text = JSON.stringify(fixture())
    const files = [
      'own/mine.json',
      'own/My team.json',
      'own/..json',
      'own/nul.json',
      'mine.json',
      'deep/mine.json',
      '.hidden.json'
    ]
    for (const file of files) await writeFile(join(folder, file), text)
    await symlink('mine.json', join(folder, 'link.json'))
    const keyOf = async (nameOrFile: string) => {
      const library = new FixtureLibrary(storedApis, { builtIn: 'fixtures', own })
      return stateKeyOf(await library.open(nameOrFile), nameOrFile)
    }
    const rows: [string, RegExp][] = [
      ['default', /^default$/],
      ['mine', /^mine$/],
      ['My team', /^My_team-[0-9a-f]{8}$/],
      ['nul', /^nul-[0-9a-f]{8}$/],
      ['.', /^_-[0-9a-f]{8}$/],
      [join(folder, 'mine.json'), /^mine-[0-9a-f]{8}$/],
      [join(folder, 'deep/mine.json'), /^mine-[0-9a-f]{8}$/],
      [join(folder, '.hidden.json'), /^_hidden-[0-9a-f]{8}$/],
      [join(own, 'mine.json'), /^mine-[0-9a-f]{8}$/]
    ]
    const keys = new Set<string>()
    for (const [given, pattern] of rows) {
      const key = await keyOf(given)
      t.match(key, pattern, given)
      keys.add(key)
    }
    t.equal(keys.size, rows.length, 'all different')
    const end = (key: string) => key.slice(-8)
    t.equal(end(await keyOf(join(folder, 'link.json'))), end(await keyOf(join(folder, 'mine.json'))), 'links: one path')
  })

  t.test('are not written until the recovered changes have been applied', async (t) => {
    const folder = await temporaryFolder(t)
    const sandbox = await StoredSandbox.open(t, folder)
    sandbox.change(added(1))
    const image = await imageOf(t, folder)
    const before = await filesIn(image)
    const options = { apis: storedApis, fixtures: await set('default'), key: 'default', fresh: false, notice: () => {} }
    for (const fresh of [false, true]) {
      const directory = await openDataDirectory({ ...options, directory: image, fresh })
      await directory.close()
      t.strictSame(await filesIn(image), before, fresh ? 'a fresh start' : 'a resumed one')
    }
  })

  t.test('resume after the fixture file has changed, and a reset returns to the new contents', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(await temporaryFolder(t), 'mine.json')
    await writeFile(file, JSON.stringify(fixture()))
    const open = async (fresh = false) =>
      StoredSandbox.open(t, folder, { fixtures: await loadFixtureSet(storedApis, file, 'mine'), fresh })
    const first = await open()
    first.change(added(7))
    await first.close()
    await writeFile(file, JSON.stringify(fixture({ atms: { tokens: ['edited'], userGroups: [], users: [] } })))
    const second = await open()
    const path = join(folder, 'states', 'mine')
    t.strictSame(
      second.notices,
      [
        `the fixtures 'mine' have changed since the state in ${path} was created: reset, or start with --fresh, to discard the state and load them`
      ],
      'a notice'
    )
    t.equal(second.text, first.text, 'the state is resumed')
    t.match(textOf(second.fixtures.state), /edited/, 'a reset returns to the new contents')
    await second.close()
    const third = await open()
    t.strictSame(third.notices, second.notices, 'again: the old contents are still there')
    await third.reset(third.fixtures)
    const afterKill = await StoredSandbox.open(t, await imageOf(t, folder), {
      fixtures: await loadFixtureSet(storedApis, file, 'mine')
    })
    t.strictSame(afterKill.notices, [], 'no notice after a reset and a kill')
    await third.close()
    const fourth = await open()
    t.strictSame(fourth.notices, [], 'nor after a stop')
    t.match(fourth.text, /edited/, 'and the new contents')
    await fourth.close()
    t.strictSame((await open(true)).notices, [], 'a fresh start has no notice')
  })

  t.test('need only the fixtures of the last reset', async (t) => {
    const folder = await temporaryFolder(t)
    const sandbox = await StoredSandbox.open(t, folder)
    const [paging, empty] = [await set('paging'), await set('empty')]
    await sandbox.reset(paging)
    await sandbox.reset(empty)
    sandbox.change(added(1))
    const image = await imageOf(t, folder)
    const copies = join(image, 'states', 'default', 'reset-to')
    const copy = (await readdir(copies)).find((name) => name.startsWith(paging.sha256))
    await writeFile(join(copies, String(copy)), 'never read')
    const restarted = await StoredSandbox.open(t, image)
    t.equal(restarted.text, sandbox.text, 'the others are never read')
    t.equal(restarted.fixtures.sha256, empty.sha256, 'a reset returns to it')
    t.equal((await readdir(copies)).length, 3, 'what the log refers to remains')
    await restarted.close()
    const again = await StoredSandbox.open(t, image)
    t.equal(again.text, sandbox.text, 'after a snapshot')
    await rm(copies, { recursive: true })
  })

  t.test('need no copy of the fixtures that the server is started with, even under another name', async (t) => {
    const folder = await temporaryFolder(t)
    const sandbox = await StoredSandbox.open(t, folder)
    sandbox.change(added(1))
    await sandbox.reset({ ...sandbox.fixtures, name: 'the same' })
    sandbox.change(added(2))
    const image = await imageOf(t, folder)
    await rm(join(image, 'states', 'default', 'reset-to'), { recursive: true })
    const restarted = await StoredSandbox.open(t, image)
    t.equal(restarted.text, sandbox.text, 'the records')
    t.equal(restarted.fixtures.name, 'the same', 'a reset returns to the name of the last reset')
  })

  t.test('remember the fixtures of the last reset, of any kind', async (t) => {
    const folder = await temporaryFolder(t)
    const sandbox = await StoredSandbox.open(t, folder)
    await sandbox.reset(await set('paging'))
    await sandbox.reset(await set('empty'), 'resetRecords')
    const restarted = await StoredSandbox.open(t, await imageOf(t, folder))
    t.equal(restarted.fixtures.name, 'empty', 'a reset returns to them')
    t.equal(restarted.text, sandbox.text, 'the records')
  })

  t.test('do not apply a log that is older than state.json again', async (t) => {
    const folder = await temporaryFolder(t)
    const log = join(folder, 'states', 'default', 'state.wal.ndjson')
    const sandbox = await StoredSandbox.open(t, folder)
    sandbox.change(added(1))
    sandbox.change(atrium.remove('users', guid(1)))
    sandbox.change(added(2))
    const bytes = await readFile(log)
    await sandbox.close()
    t.ok((await readFile(log)).length < bytes.length, 'the log starts over after a snapshot')
    await writeFile(log, bytes)
    const restarted = await StoredSandbox.open(t, folder)
    t.equal(restarted.text, sandbox.text, 'the state is the same')
    restarted.change(added(3))
    t.equal((await StoredSandbox.open(t, await imageOf(t, folder))).text, restarted.text, 'later changes follow')
  })

  t.test('contain the records and counters of every API', async (t) => {
    const folder = await temporaryFolder(t)
    const apis = [...storedApis, contacts]
    const fixtures = await loadFixtureSet(apis, 'fixtures/default.json', 'default')
    const sandbox = await StoredSandbox.open(t, folder, { apis, fixtures })
    sandbox.change(contacts.add('companies', { id: 'Acme', name: 'Acme Inc.' }, { ids: 4, tickets: 2 }))
    const killed = await StoredSandbox.open(t, await imageOf(t, folder), { apis, fixtures })
    await sandbox.close()
    for (const [what, restarted] of [
      ['from the log', killed],
      ['from the state file', await StoredSandbox.open(t, folder, { apis, fixtures })]
    ] as const) {
      const part = contacts.of({ apis: restarted.state })
      t.same([...part.lists.companies], [{ id: 'Acme', name: 'Acme Inc.' }], `${what}: its records`)
      t.strictSame(part.counters, { ids: 4, tickets: 2 }, `${what}: its counters`)
    }
  })
}
