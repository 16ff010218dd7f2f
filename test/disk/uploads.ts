import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { call } from '../support/calls.ts'
import { mockOn } from '../support/data-directory.ts'
import { temporaryFolder } from '../support/temporary.ts'

export async function uploads(t: Test): Promise<void> {
  t.test('concurrent calls do not write the same file at once', async (t) => {
    const folder = await temporaryFolder(t)
    const mock = await mockOn(t, folder)
    const all = (method: string, path: string, bodies: unknown[]) =>
      Promise.all(bodies.map(async (body) => (await call(mock, method, path, body)).status))
    const paging = await readFile('fixtures/paging.json', 'utf8')
    const saves = await all('PUT', '/__admin/fixtures/mine', [paging, undefined, paging, undefined])
    t.strictSame(saves.toSorted(), [200, 200, 200, 201], 'saves')
    const known = await (await call(mock, 'GET', '/__admin/fixtures/mine')).text()
    t.equal(await readFile(join(folder, 'fixtures', 'mine.json'), 'utf8'), known, 'the file has the same contents')
    t.strictSame(
      await all('POST', '/__admin/reset', Array(4).fill({ fixtures: 'mine' })),
      [200, 200, 200, 200],
      'resets'
    )
    t.strictSame(await all('GET', '/__admin/fixtures/empty', Array(2).fill(undefined)), [200, 200], 'reads')
  })

  t.test('a fixture file that is damaged while the server runs is reported, and hides no other', async (t) => {
    const folder = await temporaryFolder(t)
    const mock = await mockOn(t, folder)
    await mkdir(join(folder, 'fixtures'))
    const file = join(folder, 'fixtures', 'torn.json')
    await writeFile(file, '{"atr')
    const calls: [string, string, unknown?][] = [
      ['GET', '/__admin/fixtures/torn'],
      ['POST', '/__admin/reset', { fixtures: 'torn' }],
      ['PUT', '/__admin/sandboxes/w1', { fixtures: 'torn' }]
    ]
    for (const [method, path, body] of calls) {
      const response = await call(mock, method, path, body)
      t.equal(response.status, 422, `${method} ${path}: the status`)
      t.match(
        await response.json(),
        {
          errors: [{ code: 422, title: `${file}: 1 error`, source: { pointer: '' }, detail: /invalid JSON/ }],
          meta: { total: 1 }
        },
        `${method} ${path}: the body`
      )
    }
    await mkdir(join(folder, 'fixtures', 'folder.json'))
    const response = await call(mock, 'GET', '/__admin/fixtures/folder')
    t.equal(response.status, 422, 'a folder: the status')
    const title = /cannot read the file of the fixture set 'folder': .* is a folder, not a fixture file/
    t.match(await response.json(), { errors: [{ title }] }, 'a folder: the body')
    t.match(
      await (await call(mock, 'GET', '/__admin/fixtures')).json(),
      {
        fixtures: [
          { name: 'folder', error: /is a folder/ },
          { name: 'torn', error: `${file}: 1 error` },
          { name: 'default', counts: {} },
          { name: 'empty', counts: {} },
          { name: 'paging', counts: {} }
        ]
      },
      'the list'
    )
    t.equal((await call(mock, 'DELETE', '/__admin/fixtures/torn')).status, 204, 'it can be removed')
  })
}
