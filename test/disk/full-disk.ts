import { readFile } from 'node:fs/promises'
import type { Test } from 'tap'
import { call, createAtriumUser, newAccount, stateText } from '../support/calls.ts'
import { mockOn } from '../support/data-directory.ts'
import { imageOf } from '../support/image.ts'
import { program } from '../support/program.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

export async function fullDisk(t: Test): Promise<void> {
  const { start } = await program(t)

  t.test('a change that cannot be stored gets a 503, and later ones are accepted', async (t) => {
    const folder = await temporaryFolder(t)
    const limited = start(['--json', '--port', '0', '--data-dir', folder], 40)
    const mock = { url: await limited.ready }
    const large = { user: { metadata: 'x'.repeat(4000) } }
    let response = await call(mock, 'POST', '/users', large)
    for (; response.ok; response = await call(mock, 'POST', '/users', large)) await response.text()
    const reason =
      /^nothing was changed: cannot write .*state\.wal\.ndjson: .*\. .*, or restart with another --data-dir$/
    t.equal(response.status, 503, 'Atrium: the status')
    t.match(await response.json(), { error: { status: 'service_unavailable', message: reason } }, 'Atrium: the body')
    const before = await stateText(mock)
    const account = { ...newAccount('zed'), Phone: 'x'.repeat(4000) }
    const rejected = await call(mock, 'POST', '/api/Users', account)
    t.equal(rejected.status, 503, 'ATMS: the status')
    t.match(await rejected.json(), { Message: reason }, 'ATMS: the body')
    const stub = await call(mock, 'POST', '/__admin/mappings', { response: { body: 'x'.repeat(4000) } })
    t.equal(stub.status, 503, 'a stub: the status')
    t.match(await stub.json(), { errors: [{ title: reason }] }, 'a stub: the body')
    const larger = before.replace(/x{4000}/, 'x'.repeat(8000))
    const reset = await call(mock, 'PUT', '/__admin/state', larger)
    t.equal(reset.status, 503, 'an uploaded state: the status')
    t.match(await reset.json(), { errors: [{ title: /^nothing was changed: cannot write / }] }, 'and the body')
    t.equal(await stateText(mock), before, 'nothing was changed')
    const logged = limited.output.err.match(/state\.wal\.ndjson: the file would exceed the maximum size/g)
    t.equal(logged?.length, 1, 'the reason is logged once')
    const paging = await readFile('fixtures/paging.json', 'utf8')
    const title = /^nothing was changed: cannot write .*: the file would exceed the maximum size/
    for (const [what, method, path, body] of [
      ['an upload', 'PUT', '/__admin/fixtures/large', paging],
      ['a reset to another set', 'POST', '/__admin/reset', { fixtures: 'paging' }]
    ] as const) {
      const response = await call(mock, method, path, body)
      t.equal(response.status, 503, `${what}: the status`)
      t.match(await response.json(), { errors: [{ title }] }, `${what}: the body`)
    }
    const left = Object.keys(await filesIn(folder)).filter((file) => file.endsWith('.tmp'))
    t.strictSame(left, [], 'no part of a file is left, which would keep the disk full')
    await createAtriumUser(mock, { identifier: 'small enough' })
    const after = await stateText(mock)
    limited.process.kill('SIGKILL')
    await limited.ended
    const restarted = await mockOn(t, folder)
    t.strictSame(restarted.notices, [], 'no part of a line was left')
    t.equal(await stateText(restarted), after, 'the state after a restart')
  })

  t.test('a start without room for the log fails and changes nothing', async (t) => {
    const folder = await temporaryFolder(t)
    const mock = await mockOn(t, folder)
    await createAtriumUser(mock, { metadata: 'x'.repeat(30_000) })
    const image = await imageOf(t, folder)
    const before = await filesIn(image)
    const limited = start(['--port', '0', '--data-dir', image], 40)
    t.equal(await limited.ended, 1, 'it ends')
    t.match(
      limited.output.err,
      /^atrium-atms-mock: cannot use the data directory .*: .* the disk is full\. Use another/,
      'and says why'
    )
    t.strictSame(await filesIn(image), before, 'no file was changed')
  })
}
