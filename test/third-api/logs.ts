import type { Test } from 'tap'
import { assemble } from '../../src/mock/assemble.ts'
import { all, BEARER, CONTACTS, fixtureFile, mockFor, optionsFor } from './contacts.ts'

/** Its requests in the journal, and its changes in the history. */
export async function logs(t: Test): Promise<void> {
  t.test('the journal redacts the token; stubs apply', async (t) => {
    const { mock, send } = await mockFor(t)
    await send(`GET ${CONTACTS}/c1?x=1`)
    await send(`POST ${CONTACTS}`, { name: 'x' }, { authorization: 'Bearer secret-token@w1' })
    const pattern = { urlPathPattern: '/contacts-api/.*' }
    const found = await mock.requests.find(pattern)
    t.match(found, [{ method: 'GET', url: `${CONTACTS}/c1?x=1`, headers: { authorization: '*****' } }], 'library')
    const shown = [
      JSON.stringify(found),
      (await send('GET /__admin/requests')).text,
      (await send('POST /__admin/requests/find', pattern)).text,
      (await send('GET /sandboxes/w1/__admin/requests')).text
    ]
    for (const [i, text] of shown.entries()) {
      t.match(text, '*****', `output ${i} shows that there was a credential`)
      t.notMatch(text, 'secret-token', `output ${i} does not show the token`)
    }
    t.equal((await send('POST /__admin/requests/count', pattern)).json.count, 1, 'count')

    await mock.stub({
      request: {
        method: 'GET',
        urlPath: `${CONTACTS}/c1`,
        headers: { Authorization: { equalTo: 'Bearer secret-token' } }
      },
      response: { status: 503, jsonBody: { code: 'stubbed' } }
    })
    t.match(await send(`GET ${CONTACTS}/c1`), { status: 503, json: { code: 'stubbed' } }, 'stub')
    t.equal((await send(`GET ${CONTACTS}/c3`)).status, 200, 'other requests')
    await mock.reset()
    t.equal((await send(`GET ${CONTACTS}/c1`)).status, 200, 'a reset removes the stub')
  })

  t.test('each change is in the history, with the request that caused it', async (t) => {
    const mock = await assemble(optionsFor({ fixtures: await fixtureFile(t) }), all)
    t.teardown(() => mock.close())
    const inject = { method: 'POST', url: CONTACTS, headers: BEARER, payload: { name: 'x' } } as const
    t.equal((await mock.server.inject(inject)).statusCode, 201, 'inject')
    const { history, journal } = mock.sandboxes.default
    const [entry] = journal.newestFirst()
    if (entry === undefined) throw new Error('the journal is empty')
    t.match(
      history.newestFirst(),
      [
        {
          revision: 1,
          cause: { request: journal.idOf(entry) },
          change: { op: 'add', api: 'contacts', list: 'contacts' }
        }
      ],
      'history'
    )
  })
}
