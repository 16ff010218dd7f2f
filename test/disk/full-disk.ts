import { readFile } from 'node:fs/promises'
import type { Test } from 'tap'
import { call, createAtriumUser, newAccount, stateText } from '../support/calls.ts'
import { mockOn } from '../support/data-directory.ts'
import { imageOf } from '../support/image.ts'
import { program } from '../support/program.ts'
import { filesIn, temporaryFolder } from '../support/temporary.ts'

export async function fullDisk(t: Test): Promise<void> {
  const { start } = await program(t)

  t.test('a change that cannot be stored is refused, and later ones are accepted', async (t) => {
    const folder = await temporaryFolder(t)
    const limited = start(['--json', '--port', '0', '--data-dir', folder], 40)
    const mock = { url: await limited.ready }
    const large = { user: { metadata: 'x'.repeat(4000) } }
    let response = await call(mock, 'POST', '/users', large)
    for (; response.ok; response = await call(mock, 'POST', '/users', large)) await response.text()
    t.equal(response.status, 500, 'Atrium: the status')
    t.match(await response.json(), { error: { status: 'internal_server_error' } }, 'Atrium: the body')
    const before = await stateText(mock)
    const account = { ...newAccount('zed'), Phone: 'x'.repeat(4000) }
    const refused = await call(mock, 'POST', '/api/Users', account)
    t.equal(refused.status, 500, 'ATMS: the status')
    t.same(await refused.json(), { Message: 'An error has occurred.' }, 'ATMS: the body')
    const larger = before.replace(/x{4000}/, 'x'.repeat(8000))
    const reset = await call(mock, 'PUT', '/__admin/state', larger)
    t.equal(reset.status, 500, 'control API: the status')
    const title = /was not made, because it could not be written to the data directory/
    t.match(await reset.json(), { errors: [{ title }] }, 'control API: the body')
    t.equal(await stateText(mock), before, 'nothing was changed')
    t.match(limited.output.err, /only \d+ of \d+ bytes were written/, 'the reason is logged')
    const paging = await readFile('fixtures/paging.json', 'utf8')
    t.equal((await call(mock, 'PUT', '/__admin/fixtures/large', paging)).status, 500, 'an upload')
    t.equal((await call(mock, 'POST', '/__admin/reset', { fixtures: 'paging' })).status, 500, 'a reset to another set')
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

  t.test('a start without room for the log is refused, and the directory stays as it is', async (t) => {
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
