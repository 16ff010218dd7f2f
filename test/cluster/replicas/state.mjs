// Users, stubs, scenarios, settings, fixture sets and the history.
import assert from 'node:assert/strict'
import { call } from '../http.mjs'
import { pairsOf } from '../scenarios.mjs'

const LARGE = 3 * 1024 * 1024
const USES = 5

export const state = {
  'a user that any replica created is read through any other': async (sandbox, replicas) => {
    for (const [writer, reader] of pairsOf(replicas)) {
      const { user } = await sandbox.call(writer, 'POST', '/users', {
        user: { metadata: `${writer.name}-${reader.name}` }
      })
      assert.deepEqual((await sandbox.call(reader, 'GET', `/users/${user.guid}`)).user, user)
    }
  },

  'an identifier is unique across replicas': async (sandbox, replicas) => {
    const responses = await Promise.all(
      Array.from({ length: 15 }, (_, i) =>
        sandbox.send(replicas[i % replicas.length], 'POST', '/users', { user: { identifier: 'one' } })
      )
    )
    assert.deepEqual(responses.map(({ status }) => status).sort(), [200, ...Array(14).fill(409)])
  },

  'parallel creations through all replicas get different guids, in the order of the seed': async (
    sandbox,
    replicas
  ) => {
    const users = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        sandbox.call(replicas[i % replicas.length], 'POST', '/users', { user: { metadata: '' } })
      )
    )
    const other = Object.assign(Object.create(Object.getPrototypeOf(sandbox)), { name: `${sandbox.name}-other` })
    const expected = []
    for (let n = 0; n < 30; n++)
      expected.push((await other.call(replicas[0], 'POST', '/users', { user: { metadata: '' } })).user.guid)
    assert.deepEqual(users.map(({ user }) => user.guid).sort(), expected.sort())
  },

  'a stub that counts its uses counts those of all replicas': async (sandbox, replicas) => {
    const stub = { request: { urlPath: '/few' }, response: { status: 201 }, metadata: { mock: { times: USES } } }
    await sandbox.call(replicas[0], 'POST', '/__admin/mappings', stub)
    const responses = await Promise.all(
      Array.from({ length: 18 }, (_, i) => sandbox.send(replicas[i % replicas.length], 'GET', '/few'))
    )
    assert.equal(responses.filter(({ status }) => status === 201).length, USES)
  },

  'a scenario advances through all replicas': async (sandbox, replicas) => {
    const step = (from, to) => ({
      scenarioName: 'steps',
      requiredScenarioState: from,
      newScenarioState: to,
      request: { urlPath: '/step' },
      response: { body: from }
    })
    const mappings = [step('Started', 'one'), step('one', 'two'), step('two', 'Started')]
    await sandbox.call(replicas[0], 'POST', '/__admin/mappings/import', { mappings })
    const seen = []
    for (let n = 0; n < 6; n++) seen.push((await sandbox.send(replicas[n % replicas.length], 'GET', '/step')).text)
    assert.deepEqual(seen, ['Started', 'one', 'two', 'Started', 'one', 'two'])
  },

  'all replicas show the same state, stubs, settings and history': async (sandbox, replicas) => {
    const [a, b, c] = replicas
    const { user } = await sandbox.call(a, 'POST', '/users', { user: { identifier: 'x', metadata: '{"a":1.0}' } })
    await sandbox.call(b, 'PUT', `/users/${user.guid}`, { user: { is_disabled: true } })
    await sandbox.call(c, 'POST', '/api/Users', { Username: 'y', DisplayName: 'Y', UserGroupName: 'Operators' })
    await sandbox.call(a, 'POST', '/__admin/mappings', {
      request: { urlPath: '/z' },
      response: { jsonBody: { b: 1, a: 2 } }
    })
    await sandbox.call(b, 'PUT', '/__admin/settings', { fixedDelay: 1 })
    for (const path of ['state', 'mappings', 'settings', 'history', 'scenarios', 'history/1/state']) {
      const texts = await Promise.all(replicas.map((replica) => sandbox.send(replica, 'GET', `/__admin/${path}`)))
      for (const { status, text } of texts) assert.deepEqual([status, text], [200, texts[0].text], path)
    }
  },

  'any replica undoes and restores what others have changed': async (sandbox, replicas) => {
    const [a, b, c] = replicas
    const { user } = await sandbox.call(a, 'POST', '/users', { user: { identifier: 'x' } })
    await sandbox.call(b, 'PUT', `/users/${user.guid}`, { user: { metadata: 'new' } })
    await sandbox.call(c, 'POST', '/__admin/reset')
    await sandbox.call(a, 'POST', '/__admin/history/undo', { revision: 3 })
    await sandbox.call(b, 'POST', '/__admin/history/undo', { revision: 2 })
    // Revision 2 was undone, so nothing conflicts.
    await sandbox.call(c, 'POST', '/__admin/history/undo', { revision: 1 })
    for (const replica of replicas) assert.equal((await sandbox.call(replica, 'GET', '/users')).users.length, 0)
    await sandbox.call(c, 'POST', '/__admin/history/restore', { revision: 2 })
    for (const replica of replicas)
      assert.equal((await sandbox.call(replica, 'GET', '/users')).users[0].metadata, 'new')
  },

  'a change that is larger than a message of the store': async (sandbox, replicas) => {
    const stub = { request: { urlPath: '/large' }, response: { body: 'x'.repeat(LARGE) } }
    await sandbox.call(replicas[0], 'POST', '/__admin/mappings', stub)
    for (const replica of replicas) assert.equal((await sandbox.send(replica, 'GET', '/large')).text.length, LARGE)
  },

  'a fixture set that one replica saved is used through another': async (sandbox, [a, b, c]) => {
    await sandbox.call(a, 'POST', '/users', { user: { identifier: 'saved' } })
    const saved = await sandbox.call(a, 'GET', '/__admin/state')
    await call(a, 'PUT', '/__admin/fixtures/shared', saved)
    assert.ok((await call(b, 'GET', '/__admin/fixtures')).body.fixtures.some(({ name }) => name === 'shared'))
    await sandbox.call(b, 'POST', '/__admin/reset')
    await sandbox.call(c, 'POST', '/__admin/reset', { fixtures: 'shared' })
    for (const replica of [a, b, c]) {
      assert.deepEqual(
        (await sandbox.call(replica, 'GET', '/users')).users.map(({ identifier }) => identifier),
        ['saved']
      )
    }
    await call(c, 'DELETE', '/__admin/fixtures/shared')
    for (const replica of [a, b, c]) {
      assert.ok(!(await call(replica, 'GET', '/__admin/fixtures')).body.fixtures.some(({ name }) => name === 'shared'))
    }
  },

  'a state of many users that one replica loaded': async (sandbox, replicas) => {
    const before = await sandbox.call(replicas[0], 'GET', '/__admin/state')
    const users = Array.from({ length: 20_000 }, (_, n) => ({ identifier: `user-${n}` }))
    await sandbox.call(replicas[0], 'PUT', '/__admin/state', { ...before, atrium: { ...before.atrium, users } })
    for (const replica of replicas) {
      assert.equal((await sandbox.call(replica, 'GET', '/users')).pagination.total_entries, 20_000)
    }
  }
}
