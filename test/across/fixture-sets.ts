import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { call, createAtriumUser, stateText } from '../support/calls.ts'
import { mockOn } from '../support/data-directory.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** Fixture sets of a running server. */
export async function fixtureSets(t: Test): Promise<void> {
  t.test('can be saved, uploaded, downloaded, reset to and deleted', async (t) => {
    const mock = await mockFor(t)
    const send = async (method: string, name: string, body?: unknown) => {
      const response = await call(mock, method, `/__admin/fixtures/${name}`, body)
      return { status: response.status, text: await response.text() }
    }
    await createAtriumUser(mock, { identifier: 'saved' })
    const saved = await stateText(mock)
    t.equal((await send('PUT', 'mine')).status, 201, 'saved')
    t.equal((await send('PUT', 'mine')).status, 200, 'replaced')
    t.equal((await send('GET', 'mine')).text, saved, 'a download is the state')
    await mock.reset('empty')
    t.not(await stateText(mock), saved, 'reset to another set')
    await mock.reset('mine')
    t.equal(await stateText(mock), saved, 'reset to the saved set')
    t.equal((await send('PUT', 'sent', JSON.parse(saved))).status, 201, 'uploaded')
    t.equal((await send('GET', 'sent')).text, saved, 'an upload is downloaded as it was')
    t.equal((await send('DELETE', 'mine')).status, 204, 'deleted')
    t.equal((await send('GET', 'mine')).status, 404, 'download after deletion')
    t.equal((await send('DELETE', 'mine')).status, 404, 'second deletion')
    const rejected: [string, string, unknown, number][] = [
      ['PUT', 'default', undefined, 409],
      ['DELETE', 'paging', undefined, 409],
      ['PUT', '..%2f..%2fout', undefined, 400],
      ['PUT', 'UPPER', undefined, 400],
      ['PUT', 'x'.repeat(65), undefined, 400],
      ['PUT', 'bad', { atrium: {} }, 422],
      ['GET', 'none', undefined, 404]
    ]
    for (const [method, name, body, status] of rejected) {
      t.equal((await send(method, name, body)).status, status, `${method} ${name}`)
    }
  })

  t.test('in --fixtures-dir override the built-in ones and are read again when they change', async (t) => {
    const own = await temporaryFolder(t)
    const usersIn = (count: number) =>
      JSON.stringify(
        fixture({ atrium: { credentials: [], users: Array.from({ length: count }, (_, n) => ({ guid: guid(n) })) } })
      )
    await writeFile(join(own, 'default.json'), usersIn(1))
    await writeFile(join(own, 'mine.json'), usersIn(2))
    const mock = await mockFor(t, { fixturesDir: own, auth: 'any' })
    const users = async () => JSON.parse(await stateText(mock)).atrium.users.length
    t.equal(await users(), 1, 'default is the file')
    await mock.reset('mine')
    t.equal(await users(), 2, 'a reset to another file')
    await writeFile(join(own, 'mine.json'), usersIn(13))
    await mock.reset('mine')
    t.equal(await users(), 13, 'a reset reads the edited file')
    const saved = await call(mock, 'PUT', '/__admin/fixtures/mine')
    t.equal(saved.status, 409, 'a save under the name of a file in --fixtures-dir')
    const title = /'mine' is the file .*mine\.json, which the server never changes/
    t.match(JSON.parse(await saved.text()), { errors: [{ title }] }, 'the error of that save')
  })

  t.test('cannot be saved under the name of the file that the server was started with', async (t) => {
    const [folder, dataDir] = [await temporaryFolder(t), await temporaryFolder(t)]
    const file = join(folder, 'my.json')
    await writeFile(file, JSON.stringify(fixture()))
    const mock = await mockOn(t, dataDir, { fixtures: file })
    t.equal((await call(mock, 'PUT', '/__admin/fixtures/my')).status, 409, 'a save under the name of the started file')
    await mock.close()
    await t.resolves(mockOn(t, dataDir, { fixtures: file }), 'the next start works')
  })

  t.test(
    'that were saved survive a restart and can be used at a start; files in --fixtures-dir are only read',
    async (t) => {
      const [dataDir, own] = [await temporaryFolder(t), await temporaryFolder(t)]
      await writeFile(join(own, 'ours.json'), await readFile('fixtures/empty.json'))
      const mock = await mockOn(t, dataDir, { fixturesDir: own })
      await createAtriumUser(mock, { identifier: 'saved' })
      const saved = await stateText(mock)
      t.equal((await call(mock, 'PUT', '/__admin/fixtures/mine')).status, 201, 'saved')
      t.equal(
        (await call(mock, 'PUT', '/__admin/fixtures/ours')).status,
        409,
        'a file in --fixtures-dir is never written'
      )
      await mock.reset('ours')
      await mock.close()
      const again = await mockOn(t, dataDir, { fixturesDir: own })
      t.match(await stateText(again), /"users": \[\]/, 'the state after the reset')
      await again.reset()
      t.match(await stateText(again), /"users": \[\]/, 'a reset returns to the set of the last reset')
      await again.reset('mine')
      t.equal(await stateText(again), saved, 'the saved set')
      await again.close()
      const onMine = await mockOn(t, dataDir, { fixtures: 'mine' })
      t.equal(await stateText(onMine), saved, 'a start with the saved set')
      t.equal((await call(onMine, 'DELETE', '/__admin/fixtures/mine')).status, 204, 'deleted')
    }
  )
}
