import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { Crc32 } from '../../src/common/files/digest.ts'
import { readFixtureFile } from '../../src/fixtures/fixture-file.ts'
import { fixtureText } from '../../src/fixtures/fixture-text.ts'
import { loadFixtureSet } from '../../src/fixtures/load-fixture-set.ts'
import type { Provenance, StoredApi } from '../../src/log/file/format.ts'
import { StateFile } from '../../src/log/file/state-file.ts'
import { withZeroCounters } from '../../src/state/state.ts'
import { contacts, emptyState, storedApis, textOf } from '../support/stored-apis.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

const name = { name: 'default', sha256: 'a' }
const counters = { atrium: { guids: 3 }, atms: {} }
const provenance: Provenance = {
  store: 's',
  revision: 5,
  counters,
  startedFrom: name,
  fixtures: name,
  sandbox: { stubs: ['\u2028'] }
}

export async function stateFile(t: Test): Promise<void> {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'state.json')

  t.test('is read as it was written', async (t) => {
    const { state: initial } = await loadFixtureSet(storedApis, 'fixtures/default.json', 'default')
    const atrium = { lists: {}, ...initial['atrium'], counters: { guids: 3 } }
    const state = { ...initial, atrium }
    t.equal(await new StateFile(storedApis, file).read(), null, 'there is no state file yet')
    await new StateFile(storedApis, file).write({ state, provenance })
    const read = await new StateFile(storedApis, file).read()
    t.strictSame(read?.provenance, provenance, 'the provenance')
    t.strictSame(read?.state['atrium']?.counters, { guids: 3 }, 'the counters')
    t.equal(textOf(read?.state ?? emptyState()), textOf(state), 'the records')
    t.strictSame(withZeroCounters(state)['atrium']?.counters, { guids: 0 }, 'fixtures have none')
    t.same(Object.keys(await filesIn(folder)), [file], 'no other file is left')
  })

  t.test('gets empty lists and zero counters for an API that was added since', async (t) => {
    await new StateFile(storedApis, file).write({ state: emptyState(), provenance })
    const apis: StoredApi[] = [...storedApis, contacts]
    const read = await new StateFile(apis, file).read()
    t.equal(textOf(read?.state ?? {}, apis), textOf(emptyState(apis), apis), 'empty lists')
    t.strictSame(read?.state['contacts']?.counters, { ids: 0, tickets: 0 }, 'zero counters')
  })

  t.test('may start with the bytes of a fixture file', async (t) => {
    const fixture = join(folder, 'fixture.json')
    const rows: [string, (text: string) => string][] = [
      ['as the program writes it', (text) => text],
      ['with a $schema', (text) => text.replace('{\n', '{\n  "$schema": "x",\n')],
      ['with blank lines before', (text) => `\ufeff \n\r\n${'\n'.repeat(2 ** 20)}${text.replaceAll('\n', '\r\n')}`]
    ]
    const { state } = await loadFixtureSet(storedApis, 'fixtures/default.json', 'default')
    for (const [what, edit] of rows) {
      await writeFile(fixture, edit([...fixtureText(storedApis, state)].join('')))
      const written = new StateFile(storedApis, file)
      await written.write({ state: emptyState(), provenance, file: fixture })
      const { result, digest } = await readFixtureFile(storedApis, file, { digest: () => new Crc32() })
      t.match(result, { ok: true, provenance }, what)
      t.equal(result.ok && textOf(result.state), textOf(state), `${what}: the records`)
      t.equal(digest, written.crc32, `${what}: the CRC-32`)
    }
  })

  t.test('of version one is read with its counters', async (t) => {
    const $mock = { store: 's', changes: 4, issued: 7, startedFrom: name, fixtures: name }
    await writeFile(file, JSON.stringify({ $mock }))
    const read = await new StateFile(storedApis, file).read()
    const { sandbox: _, ...rest } = provenance
    t.strictSame(
      read?.provenance,
      { ...rest, revision: 4, counters: { atrium: { guids: 7 }, atms: {} } },
      'the provenance'
    )
    t.strictSame(read?.state['atrium']?.counters, { guids: 7 }, 'the counters')
    const { state } = (await new StateFile([...storedApis, contacts], file).read()) ?? {}
    t.strictSame(state?.['contacts']?.counters, { ids: 0, tickets: 0 }, 'zero for an API that was added since')
  })

  t.test('that no version wrote is rejected', async (t) => {
    const newer =
      /state\.json was written by a newer atrium-atms-mock \(format 4, this one reads up to 3\)\. Nothing was/
    const rows: [string, { message: string | RegExp }][] = [
      ['{"atrium":1}', { message: `${file}: 1 error` }],
      ['{}', { message: /\$mock is missing, damaged or was edited\. Nothing was changed/ }],
      ['{"$mock":{"store":1}}', { message: /\$mock is missing, damaged or was edited/ }],
      [
        JSON.stringify({ $mock: { store: 's', changes: 4, startedFrom: name, fixtures: name } }),
        { message: /\$mock is missing, damaged or was edited/ }
      ],
      [
        JSON.stringify({ $mock: { version: 2, ...provenance, sandbox: null, crc32: '0' } }),
        { message: /\$mock is missing, damaged or was edited/ }
      ],
      ['{"$mock":{"version":2,"store":"s"}}', { message: /\$mock is missing, damaged or was edited/ }],
      ['{"$mock":{"version":4}}', { message: newer }],
      ['{"$mock":{"version":4},"cars":{"list":[]}}', { message: newer }]
    ]
    for (const [text, expected] of rows) {
      await writeFile(file, text)
      await t.rejects(new StateFile(storedApis, file).read(), expected, text)
    }
    const below = new StateFile(storedApis, join(file, 'below')).read()
    await t.rejects(below, { code: 'ENOTDIR' }, 'a folder that is a file')
  })
}
