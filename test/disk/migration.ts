import promises, { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { records as atrium } from '../../src/apis/atrium/records.ts'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import { lineOf } from '../../src/log/file/log-lines.ts'
import { copyVersionOne, removeVersionOne } from '../../src/log/file/version-one-layout.ts'
import { guid } from '../support/fixtures.ts'
import { imageOf } from '../support/image.ts'
import { replaceIn } from '../support/replaced.ts'
import { storedApis } from '../support/stored-apis.ts'
import { StoredSandbox } from '../support/stored-sandbox.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

/** Written by version 0.1.0: it was stopped, started again, and killed after one change of every kind. */
const SAMPLE = join(import.meta.dirname, 'version-one')
const OLD_FILES = ['reset-to', 'state.json', 'state.wal.ndjson']

export async function migration(t: Test): Promise<void> {
  const expected = await readFile(join(SAMPLE, 'expected-state.json'), 'utf8')
  const set = (name: string) => loadFixtureSet(storedApis, join(SAMPLE, 'sets', `${name}.json`), name)
  const [team, other] = [await set('team'), await set('other')]

  async function sample(t: Test): Promise<string> {
    const folder = await temporaryFolder(t)
    await cp(join(SAMPLE, 'data'), folder, { recursive: true })
    return folder
  }
  const namesIn = async (folder: string) => (await readdir(folder)).filter((name) => !name.endsWith('.sock')).toSorted()
  const migrated = (folder: string) => [`migrated the state of an earlier version to ${join(folder, 'states', 'team')}`]

  t.test('a directory of version one is migrated with its changes', async (t) => {
    const folder = await sample(t)
    const sandbox = await StoredSandbox.open(t, folder, { fixtures: team })
    t.strictSame(sandbox.notices, migrated(folder), 'a notice')
    t.equal(sandbox.text, expected, 'the records')
    t.strictSame(sandbox.state['atrium']?.counters, { guids: 3 }, 'the counters')
    t.equal(sandbox.fixtures.name, 'other', 'a reset returns to the last set')
    t.equal(sandbox.snapshot.revision, 17, 'the revisions continue')
    t.strictSame(await namesIn(folder), ['states'], 'no old file is left')
    const killed = await StoredSandbox.open(t, await imageOf(t, folder), { fixtures: team })
    t.equal(killed.text, expected, 'after a kill')
    t.strictSame(killed.notices, [], 'the copy needs no migration')
    sandbox.change(atrium.remove('users', guid(0xa1)))
    await sandbox.close()
    const restarted = await StoredSandbox.open(t, folder, { fixtures: team })
    t.equal(restarted.text, sandbox.text, 'after a change and a restart')
    const stateFile = await readFile(join(folder, 'states', 'team', 'state.json'), 'utf8')
    t.match(stateFile, /^\{\n {2}"\$mock": \{"version":3,/, 'the state file has the new version')
  })

  t.test('changes before the last reset are migrated, too', async (t) => {
    const folder = await sample(t)
    const log = join(folder, 'state.wal.ndjson')
    const lines = (await readFile(log, 'utf8')).split('\n')
    const reset = lines.findIndex((line) => line.includes('"op":"reset"'))
    await writeFile(log, `${lines.slice(0, reset).join('\n')}\n`)
    const sandbox = await StoredSandbox.open(t, folder, { fixtures: team })
    const { users } = atrium.of({ apis: sandbox.state }).lists
    t.match(users.holder('before the reset'), { metadata: 'changed' }, 'added and replaced')
    t.ok(users.holder('at rest'), 'the state file')
    t.match(sandbox.text, /"Username":"Bea"/, 'the other API')
    t.strictSame(sandbox.state['atrium']?.counters, { guids: 3 }, 'the counters')
  })

  t.test('a directory without a log is migrated, even if an editor has reformatted its state file', async (t) => {
    const folder = await sample(t)
    await rm(join(folder, 'state.wal.ndjson'))
    const file = join(folder, 'state.json')
    await writeFile(file, JSON.stringify(JSON.parse(await readFile(file, 'utf8')), null, 4))
    const sandbox = await StoredSandbox.open(t, folder, { fixtures: team })
    t.match(sandbox.notices, [/has no state\.wal\.ndjson/, migrated(folder)[0]], 'notices')
    t.ok(atrium.of({ apis: sandbox.state }).lists.users.holder('at rest too'), 'the records')
  })

  t.test('a directory of version two is resumed', async (t) => {
    const folder = await temporaryFolder(t)
    const sandbox = await StoredSandbox.open(t, folder, { fixtures: team })
    sandbox.change(atrium.remove('users', guid(0xa1)))
    const image = await imageOf(t, folder)
    const [state, log] = ['state.json', 'state.wal.ndjson'].map((name) => join(image, 'states', 'team', name))
    const text = await readFile(String(state), 'utf8')
    await writeFile(String(state), text.replace('"version":3', '"version":2').replace(/,"crc32":"[^"]+"\}/, '}'))
    const [, ...lines] = (await readFile(String(log), 'utf8')).split('\n')
    const { store } = JSON.parse(text).$mock
    await writeFile(String(log), lineOf({ version: 2, store }) + lines.join('\n'))
    const resumed = await StoredSandbox.open(t, image, { fixtures: team })
    t.equal(resumed.text, sandbox.text, 'the records')
    t.strictSame(resumed.notices, [], 'without a notice')
    await resumed.close()
    t.match(
      await readFile(String(state), 'utf8'),
      /"version":3,.*"crc32":"[0-9a-f]{8}"/,
      'and written as version three'
    )
  })

  t.test('a start with other fixtures leaves the old state alone and says so', async (t) => {
    const folder = await sample(t)
    const before = await filesIn(folder)
    const sandbox = await StoredSandbox.open(t, folder, { fixtures: other })
    const file = join(folder, 'state.json')
    t.strictSame(
      sandbox.notices,
      [`${file} is the state of an earlier version for the fixtures 'team': start with them to migrate it`],
      'the notice'
    )
    t.equal(sandbox.directory.recovered.isResumed, false, 'it starts with its own state')
    await sandbox.close()
    t.match(await filesIn(folder), before, 'the old files')
    t.equal(
      (await StoredSandbox.open(t, folder, { fixtures: team })).text,
      expected,
      'a start with the old fixtures migrates it'
    )
  })

  t.test('a fresh start discards the old state if it belongs to the same fixtures', async (t) => {
    const folder = await sample(t)
    await (await StoredSandbox.open(t, folder, { fixtures: other, fresh: true })).close()
    t.strictSame(await namesIn(folder), [...OLD_FILES, 'states'], 'other fixtures leave it alone')
    const sandbox = await StoredSandbox.open(t, folder, { fixtures: team, fresh: true })
    t.notOk(sandbox.text.includes('at rest'), 'the fixtures')
    t.strictSame(await namesIn(folder), ['states'], 'no old file is left')
    t.strictSame(sandbox.notices, [], 'no notice')
  })

  t.test('the old state is ignored if there is a newer one', async (t) => {
    const folder = await temporaryFolder(t)
    await (await StoredSandbox.open(t, folder, { fixtures: team })).close()
    await cp(join(SAMPLE, 'data'), folder, { recursive: true })
    const sandbox = await StoredSandbox.open(t, folder, { fixtures: team })
    t.match(sandbox.notices, [/state\.json is the state of an earlier version and is ignored/], 'the notice')
    t.strictSame(await namesIn(folder), [...OLD_FILES, 'states'], 'the old files')
    t.notOk(sandbox.text.includes('at rest'), 'the newer state')
  })

  t.test('a state file that no version wrote is ignored', async (t) => {
    for (const text of ['{', '{}', '[]', '{"$mock":{"store":"s"}}', '{\n  "$mock": {"x},\n}']) {
      const folder = await temporaryFolder(t)
      await writeFile(join(folder, 'state.json'), text)
      const sandbox = await StoredSandbox.open(t, folder, { fixtures: team })
      t.strictSame(
        sandbox.notices,
        [`${join(folder, 'state.json')} is not a saved state of any version: ignored it`],
        text
      )
      await sandbox.close()
      t.equal(await readFile(join(folder, 'state.json'), 'utf8'), text, `${text} is left alone`)
    }
  })

  t.test('a damaged directory is rejected and not changed', async (t) => {
    const folder = await sample(t)
    const log = join(folder, 'state.wal.ndjson')
    await writeFile(log, (await readFile(log, 'utf8')).replace('"second"', '"2econd"'))
    const before = await filesIn(folder)
    await t.rejects(StoredSandbox.open(t, folder, { fixtures: team }), { message: /line 8 is damaged/ }, 'the reason')
    t.strictSame(await filesIn(folder), before, 'no file was changed')
  })

  t.test('a process that is killed at any moment of a migration loses nothing', async (t) => {
    const path = (folder: string) => join(folder, 'states', 'team')
    const rows: [string, (folder: string) => Promise<unknown>][] = [
      ['while it copies', (folder) => mkdir(join(folder, 'states', '.team.new', 'reset-to'), { recursive: true })],
      [
        'before a folder appears',
        async (folder) => {
          await copyVersionOne(folder, path(folder))
          await rename(path(folder), join(folder, 'states', '.team.new'))
        }
      ],
      ['after the folder appears', (folder) => copyVersionOne(folder, path(folder))],
      [
        'after the log was removed',
        async (folder) => {
          await copyVersionOne(folder, path(folder))
          await rm(join(folder, 'state.wal.ndjson'))
        }
      ],
      [
        'after the copies were removed',
        async (folder) => {
          await copyVersionOne(folder, path(folder))
          await rm(join(folder, 'state.wal.ndjson'))
          await rm(join(folder, 'reset-to'), { recursive: true })
        }
      ],
      [
        'after everything was removed',
        async (folder) => {
          await copyVersionOne(folder, path(folder))
          await removeVersionOne(folder)
        }
      ],
      ['after a start that failed', (folder) => mkdir(join(path(folder), 'reset-to'), { recursive: true })]
    ]
    for (const [what, kill] of rows) {
      const folder = await sample(t)
      await mkdir(join(folder, 'states'))
      await kill(folder)
      const sandbox = await StoredSandbox.open(t, folder, { fixtures: team })
      t.equal(sandbox.text, expected, `${what}: the records`)
      t.strictSame(await namesIn(folder), ['states'], `${what}: no old file is left`)
      await sandbox.close()
      t.strictSame(await readdir(join(folder, 'states')), ['team'], `${what}: no temporary folder is left`)
    }
  })

  t.test('a migration that fails half way leaves the old files as they were', async (t) => {
    for (const file of ['state.json', 'state.wal.ndjson']) {
      const folder = await sample(t)
      await mkdir(join(folder, 'states'))
      const copyFile = async (from: string, to: string) => {
        if (from.endsWith(file)) throw new Error('ENOSPC: no space left on device')
        await cp(from, to)
      }
      await t.test(file, async (t) => {
        replaceIn(t, promises, { link: copyFile, copyFile })
        await t.rejects(copyVersionOne(folder, join(folder, 'states', 'team')), /ENOSPC/, 'the error')
      })
      t.strictSame(await readdir(join(folder, 'states')), [], `${file}: no temporary folder is left`)
      const sandbox = await StoredSandbox.open(t, folder, { fixtures: team })
      t.equal(sandbox.text, expected, `${file}: the next start migrates it`)
    }
  })
}
