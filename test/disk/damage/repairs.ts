import { appendFile, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { records as atrium } from '../../../src/apis/atrium/records.ts'
import { loadFixtureSet } from '../../../src/fixtures/load-fixture-set.ts'
import { fixture } from '../../support/fixtures.ts'
import { imageOf } from '../../support/image.ts'
import { storedApis, textOf } from '../../support/stored-apis.ts'
import { StoredSandbox } from '../../support/stored-sandbox.ts'
import { filesIn, temporaryFolder } from '../../support/temporary.ts'
import { type Images, LOG, STATE } from './images.ts'

/** A failed start writes nothing, and files that were removed or edited on purpose are accepted. */
export async function repairs(t: Test, images: Images): Promise<void> {
  const { killed, other, text } = images
  t.test('a start that fails writes nothing, not even a copy of its fixtures', async (t) => {
    const image = await imageOf(t, killed)
    await truncate(join(image, LOG), (await stat(join(image, LOG))).size - 1)
    await appendFile(join(image, LOG), '\u0000\n')
    const file = join(await temporaryFolder(t), 'mine.json')
    await writeFile(file, JSON.stringify(fixture()))
    const fixtures = await loadFixtureSet(storedApis, file, 'mine')
    const before = await filesIn(image)
    const open = StoredSandbox.open(t, image, { fixtures, key: 'default' })
    await t.rejects(open, { message: /line 5 is damaged/ }, 'the reason')
    t.strictSame(await filesIn(image), before, 'no file was changed')
  })

  t.test('an incomplete last line is dropped', async (t) => {
    const image = await imageOf(t, killed)
    // The first line names the server that wrote the log.
    const changes = async () => (await readFile(join(image, LOG), 'latin1')).split('\n').slice(1)
    const whole = await changes()
    await appendFile(join(image, LOG), '0123abcd {"revision":5,"op')
    const restarted = await StoredSandbox.open(t, image)
    t.strictSame(restarted.notices, ['state.wal.ndjson: dropped a truncated final record (26 bytes)'], 'the notice')
    t.equal(restarted.text, text, 'everything else is there')
    t.strictSame(await changes(), whole, 'the log is whole')
  })

  t.test('state.json without its log is resumed, and a notice says so', async (t) => {
    const image = await imageOf(t, killed)
    await rm(join(image, LOG))
    const restarted = await StoredSandbox.open(t, image)
    const path = join(image, 'states', 'default')
    t.strictSame(
      restarted.notices,
      [`${path} has no state.wal.ndjson: changes made after state.json was written are lost`],
      'the notice'
    )
    t.equal(restarted.text, textOf(restarted.fixtures.state), 'the state of state.json')
  })

  t.test('an edited state.json is used after its log was removed', async (t) => {
    const image = await imageOf(t, other)
    const file = join(image, STATE)
    await writeFile(file, (await readFile(file, 'utf8')).replace('"is_disabled":false', '"is_disabled":true'))
    await t.rejects(
      StoredSandbox.open(t, image),
      { message: /is damaged or was edited/ },
      'it is rejected while its log exists'
    )
    await rm(join(image, LOG))
    const { users } = atrium.of({ apis: (await StoredSandbox.open(t, image)).state }).lists
    t.equal(users.slice(0, 1)[0]?.is_disabled, true, 'the edited value is served')
  })
}
