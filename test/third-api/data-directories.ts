import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import { listsText } from '../../src/fixtures/fixture-text.ts'
import { startServer } from '../../src/mock/start-mock.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { CONTACTS, fixtureFile, mockFor, optionsFor } from './contacts.ts'

/** The only state file in a data directory. */
async function stateIn(dataDir: string) {
  const [key = ''] = await readdir(join(dataDir, 'states'))
  return JSON.parse(await readFile(join(dataDir, 'states', key, 'state.json'), 'utf8'))
}

/** Its data on disk. */
export async function dataDirectories(t: Test): Promise<void> {
  t.test('a stopped server resumes its contacts; a data directory of other APIs gets empty lists', async (t) => {
    const dataDir = await temporaryFolder(t)
    const fixtures = await fixtureFile(t)
    const options = { fixtures, dataDir, ephemeral: false }
    const first = await mockFor(t, options)
    await first.send(`POST ${CONTACTS}`, { name: 'kept' })
    const state = (await first.send('GET /__admin/state')).text
    await first.mock.close()
    const second = await mockFor(t, options)
    t.equal((await second.send('GET /__admin/state')).text, state, 'state')
    t.equal((await second.send(`POST ${CONTACTS}`, { name: 'next' })).json.id, 'c4', 'counter')
    await second.send('POST /__admin/reset')
    await second.mock.close()
    const third = await mockFor(t, options)
    t.equal((await third.send(`GET ${CONTACTS}`)).json.length, 2, 'a reset')

    const old = await temporaryFolder(t)
    const before = await startServer(optionsFor({ dataDir: old, ephemeral: false }), apis)
    await before.mock.close()
    const after = await mockFor(t, { fixtures: 'default', dataDir: old, ephemeral: false, auth: 'any' })
    t.strictSame((await after.send(`GET ${CONTACTS}`)).json, [], 'a directory from before the API')
    await after.send(`POST ${CONTACTS}`, { name: 'first' })
    await after.mock.close()
    t.match(
      (await stateIn(old)).contacts,
      { tokens: [], contacts: [{ id: 'c1', name: 'first', email: null }] },
      'its state file'
    )
  })

  t.test('a large fixture file without the section: the state file has it', async (t) => {
    // Files of this size are copied as they are, if the copy is the same state.
    const metadata = 'x'.repeat(1024 * 1024)
    const users = Array.from({ length: 17 }, (_, i) => ({
      guid: `USR-00000000-0000-0000-0000-0000000000${i + 10}`,
      metadata
    }))
    const fixtures = join(await temporaryFolder(t), 'large.json')
    await writeFile(fixtures, listsText(apis, { atrium: { users } }))
    const dataDir = await temporaryFolder(t)
    await mockFor(t, { fixtures, dataDir, ephemeral: false })
    t.match((await stateIn(dataDir)).contacts, { tokens: [], contacts: [] }, 'state file')
  })
}
