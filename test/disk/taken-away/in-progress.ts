import { existsSync, renameSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { loadFixtureSet } from '../../../src/fixtures/load-fixture-set.ts'
import { storeFixtureSet } from '../../../src/fixtures/store-fixture-set.ts'
import { call } from '../../support/calls.ts'
import { mockOn } from '../../support/data-directory.ts'
import { storedApis } from '../../support/stored-apis.ts'
import { temporaryFolder } from '../../support/temporary.ts'
import { LOST, served } from './served.ts'

export async function inProgress(t: Test): Promise<void> {
  t.test('an upload does not create the directory again', async (t) => {
    const root = join(await temporaryFolder(t), 'data')
    const mock = await mockOn(t, root)
    await rename(root, `${root}-away`)
    t.equal((await call(mock, 'PUT', '/__admin/fixtures/mine')).status, 503, 'the upload gets a 503')
    t.notOk(existsSync(root), 'the directory stays away')
    await rename(`${root}-away`, root)
    let response = await call(mock, 'PUT', '/__admin/fixtures/mine')
    for (; response.status === 503; response = await call(mock, 'PUT', '/__admin/fixtures/mine')) await response.text()
    t.equal(response.status, 201, 'once it is back, the upload is accepted')
  })

  t.test('a reset or upload in progress does not create the directory again', async (t) => {
    const { root, away, sandbox } = await served(t)
    const paging = await loadFixtureSet(storedApis, 'fixtures/paging.json', 'paging')
    const copied = sandbox.log.keep(paging)
    renameSync(root, away)
    await t.rejects(copied, LOST, 'a reset')
    const check = () => {
      if (!existsSync(root)) throw new Error('lost')
    }
    const checkAndRename = () => {
      check()
      renameSync(root, away)
    }
    renameSync(away, root)
    const stored = storeFixtureSet(storedApis, join(root, 'fixtures'), 'mine', paging.state, checkAndRename)
    await t.rejects(stored, { message: 'lost' }, 'an upload')
    t.notOk(existsSync(root), 'the directory stays away')
  })
}
