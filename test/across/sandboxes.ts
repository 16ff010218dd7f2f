import type { Test } from 'tap'
import { call, createAtriumUser } from '../support/calls.ts'
import { isolatedSandboxes } from '../support/isolation.ts'
import { mockFor } from '../support/mock.ts'
import { resetUnderLoad } from '../support/resets-under-load.ts'

/** The sandboxes of a running server. */
export async function sandboxes(t: Test): Promise<void> {
  t.test('the control API lists, creates, reads and drops them', async (t) => {
    const mock = await mockFor(t)
    const send = async (method: string, path: string, body?: unknown) => {
      const response = await call(mock, method, `/__admin/sandboxes${path}`, body)
      const text = await response.text()
      return { status: response.status, body: text === '' ? '' : JSON.parse(text) }
    }
    const w1 = { name: 'w1', fixtures: 'paging', counts: { atriumUsers: 260, atmsUsers: 260 }, requests: 0 }
    t.match(await send('PUT', '/w1', { fixtures: 'paging' }), { status: 201, body: w1 }, 'created')
    t.match(
      await send('PUT', '/w1', { fixtures: 'paging' }),
      { status: 200, body: w1 },
      'a second create returns the existing sandbox'
    )
    const title = /'w1' already exists with the fixtures 'paging'/
    t.match(await send('PUT', '/w1'), { status: 409, body: { errors: [{ title }] } }, 'on other fixtures')
    t.match(await send('PUT', '/w2'), { status: 201, body: { fixtures: 'default' } }, "on the server's fixtures")
    t.match(await send('PUT', '/w3', { fixtures: 'none' }), { status: 404 }, 'on unknown fixtures')
    t.match(await send('PUT', '/%zz'), { status: 400 }, 'a malformed name')
    t.match(await send('GET', '/w1'), { status: 200, body: w1 }, 'read')
    await call(mock, 'GET', '/sandboxes/w1/users')
    t.match(await send('GET', '/w1'), { body: { requests: 1 } }, 'its requests are counted')
    const all = [{ name: 'default' }, { name: 'w1', created: /Z$/, lastUsed: /Z$/ }, { name: 'w2' }]
    t.match(await send('GET', ''), { status: 200, body: { sandboxes: all } }, 'the list')
    t.match(await send('DELETE', '/w1'), { status: 204, body: '' }, 'dropped')
    t.match(await send('DELETE', '/w1'), { status: 404 }, 'a second drop')
    t.match(await send('GET', '/w1'), { status: 404 }, 'a read after the drop')
    t.match(await send('DELETE', '/default'), { status: 409 }, 'default cannot be dropped')
  })

  t.test('start with the same guids, and do not see each other', async (t) => {
    const mock = await mockFor(t)
    const [one, two] = [mock.sandbox('one'), mock.sandbox('two')]
    const first = await createAtriumUser(one, { identifier: 'same' })
    t.strictSame(await createAtriumUser(two, { identifier: 'same' }), first, 'the same user in both')
    await one.reset('empty')
    const again = await createAtriumUser(one, { identifier: 'same' })
    t.equal(again.guid, first.guid, 'a reset restarts the sequence')
    const random = await mockFor(t, { guidSeed: 'random' })
    t.not((await createAtriumUser(random, { identifier: 'same' })).guid, first.guid, 'a random seed')
  })

  t.test('that are dropped and used again start over', async (t) => {
    const mock = await mockFor(t)
    const one = mock.sandbox('one')
    const first = await createAtriumUser(one, { identifier: 'same' })
    await call(mock, 'DELETE', '/__admin/sandboxes/one')
    t.strictSame(await createAtriumUser(one, { identifier: 'same' }), first, 'the handle reaches the new sandbox')
    await one.reset()
    t.strictSame(await createAtriumUser(one, { identifier: 'same' }), first, 'and resets it')
  })

  t.test('limit the number of users each, and a deletion makes room', async (t) => {
    const mock = await mockFor(t, { fixtures: 'empty', atriumUserLimit: 1 })
    const create = async (target: { url: string }) =>
      (await call(target, 'POST', '/users', { user: { metadata: 'm' } })).status
    const { guid } = await createAtriumUser(mock, { metadata: 'm' })
    t.equal(await create(mock), 422, 'beyond the limit')
    t.equal(await create(mock.sandbox('w1')), 200, 'another sandbox')
    await call(mock, 'DELETE', `/users/${guid}`)
    t.equal(await create(mock), 200, 'after a deletion')
    await mock.reset()
    t.equal(await create(mock), 200, 'after a reset')
  })

  t.test('64 in parallel each see only their own users', async (t) => {
    await isolatedSandboxes(t, await mockFor(t, { fixtures: 'empty' }), 64, 500)
  })

  t.test('a reset is atomic: no request fails, and no response mixes two states', async (t) => {
    await resetUnderLoad(t, await mockFor(t), 32, 25)
  })
}
