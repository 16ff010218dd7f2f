import type { Test } from 'tap'
import { call, createAtriumUser, newAccount, readJson, stateText, type Target } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'
import { stubOf } from './restarts.ts'

const post = (target: Target, path: string, revision: unknown) =>
  call(target, 'POST', `/__admin/history/${path}`, { revision })

const revisionOf = async (target: Target): Promise<number> =>
  (await readJson(target, '/__admin/history?limit=0')).meta.revision

/** Undoes a change. @returns the error message, or nothing */
async function undo(target: Target, revision: number): Promise<string | undefined> {
  const response = await post(target, 'undo', revision)
  const body = JSON.parse(await response.text())
  return response.ok ? undefined : `${response.status} ${body.errors[0].title}`
}

/** What a tester sees, without revision and times. */
async function everything(target: Target) {
  const [mappings, scenarios, settings, health] = await Promise.all(
    ['mappings', 'scenarios', 'settings', 'health'].map((path) => readJson(target, `/__admin/${path}`))
  )
  return { records: await stateText(target), mappings, scenarios, settings, fixtures: health.serving.fixtures }
}

export async function undoing(t: Test): Promise<void> {
  t.test('each kind of change is undone, and so is the undo', async (t) => {
    const mock = await mockFor(t)
    const [user, other] = [
      await createAtriumUser(mock, { identifier: 'x' }),
      await createAtriumUser(mock, { metadata: 'm' })
    ]
    await call(mock, 'POST', '/api/Users', newAccount('Ann'))
    const scenario = { scenarioName: 's', newScenarioState: 'next' }
    await call(mock, 'POST', '/__admin/mappings/import', { mappings: [stubOf(1, scenario)] })
    const rows: [what: string, method: string, path: string, body?: object][] = [
      ['an added user', 'POST', '/users', { user: { identifier: 'new' } }],
      ['an added account', 'POST', '/api/Users', newAccount('Bob')],
      ['a changed user', 'PUT', `/users/${user.guid}`, { user: { identifier: 'y' } }],
      ['a disabled account', 'PUT', '/api/Users/ann/disable'],
      ['a removed user', 'DELETE', `/users/${other.guid}`],
      ['a removed account', 'DELETE', '/api/Users/ann'],
      ['settings', 'PUT', '/__admin/settings', { fixedDelay: 1 }],
      ['an added stub', 'POST', '/__admin/mappings', stubOf(2)],
      ['removed stubs', 'DELETE', '/__admin/mappings'],
      ['a scenario', 'PUT', '/__admin/scenarios/s/state', { state: 'next' }],
      ['reset scenarios', 'POST', '/__admin/scenarios/reset'],
      ['reset stubs', 'POST', '/__admin/mappings/reset'],
      ['reset records', 'POST', '/__admin/state/reset', { fixtures: 'paging' }],
      ['a reset', 'POST', '/__admin/reset', { fixtures: 'empty' }]
    ]
    const before = await everything(mock)
    for (const [what, method, path, body] of rows) {
      const response = await call(mock, method, path, body)
      t.ok(response.status < 300, `${what}: ${response.status}`)
      const after = await everything(mock)
      const revision = await revisionOf(mock)
      t.equal(await undo(mock, revision), undefined, `${what}: undone`)
      t.strictSame(await everything(mock), before, `${what}: everything is as before`)
      t.equal(await undo(mock, revision + 1), undefined, `${what}: the undo is undone`)
      const { records: _, ...others } = await everything(mock)
      const { records: __, ...expected } = after
      t.strictSame(others, expected, `${what}: as before the undo`)
      t.equal(await undo(mock, revision + 2), undefined, `${what}: undone again`)
    }
  })

  t.test('an uploaded state is undone', async (t) => {
    const mock = await mockFor(t)
    const before = await stateText(mock)
    const { atrium, ...others } = JSON.parse(before)
    const response = await call(mock, 'PUT', '/__admin/state', { ...others, atrium: { ...atrium, users: [] } })
    t.equal(response.status, 200, 'uploaded')
    t.equal(await undo(mock, await revisionOf(mock)), undefined, 'undone')
    t.equal(await stateText(mock), before, 'the records')
  })

  t.test('conflicts change nothing', async (t) => {
    const mock = await mockFor(t)
    const user = await createAtriumUser(mock, { identifier: 'x' })
    const url = `/users/${user.guid}`
    const stub = (n: number) => call(mock, 'POST', '/__admin/mappings', stubOf(n))
    type Act = () => Promise<unknown>
    const rows: [what: string, change: Act, later: Act, reason: RegExp][] = [
      [
        'an added user who changed',
        () => createAtriumUser(mock, { metadata: 'm' }),
        async () => {
          const { guid } = JSON.parse(await stateText(mock)).atrium.users.at(-1)
          await call(mock, 'PUT', `/users/${guid}`, { user: { identifier: 'later' } })
        },
        /was changed since/
      ],
      [
        'a change of a user who changed again',
        () => call(mock, 'PUT', url, { user: { metadata: '1' } }),
        () => call(mock, 'PUT', url, { user: { metadata: '2' } }),
        /was changed since/
      ],
      [
        'an identifier that is taken',
        () => call(mock, 'PUT', url, { user: { identifier: 'free' } }),
        () => createAtriumUser(mock, { identifier: 'x' }),
        /another record in atrium.users has 'x' now/
      ],
      [
        'a removed user whose identifier is taken',
        () => call(mock, 'DELETE', url),
        () => createAtriumUser(mock, { identifier: 'free' }),
        /another record in atrium.users has 'free' now/
      ],
      [
        'a removed account whose group is gone',
        () => call(mock, 'DELETE', '/api/Users/visitor'),
        async () => {
          const { atms, ...others } = JSON.parse(await stateText(mock))
          const users = atms.users.filter((account: { UserGroupName: string }) => account.UserGroupName === 'Operators')
          const userGroups = [{ GroupName: 'Operators' }]
          await call(mock, 'PUT', '/__admin/state', { ...others, atms: { ...atms, users, userGroups } })
        },
        /the UserGroupName 'Read Only' does not exist any more/
      ],
      [
        'settings',
        () => call(mock, 'PUT', '/__admin/settings', { fixedDelay: 1 }),
        () => call(mock, 'PUT', '/__admin/settings', { fixedDelay: 2 }),
        /changed the same part since/
      ],
      ['stubs', () => stub(1), () => stub(2), /changed the same part since/],
      [
        'a reset',
        () => call(mock, 'POST', '/__admin/reset'),
        () => createAtriumUser(mock, { metadata: 'm' }),
        /revision \d+ changed the same part since/
      ]
    ]
    for (const [what, change, later, reason] of rows) {
      await change()
      const revision = await revisionOf(mock)
      await later()
      const before = { ...(await everything(mock)), revision: await revisionOf(mock) }
      t.match(
        await undo(mock, revision),
        new RegExp(`^409 revision ${revision} cannot be undone: .*${reason.source}`),
        what
      )
      t.strictSame(
        { ...(await everything(mock)), revision: await revisionOf(mock) },
        before,
        `${what}: nothing changed`
      )
    }
  })

  t.test('a later change that was undone is no conflict', async (t) => {
    const mock = await mockFor(t)
    const steps: [method: string, path: string, body?: object][] = [
      ['PUT', '/__admin/settings', { fixedDelay: 1 }],
      ['PUT', '/__admin/settings', { fixedDelay: 2 }],
      ['POST', '/__admin/mappings', stubOf(1)],
      ['POST', '/__admin/mappings', stubOf(2)],
      ['POST', '/__admin/reset', { fixtures: 'paging' }],
      ['POST', '/users', { user: { identifier: 'x' } }],
      ['POST', '/__admin/state/reset', { fixtures: 'empty' }]
    ]
    const before = await everything(mock)
    for (const [method, path, body] of steps) await call(mock, method, path, body)
    for (let revision = steps.length; revision > 0; revision--)
      t.equal(await undo(mock, revision), undefined, `revision ${revision}`)
    t.strictSame(await everything(mock), before, 'everything is as before')
  })

  t.test('the use of a stub cannot be undone, and is no conflict', async (t) => {
    const mock = await mockFor(t)
    await call(mock, 'POST', '/__admin/mappings', stubOf(1, { metadata: { mock: { times: 2 } } }))
    await call(mock, 'GET', '/1')
    t.match(await undo(mock, 2), /^409 revision 2 cannot be undone: the use of a stub is counted/, 'a use')
    t.equal(await undo(mock, 1), undefined, 'the stub')
    const operations = async (query: string) =>
      (await readJson(mock, `/__admin/history${query}`)).changes.map(
        ({ operation }: { operation: string }) => operation
      )
    t.strictSame(await operations(''), ['restore', 'stubs'], 'uses are hidden')
    t.strictSame(await operations('?uses=true'), ['restore', 'use_stub', 'stubs'], 'or shown')
  })

  t.test('a restore leads back through resets', async (t) => {
    const mock = await mockFor(t)
    await createAtriumUser(mock, { identifier: 'x' })
    await call(mock, 'POST', '/__admin/mappings', stubOf(1))
    await call(mock, 'PUT', '/__admin/settings', { fixedDelay: 1 })
    const before = await everything(mock)
    await call(mock, 'POST', '/__admin/reset', { fixtures: 'paging' })
    await createAtriumUser(mock, { metadata: 'm' })
    await call(mock, 'POST', '/__admin/reset', { fixtures: 'empty' })
    t.equal((await post(mock, 'restore', 3)).status, 200, 'restored')
    t.strictSame(await everything(mock), before, 'everything is back')
    const next = await createAtriumUser(mock, { metadata: 'm' })
    t.not(next.guid, JSON.parse(before.records).atrium.users.at(-1).guid, 'ids continue')
    t.equal((await call(mock, 'POST', '/__admin/reset')).status, 200, 'a reset returns to')
    t.equal((await readJson(mock, '/__admin/health')).serving.fixtures, 'default', 'the fixtures of that time')
  })
}
