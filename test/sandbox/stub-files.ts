import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { call, type Target } from '../support/calls.ts'
import { mockOn, type PersistentMock } from '../support/data-directory.ts'
import { imageOf } from '../support/image.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { idOf } from './random-steps.ts'
import { read, stubFolder, stubOf } from './restarts.ts'

const one = stubOf(1, { metadata: { mock: { times: 2 } } })
const idsOf = async (target: Target): Promise<string[]> =>
  (await read(target, 'mappings')).mappings.map(({ id }: { id: string }) => id).sort()
const statusOf = async (target: Target, n: number) => (await call(target, 'GET', `/${n}`)).status

interface Edited {
  readonly stubs: string
  readonly image: string
  start(): Promise<PersistentMock>
}

async function afterRestart(t: Test, edited: (t: Test) => Promise<Edited>): Promise<void> {
  t.test('that did not change: the stubs resume with edits and counts', async (t) => {
    const { start } = await edited(t)
    const mock = await start()
    t.strictSame(mock.notices, [], 'no notice')
    t.strictSame(await idsOf(mock), [1, 2, 4, 6].map(idOf), 'stubs that were added and removed')
    t.equal(await statusOf(mock, 2), 280, 'the edited stub')
    t.equal(await statusOf(mock, 1), 291, 'the second use')
    t.equal(await statusOf(mock, 1), 404, 'no third use')
    await mock.reset()
    t.strictSame(await idsOf(mock), [1, 2, 3, 6].map(idOf), 'a reset returns to the files')
    t.equal(await statusOf(mock, 2), 292, 'and their contents')
  })

  t.test('that changed: their stubs are replaced, those of the API stay, and a notice says so', async (t) => {
    const { stubs, image, start } = await edited(t)
    await writeFile(join(stubs, '1.json'), JSON.stringify({ ...one, response: { status: 281 } }))
    await writeFile(join(stubs, '5.json'), JSON.stringify(stubOf(5)))
    await rm(join(stubs, '6.json'))
    const mock = await start()
    t.strictSame(
      mock.notices,
      ['the files in --stubs have changed: replaced their stubs and kept all others'],
      'a notice'
    )
    t.strictSame(await idsOf(mock), [1, 2, 3, 4, 5].map(idOf), 'the stubs of the files, and that of the API')
    t.equal(await statusOf(mock, 1), 281, 'the new contents')
    t.equal(await statusOf(mock, 1), 281, 'with a new count')
    t.equal(await statusOf(mock, 2), 292, 'the edit is gone')
    t.equal(await statusOf(mock, 4), 294, 'the stub of the API')
    await call(mock, 'PUT', `/__admin/mappings/${idOf(5)}`, stubOf(5, { response: { status: 285 } }))
    const killed = await mockOn(t, await imageOf(t, image), { stubs })
    t.strictSame(killed.notices, [], 'no notice after a kill')
    t.equal(await statusOf(killed, 5), 285, 'later edits survive a kill')
    await mock.close()
    const again = await start()
    t.equal(await statusOf(again, 5), 285, 'later edits survive a stop')
    t.strictSame(again.notices, [], 'one notice is enough')
    t.strictSame(await idsOf(again), [1, 2, 3, 4, 5].map(idOf), 'the same stubs')
    await again.reset()
    t.strictSame(await idsOf(again), [1, 2, 3, 5].map(idOf), 'a reset returns to the files as they are')
  })

  t.test('that a reset has read again are not new after a restart', async (t) => {
    const { stubs, image, start } = await edited(t)
    const mock = await start()
    await writeFile(join(stubs, '1.json'), JSON.stringify({ ...one, response: { status: 281 } }))
    await mock.reset()
    t.equal(await statusOf(mock, 1), 281, 'the new contents after a reset')
    await call(mock, 'PUT', `/__admin/mappings/${idOf(2)}`, stubOf(2, { response: { status: 282 } }))
    const killed = await mockOn(t, await imageOf(t, image), { stubs })
    t.strictSame(killed.notices, [], 'no notice')
    t.strictSame([await statusOf(killed, 1), await statusOf(killed, 2)], [281, 282], 'the file, and the later edit')
  })

  t.test('that changed after a reset: a notice says so', async (t) => {
    const { stubs, image, start } = await edited(t)
    const mock = await start()
    await mock.reset()
    const copy = await imageOf(t, image)
    await writeFile(join(stubs, '1.json'), JSON.stringify({ ...one, response: { status: 281 } }))
    const killed = await mockOn(t, copy, { stubs })
    t.strictSame(
      killed.notices,
      ['the files in --stubs have changed: replaced their stubs and kept all others'],
      'a notice'
    )
    t.equal(await statusOf(killed, 1), 281, 'the new contents')
  })

  t.test('that were removed: only the stubs of the API stay', async (t) => {
    const { stubs, start } = await edited(t)
    await rm(stubs, { recursive: true })
    await mkdir(stubs)
    const mock = await start()
    t.strictSame(await idsOf(mock), [idOf(2), idOf(4)], 'the stubs that were created or edited through the API')
    t.equal(mock.notices.length, 1, 'a notice')
  })

  t.test('without --stubs: only the stubs of the API stay, and a notice says so', async (t) => {
    const { image } = await edited(t)
    const mock = await mockOn(t, await imageOf(t, image))
    t.strictSame(await idsOf(mock), [idOf(2), idOf(4)], 'the stubs that were created or edited through the API')
    t.strictSame(
      mock.notices,
      ['--stubs is no longer set: removed the stubs from its files and kept all others'],
      'a notice'
    )
  })
}

/** The stubs of the `--stubs` folder after a restart. */
export async function stubFiles(t: Test): Promise<void> {
  /** A data directory of a server with four stubs in files, of which three were used, edited or removed; and a stub of the API. */
  async function edited(t: Test, isKilled: boolean) {
    const stubs = await stubFolder(t, { '1.json': one, '2.json': stubOf(2), '3.json': stubOf(3), '6.json': stubOf(6) })
    const dataDir = await temporaryFolder(t)
    const mock = await mockOn(t, dataDir, { stubs })
    t.equal(await statusOf(mock, 1), 291, 'the first use of a stub')
    await call(mock, 'PUT', `/__admin/mappings/${idOf(2)}`, stubOf(2, { response: { status: 280 } }))
    await call(mock, 'DELETE', `/__admin/mappings/${idOf(3)}`)
    await call(mock, 'POST', '/__admin/mappings', stubOf(4))
    const image = isKilled ? await imageOf(t, dataDir) : dataDir
    await mock.close()
    return { stubs, image, start: () => mockOn(t, image, { stubs }) }
  }

  for (const isKilled of [false, true])
    t.test(isKilled ? 'after a kill' : 'after an orderly stop', async (t) =>
      afterRestart(t, (t) => edited(t, isKilled))
    )
}
