import type { Test } from 'tap'
import { FixtureFileError } from '../../src/fixtures/fixture-file.ts'
import { startServer } from '../../src/mock/start-mock.ts'
import { ADA, all, CONTACTS, fixtureFile, mockFor, optionsFor } from './contacts.ts'

/** Its section of fixtures and of the state. */
export async function fixtures(t: Test): Promise<void> {
  t.test('fixtures: errors name the record; a fixture without the section means empty lists', async (t) => {
    const section = {
      tokens: ['a b'],
      contacts: [
        ADA,
        { id: 'c1', name: 'x' },
        { id: 'c2' },
        { id: 'c4', name: 'x', email: 'ADA@example.com' },
        { i: 1 }
      ],
      groups: []
    }
    const fixtures = await fixtureFile(t, section)
    const error = await startServer(optionsFor({ fixtures }), all).catch((error: unknown) => error)
    if (!(error instanceof FixtureFileError)) throw error
    t.strictSame(
      error.problems.listed.map(({ pointer }) => pointer).toSorted(),
      [
        '/contacts/contacts/1/id',
        '/contacts/contacts/2/name',
        '/contacts/contacts/3/email',
        '/contacts/contacts/4/i',
        '/contacts/contacts/4/id',
        '/contacts/contacts/4/name',
        '/contacts/groups',
        '/contacts/tokens/0'
      ],
      'pointers'
    )

    const { mock, send } = await mockFor(t, { fixtures: 'default', auth: 'any' })
    t.strictSame((await send(`GET ${CONTACTS}`)).json, [], 'no contacts')
    t.strictSame(mock.credentials['contacts'], {}, 'no credentials')
    t.match((await send('GET /__admin/state')).json, { contacts: { tokens: [], contacts: [] } }, 'export')
    t.equal((await send(`POST ${CONTACTS}`, { name: 'first' })).json.id, 'c1', 'a contact can be created')
    const strict = await mockFor(t, { fixtures: 'default' })
    t.equal((await strict.send(`GET ${CONTACTS}`)).status, 401, 'no token is valid')
  })

  t.test('reset, export, import, fixture sets and counts include the API', async (t) => {
    const { mock, send } = await mockFor(t)
    const initial = (await send('GET /__admin/state')).text
    t.match(initial, '"contacts": {\n    "tokens": [\n      "secret-token"\n    ],\n    "contacts": [', 'format')
    await send(`POST ${CONTACTS}`, { name: 'new' })
    const changed = (await send('GET /__admin/state')).text
    const saved = await send('PUT /__admin/fixtures/saved')
    t.match(saved.json, { counts: { contacts: 3, contactsTokens: 1, atriumUsers: 7 } }, 'saved set')
    t.match((await send('GET /__admin/fixtures')).json.fixtures.at(-1).counts, { contacts: 3 }, 'listed set')

    const reset = await send('POST /__admin/reset')
    t.match(reset.json, { counts: { contacts: 2, contactsTokens: 1 }, revision: 2 }, 'reset')
    t.equal((await send('GET /__admin/state')).text, initial, 'state after a reset')
    t.equal((await send(`POST ${CONTACTS}`, { name: 'again' })).json.id, 'c2', 'the counter restarts')
    t.equal((await send('PUT /__admin/state', changed)).status, 200, 'import')
    t.equal((await send('GET /__admin/state')).text, changed, 'state after an import')
    const invalid = await send('PUT /__admin/state', { contacts: { tokens: [], contacts: [{ id: 'c1' }] } })
    t.match(
      invalid,
      { status: 422, json: { errors: [{ source: { pointer: '/contacts/contacts/0/name' } }] } },
      'invalid'
    )
    t.equal((await send('GET /__admin/state')).text, changed, 'an invalid import changes nothing')
    await mock.reset('empty')
    t.match((await send('GET /__admin/health')).json.serving.counts, { contacts: 0, contactsTokens: 0 }, 'health')
    await mock.reset('saved')
    t.equal((await send('GET /__admin/state')).text, changed, 'reset to a saved set')
    t.equal((await send('PUT /__admin/fixtures/sent', initial)).status, 201, 'upload')
    t.equal((await send('GET /__admin/fixtures/sent')).text, initial, 'download')
  })
}
