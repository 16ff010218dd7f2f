import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import { FixtureCopies } from '../../src/log/file/fixture-copies.ts'
import { fixture } from '../support/fixtures.ts'
import { storedApis, textOf } from '../support/stored-apis.ts'
import { temporaryFolder } from '../support/temporary.ts'

export async function copies(t: Test): Promise<void> {
  t.test('a copy of a set with two names is found under both', async (t) => {
    const copies = new FixtureCopies(storedApis, await temporaryFolder(t))
    const set = await loadFixtureSet(storedApis, 'fixtures/default.json', 'default')
    await copies.add(set)
    for (const name of ['one', 'two']) t.equal((await copies.find({ ...set, name })).name, name, name)
  })

  t.test('a copy has the contents that were loaded, even if the file has changed', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'own.json')
    const edits: [string, () => Promise<void>][] = [
      ['unchanged', async () => {}],
      ['changed', () => writeFile(file, JSON.stringify(fixture({ atrium: { credentials: [], users: [] } })))],
      ['removed', () => rm(file)]
    ]
    for (const [what, edit] of edits) {
      await writeFile(file, JSON.stringify(fixture()))
      const set = await loadFixtureSet(storedApis, file, 'own')
      await edit()
      await new FixtureCopies(storedApis, join(folder, what)).add(set)
      const { state } = await new FixtureCopies(storedApis, join(folder, what)).find(set)
      t.equal(textOf(state), textOf(set.state), what)
    }
  })

  t.test('a set whose file is not plain JSON is copied with its made-up guids', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'own.jsonc')
    await writeFile(file, '// by hand\n{ "atrium": { "credentials": [], "users": [{ "identifier": "a" }, {}] } }')
    const set = await loadFixtureSet(storedApis, file, 'own', { seed: 'any' })
    await new FixtureCopies(storedApis, folder).add(set)
    const { state } = await new FixtureCopies(storedApis, folder).find(set)
    t.equal(textOf(state), textOf(set.state), 'the records')
  })

  t.test('only the copies that are needed remain', async (t) => {
    const folder = await temporaryFolder(t)
    const copies = new FixtureCopies(storedApis, folder)
    const set = await loadFixtureSet(storedApis, 'fixtures/empty.json', 'empty')
    for (const digit of ['1', '2', '3']) await copies.add({ ...set, sha256: digit.repeat(64) })
    await writeFile(join(folder, 'notes'), '')
    const remaining = await copies.keepOnly((sha256) => sha256.startsWith('2'))
    t.strictSame([...remaining], ['2'.repeat(64)], 'their hashes')
    await t.rejects(
      copies.find({ name: 'x', sha256: '1'.repeat(64) }),
      /cannot read .*1{64}-\*\.json, the copy of the fixtures 'x': it is missing\. Nothing .*--fresh/,
      'the others'
    )
    await t.resolves(copies.find({ name: 'x', sha256: '2'.repeat(64) }), 'those that are needed')
  })
}
