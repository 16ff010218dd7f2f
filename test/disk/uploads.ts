import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { fixtureText } from '../../src/fixtures/fixture-text.ts'
import { checksummed, StoredSetSum } from '../../src/fixtures/stored-set-sum.ts'
import { describeError } from '../../src/mock/describe-error.ts'
import { call, createAtriumUser, readJson, stateText } from '../support/calls.ts'
import { mockOn } from '../support/data-directory.ts'
import { imageOf } from '../support/image.ts'
import { RawConnection } from '../support/raw.ts'
import { emptyState, storedApis } from '../support/stored-apis.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

const CHECKSUM = /,\n {2}"\$mock": \{"crc32":"[0-9a-f]{8}"\}/

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
    const file = await readFile(join(folder, 'fixtures', 'mine.json'), 'utf8')
    t.equal(file.replace(CHECKSUM, ''), known, 'the file has the same contents, and a checksum')
    t.strictSame(
      await all('POST', '/__admin/reset', Array(4).fill({ fixtures: 'mine' })),
      [200, 200, 200, 200],
      'resets'
    )
    t.strictSame(await all('GET', '/__admin/fixtures/empty', Array(2).fill(undefined)), [200, 200], 'reads')
  })

  t.test('a state can be uploaded in any layout and any parts, and survives a kill', async (t) => {
    const folder = await temporaryFolder(t)
    const mock = await mockOn(t, folder)
    const paging = JSON.parse(await readFile('fixtures/paging.json', 'utf8'))
    const bytes = Buffer.from(JSON.stringify({ ...paging, $schema: '€'.repeat(50_000) }))
    const parts = new ReadableStream({
      async pull(controller) {
        for (let start = 0; start < bytes.length; start += 9973) controller.enqueue(bytes.subarray(start, start + 9973))
        controller.close()
      }
    })
    const request: RequestInit = { method: 'PUT', body: parts, duplex: 'half' }
    const response = await fetch(`${mock.url}/__admin/state`, request)
    t.equal(response.status, 200, 'the status')
    await createAtriumUser(mock, { identifier: 'later' })
    const text = await stateText(mock)
    t.ok(text.includes(paging.atrium.users[259].guid) && text.includes('later'), 'the state')
    t.equal(await stateText(await mockOn(t, await imageOf(t, folder))), text, 'after a kill')
    await mock.close()
    t.equal(await stateText(await mockOn(t, folder)), text, 'after a stop')
  })

  t.test('an aborted upload changes nothing', async (t) => {
    const folder = await temporaryFolder(t)
    const mock = await mockOn(t, folder)
    const [before, files] = [await stateText(mock), Object.keys(await filesIn(folder))]
    for (const path of ['state', 'fixtures/mine']) {
      const connection = await RawConnection.open(t, mock.url)
      connection.write(`PUT /__admin/${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${before.length}\r\n\r\n`)
      connection.write(before.slice(0, -10))
      await readJson(mock, '/__admin/health')
      connection.socket.destroy()
      t.ok(await connection.closed(), `${path}: no response`)
    }
    t.equal(await stateText(mock), before, 'the state')
    t.equal((await call(mock, 'GET', '/__admin/fixtures/mine')).status, 404, 'no fixture set')
    t.strictSame(Object.keys(await filesIn(folder)), files, 'no file')
  })

  t.test('a client gets the response while it is still sending', async (t) => {
    const mock = await mockOn(t, await temporaryFolder(t), { uploadLimit: 200_000 })
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`
    const rows: [string, string[], string, number][] = [
      ['an invalid document', [], `2\r\n{]\r\n${chunk}${chunk}0\r\n\r\n`, 422],
      ['one that is too large', [], `${chunk.repeat(8)}0\r\n\r\n`, 413],
      ['the same, and the connection is to be closed', ['Connection: close'], `${chunk.repeat(8)}0\r\n\r\n`, 413]
    ]
    for (const [what, headers, body, status] of rows) {
      const connection = await RawConnection.open(t, mock.url)
      const lines = ['PUT /__admin/state HTTP/1.1', 'Host: localhost', 'Transfer-Encoding: chunked', ...headers]
      t.equal((await connection.send(lines, body)).status, status, what)
      if (headers.length > 0) t.ok(await connection.closed(), `${what}: it is closed`)
      else
        t.equal(
          (await connection.send(['GET /__admin/health HTTP/1.1', 'Host: localhost'])).status,
          200,
          `${what}: next`
        )
    }
    const large = `{"$schema":"${'x'.repeat(200_000)}"}`
    t.equal((await call(mock, 'PUT', '/__admin/fixtures/mine', large)).status, 413, 'a length that is too large')
    t.equal(
      (await call(mock, 'PUT', '/__admin/fixtures/default', large)).status,
      413,
      'a length that is too large, for a built-in set'
    )
    t.equal(
      (await call(mock, 'PUT', '/__admin/fixtures/default', '{]')).status,
      409,
      'a name that cannot be used, before the body'
    )
  })

  t.test(
    'a fixture file that is damaged while the server runs is reported, and the other sets stay listed',
    async (t) => {
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
    }
  )

  t.test('a stored set that was damaged or edited is rejected at the start and while the server runs', async (t) => {
    const folder = await temporaryFolder(t)
    const mock = await mockOn(t, folder)
    await call(mock, 'PUT', '/__admin/fixtures/mine', await readFile('fixtures/default.json', 'utf8'))
    const file = join(folder, 'fixtures', 'mine.json')
    const stored = await readFile(file, 'utf8')
    const edited = stored.replace('amara', 'amora')
    const start = async (text: string, fixtures = 'mine') => {
      await writeFile(file, text)
      const other = await imageOf(t, folder)
      const path = fixtures === 'mine' ? fixtures : join(other, 'fixtures', 'mine.json')
      return mockOn(t, other, { fixtures: path }).then(stateText, describeError)
    }
    const message =
      /mine\.json: 1 error\n.*mine\.json#\/\$mock: the checksum does not match: the file is damaged or was edited\. To use it as it is, remove its member \$mock\nNothing was changed: restore the file, upload or save the set again, or use another fixture set/
    t.match(await start(edited), message, 'an edit')
    t.match(await start(edited, 'by path'), message, 'an edit, with the path of the file')
    t.match(await start(stored.replace(/\n/g, '\r\n')), message, 'other line ends')
    t.match(await start(stored.replace('"crc32"', '"crc33"')), message, 'the name of the checksum')
    t.match(
      await start(stored.slice(0, -30)),
      /invalid JSON.*\nNothing was changed: restore the file/s,
      'a missing end'
    )
    const same = (await start(stored)).length
    t.ok(same > 1000 && (await start(edited.replace(CHECKSUM, ''))).length === same, 'an edit without $mock is used')
    const state = await readFile(join(folder, 'states', 'default', 'state.json'), 'utf8')
    t.equal((await start(state)).length, same, 'a copy of a saved state is used')
    await writeFile(file, edited)
    const response = await call(mock, 'POST', '/__admin/reset', { fixtures: 'mine' })
    t.equal(response.status, 422, 'a reset to an edited set')
    t.match(await response.json(), {
      errors: [{ source: { pointer: '/$mock' }, detail: /the checksum does not match/ }]
    })
  })

  t.test('the checksum of a stored set does not depend on how it is divided into parts', async (t) => {
    const bytes = Buffer.concat(
      [...checksummed(fixtureText(storedApis, emptyState()))].map((part) => Buffer.from(part))
    )
    const provenance = JSON.parse(bytes.toString()).$mock
    for (const size of [1, 7, 39, 40, 41, 42, 43, 100, 1000]) {
      const isIntact = (changed: Buffer): boolean => {
        const sum = new StoredSetSum()
        for (let start = 0; start < changed.length; start += size) sum.update(changed.subarray(start, start + size))
        return sum.isIntact(provenance)
      }
      t.ok(isIntact(bytes), `parts of ${size} bytes`)
      t.notOk(isIntact(Buffer.concat([Buffer.from(' '), bytes])), `parts of ${size} bytes: a byte more`)
      t.notOk(isIntact(bytes.subarray(0, -1)), `parts of ${size} bytes: a byte less`)
    }
  })
}
