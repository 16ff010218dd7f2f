import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { records as atrium } from '../../src/apis/atrium/records.ts'
import { temporaryName } from '../../src/common/files/temporary-files.ts'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import { guid } from '../support/fixtures.ts'
import { imageOf } from '../support/image.ts'
import { storedApis } from '../support/stored-apis.ts'
import { StoredSandbox } from '../support/stored-sandbox.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

const ADVICE = 'Use another --data-dir, or --ephemeral'

export async function directories(t: Test): Promise<void> {
  t.test('a data directory belongs to one process at a time, whatever fixtures it uses', async (t) => {
    const folder = await temporaryFolder(t)
    const long = join(folder, 'd'.repeat(60), 'e'.repeat(60))
    const fixtures = await loadFixtureSet(storedApis, 'fixtures/paging.json', 'paging')
    for (const directory of [folder, long]) {
      const sandbox = await StoredSandbox.open(t, directory)
      const message = `another atrium-atms-mock uses the data directory ${directory}: stop it, use another --data-dir, or --ephemeral`
      for (const options of [{}, { fresh: true }, { fixtures }])
        await t.rejects(StoredSandbox.open(t, directory, options), { message }, `${directory} ${Object.keys(options)}`)
      await sandbox.close()
      await (await StoredSandbox.open(t, directory)).close()
    }
  })

  t.test('an unusable data directory is rejected with advice', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'file')
    const link = join(folder, 'link')
    await writeFile(file, '')
    await symlink(join(folder, 'absent'), link, 'junction')
    const remove = 'Remove or rename it, use another --data-dir, or --ephemeral'
    const rows: [string, string][] = [
      [file, `${file} is a file, not a folder. ${remove}`],
      [join(file, 'below'), `${file} is a file, not a folder. ${remove}`],
      [link, `${link} is a symbolic link to a folder that does not exist. ${remove}`],
      // A folder of the system in which no folder can be created.
      ...(process.platform === 'linux'
        ? [['/proc/mock/data', `the folder cannot be created. ${ADVICE}`] as [string, string]]
        : [])
    ]
    for (const [directory, reason] of rows) {
      const message = `cannot use the data directory ${directory}: ${reason}`
      await t.rejects(StoredSandbox.open(t, directory), { message }, directory)
    }
  })

  t.test('a file in place of a folder is named', async (t) => {
    for (const name of ['states', join('states', 'default'), join('states', 'default', 'reset-to')]) {
      const folder = await temporaryFolder(t)
      await mkdir(join(folder, name, '..'), { recursive: true })
      await writeFile(join(folder, name), '')
      const message = `cannot use the data directory ${folder}: ${join(folder, name)} is a file, not a folder. Remove or rename it, use another --data-dir, or --ephemeral`
      await t.rejects(StoredSandbox.open(t, folder), { message }, name)
    }
  })

  t.test('temporary files of a killed server are removed, and other files stay', async (t) => {
    const folder = await temporaryFolder(t)
    const sandbox = await StoredSandbox.open(t, folder)
    await sandbox.close()
    const { sha256 } = sandbox.fixtures
    await mkdir(join(folder, 'fixtures'))
    const before = Object.keys(await filesIn(folder))
    const others = ['mine.json', 'mine.json.tmp', '.mock-notes.tmp', '.mock-0.tmp', `x${temporaryName()}`]
    const kept = others.map((name) => join(folder, 'fixtures', name))
    const state = join(folder, 'states', 'default')
    const removed = [
      join(folder, 'fixtures', temporaryName()),
      ...['state.json.tmp', 'state.wal.ndjson.tmp', join('reset-to', `${sha256}.tmp`)].map((name) => join(state, name))
    ]
    for (const file of [...kept, ...removed]) await writeFile(file, '{}')
    await (await StoredSandbox.open(t, folder)).close()
    t.strictSame(Object.keys(await filesIn(folder)).toSorted(), [...before, ...kept].toSorted(), 'the files')
  })

  t.test('a large state starts as a copy of its fixture', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'large.json')
    // A section for each API: otherwise the state file would lack one, and is written instead.
    const atms = '"atms": {\n    "tokens": [],\n    "userGroups": [],\n    "users": []\n  }'
    const [head, rest] =
      `{\n  ${atms},\n  "atrium": {\n    "credentials": [],\n    "users": [\n|\n    ]\n  }\n}\n`.split('|')
    const user = { metadata: 'x'.repeat(17 * 2 ** 20), guid: guid(1) }
    await writeFile(file, `${head}${JSON.stringify(user)}${rest}`)
    const fixtures = await loadFixtureSet(storedApis, file, 'large')
    const sandbox = await StoredSandbox.open(t, folder, { fixtures })
    const stateFile = await readFile(join(sandbox.directory.path, 'state.json'), 'utf8')
    t.match(stateFile.slice(-100), /x","guid":"[^"]+"\}\n/, 'member order as in the fixture')
    sandbox.change(atrium.remove('users', guid(1)))
    const killed = await StoredSandbox.open(t, await imageOf(t, folder), { fixtures })
    t.equal(killed.text, sandbox.text, 'after a kill')
    await killed.reset(fixtures)
    t.equal(atrium.of({ apis: killed.state }).lists.users.size, 1, 'after a reset')
  })

  t.test('a fresh start replaces damaged copies of fixtures', async (t) => {
    const folder = await temporaryFolder(t)
    const sandbox = await StoredSandbox.open(t, folder)
    await sandbox.close()
    const copies = join(sandbox.directory.path, 'reset-to')
    const [copy] = await readdir(copies)
    await writeFile(join(copies, String(copy)), '{')
    await writeFile(join(copies, `${'1'.repeat(64)}-x.json`), '{')
    await (await StoredSandbox.open(t, folder, { fresh: true })).close()
    t.strictSame(await readdir(copies), [copy], 'the files')
    const [written, original] = [await readFile(join(copies, String(copy))), await readFile('fixtures/default.json')]
    t.strictSame(written, original, 'its contents')
    await rm(copies, { recursive: true })
    t.equal((await StoredSandbox.open(t, folder)).text, sandbox.text, 'copies that nothing refers to are not needed')
  })
}
