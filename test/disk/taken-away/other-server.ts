import { join } from 'node:path'
import type { Test } from 'tap'
import { call, createAtriumUser, newAccount } from '../../support/calls.ts'
import { mockOn } from '../../support/data-directory.ts'
import { filesIn, removeFolder, temporaryFolder } from '../../support/temporary.ts'

export async function otherServer(t: Test): Promise<void> {
  t.test('a server never writes over the files of another one', async (t) => {
    const root = join(await temporaryFolder(t), 'data')
    const first = await mockOn(t, root)
    await createAtriumUser(first, { identifier: 'forgotten' })
    await call(first, 'PUT', '/__admin/fixtures/mine')
    await removeFolder(root)
    const second = await mockOn(t, root)
    for (let n = 1; n <= 5; n++) await createAtriumUser(second, { identifier: `second-${n}` })
    await second.close()
    const before = await filesIn(root)
    const title =
      /^the data directory .*data (was|is|contains) .*: changes are rejected until it is restored\. Restore it, or/
    const responses: [string, Response, unknown][] = [
      [
        'Atrium',
        await call(first, 'POST', '/users', { user: { metadata: 'x' } }),
        { error: { status: 'service_unavailable', message: title } }
      ],
      ['ATMS', await call(first, 'POST', '/api/Users', newAccount('zed')), { Message: title }],
      ['a stub', await call(first, 'POST', '/__admin/mappings', {}), { errors: [{ title }] }],
      ['a reset', await call(first, 'POST', '/__admin/reset'), { errors: [{ title }] }],
      ['a saved set', await call(first, 'PUT', '/__admin/fixtures/mine'), { errors: [{ title }] }],
      ['a deleted set', await call(first, 'DELETE', '/__admin/fixtures/mine'), { errors: [{ title }] }]
    ]
    for (const [what, response, body] of responses) {
      t.equal(response.status, 503, `${what}: the status`)
      t.match(await response.json(), body, `${what}: the body`)
    }
    t.equal((await call(first, 'GET', '/users')).status, 200, 'reads work')
    const inMemory = await call(first, 'POST', '/sandboxes/w1/users', { user: { metadata: 'x' } })
    t.equal(inMemory.status, 200, 'sandboxes in memory accept changes')
    await first.close()
    t.strictSame(await filesIn(root), before, 'the files of the other server are unchanged')
  })
}
