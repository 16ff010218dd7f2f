import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'

const ID = '21111111-1111-4111-8111-11111111111A'
const UNKNOWN = '11111111-1111-4111-8111-111111111111'

/** Calls that create, read, edit, remove and import stub mappings. */
export async function mappings(t: Test): Promise<void> {
  t.test('mappings are created, read, edited and removed', async (t) => {
    const { admin, send } = await controlFor(t)
    const created = await admin('POST', 'mappings', { id: ID, request: { url: '/x' }, persistent: false, priority: 2 })
    const id = ID.toLowerCase()
    const mapping = { id, uuid: id, request: { method: 'ANY', url: '/x' }, response: { status: 200 } }
    t.match(created, { status: 201, json: mapping }, 'create')
    t.same((await admin('GET', `mappings/${ID}`)).json, created.json, 'read')
    const duplicate = { status: 422, json: { errors: [{ code: 109, title: 'Duplicate stub mapping ID' }] } }
    t.match(await admin('POST', 'mappings', { uuid: ID }), duplicate, 'create with a known id')
    const edited = { status: 200, json: { id, request: { url: '/y' } } }
    t.match(await admin('PUT', `mappings/${ID}`, { request: { url: '/y' } }), edited, 'edit')
    t.equal((await send('GET', '/y')).status, 200, 'the edited stub responds')
    t.match(await admin('PUT', `mappings/${ID}`, '[]'), { status: 422 }, 'edit with a list')
    t.same((await admin('DELETE', `mappings/${ID}`)).json, {}, 'remove')
    for (const method of ['GET', 'DELETE']) {
      t.equal((await admin(method, `mappings/${UNKNOWN}`)).status, 404, `${method} an unknown id`)
    }
    t.equal((await admin('PUT', `mappings/${UNKNOWN}`, {})).status, 404, 'PUT an unknown id')
    t.equal((await admin('GET', 'mappings/x')).status, 400, 'GET an invalid id')
  })

  t.test("mappings are edited and removed by their bodies, as WireMock's Java client does", async (t) => {
    const { admin, send, stub } = await controlFor(t)
    const id = await stub({ request: { url: '/x' } })
    const edited = { id, request: { url: '/y' } }
    t.equal((await admin('POST', 'mappings/edit', edited)).status, 204, 'edit')
    t.equal((await send('GET', '/y')).status, 200, 'the edited stub responds')
    t.equal((await admin('POST', 'mappings/edit', { id: UNKNOWN })).status, 404, 'edit an unknown id')
    t.equal((await admin('POST', 'mappings/remove', edited)).status, 200, 'remove by id')
    t.equal((await admin('POST', 'mappings/remove', edited)).status, 200, 'remove again')
    await stub(edited)
    t.equal((await admin('POST', 'mappings/remove', { request: edited.request })).status, 200, 'remove by request')
    t.equal((await send('GET', '/y')).status, 404, 'the stub is gone')
  })

  t.test('an import adds all mappings or none', async (t) => {
    const { admin, send, stub } = await controlFor(t)
    await stub({ id: ID, request: { url: '/x' }, response: { body: 'old' } })
    await stub({ request: { url: '/other' } })
    const imported = [
      { id: ID, request: { url: '/x' }, response: { body: 'new' } },
      { request: { url: '/y' }, response: { body: '1' } },
      { request: { url: '/y' }, response: { body: '2' } }
    ]
    const load = (importOptions?: object) => admin('POST', 'mappings/import', { mappings: imported, importOptions })
    const total = async () => (await admin('GET', 'mappings')).json.meta.total
    t.equal((await load({ duplicatePolicy: 'IGNORE' })).status, 200, 'IGNORE')
    t.equal((await send('GET', '/x')).text, 'old', 'IGNORE keeps a known stub')
    t.equal((await send('GET', '/y')).text, '1', 'the first of equals wins')
    await load({ duplicatePolicy: 'OVERWRITE', deleteAllNotInImport: true })
    t.equal((await send('GET', '/x')).text, 'new', 'OVERWRITE replaces a known stub')
    t.equal(await total(), 3, 'deleteAllNotInImport removes all others')
    await load()
    t.equal(await total(), 5, 'without options, others are kept')
    const invalid = await admin('POST', 'mappings/import', { mappings: [{}, { metod: 1 }] })
    const errors = [{ source: { pointer: '/mappings/1/metod' } }]
    t.match(invalid, { status: 422, json: { errors } }, 'an invalid mapping')
    t.equal((await admin('POST', 'mappings/import', { mapping: [] })).status, 422, 'an unknown member')
    t.equal(await total(), 5, 'invalid imports add nothing')
    const sameId = Array.from({ length: 2000 }, (_, i) => ({
      id: ID,
      request: { url: '/z' },
      response: { body: `${i}` }
    }))
    const { status } = await admin('POST', 'mappings/import', { mappings: sameId })
    t.same([status, await total()], [200, 5], 'the same id many times is one stub')
    t.equal((await send('GET', '/z')).text, '0', 'the first of the list')
  })

  t.test('mappings are found and removed by their metadata', async (t) => {
    const { admin, stub } = await controlFor(t)
    const id = await stub({ request: { url: '/x' }, metadata: { suite: 'a' } })
    await stub({ request: { url: '/y' }, metadata: { suite: 'b' } })
    await stub({ request: { url: '/z' } })
    const pattern = { matchesJsonPath: { expression: '$.suite', equalTo: 'a' } }
    const found = { mappings: [{ id }], meta: { total: 1 } }
    t.match((await admin('POST', 'mappings/find-by-metadata', pattern)).json, found, 'find')
    t.same((await admin('POST', 'mappings/remove-by-metadata', pattern)).json, {}, 'remove')
    t.equal((await admin('GET', 'mappings')).json.meta.total, 2, 'the others are kept')
    t.equal((await admin('POST', 'mappings/find-by-metadata', {})).status, 422, 'an empty pattern')
  })

  t.test('mappings are read as leniently as WireMock reads them', async (t) => {
    const { admin, send, stub } = await controlFor(t)
    const id = await stub({
      id: '',
      uuid: '',
      name: '',
      $schema: 'x',
      insertionIndex: 3,
      priority: '1',
      persistent: 'true',
      postServeActions: [],
      serveEventListeners: null,
      request: { method: 'GET_OR_HEAD', url: '/x', customMatcher: null, multipartPatterns: [] },
      response: {
        status: '202',
        fixedDelayMilliseconds: '1',
        delayDistribution: { type: 'uniform', lower: '1', upper: 2 },
        chunkedDribbleDelay: { numberOfChunks: '2', totalDuration: ' 2 ' },
        bodyFileName: null,
        transformers: [],
        transformerParameters: {},
        proxyBaseUrl: '',
        fromConfiguredStub: true
      }
    })
    const expected = {
      name: '',
      id,
      request: { method: 'GET_OR_HEAD', url: '/x' },
      response: {
        status: 202,
        fixedDelayMilliseconds: 1,
        delayDistribution: { type: 'uniform', lower: 1, upper: 2 },
        chunkedDribbleDelay: { numberOfChunks: 2, totalDuration: 2 }
      },
      uuid: id,
      priority: 1,
      persistent: true
    }
    t.same((await admin('GET', `mappings/${id}`)).json, expected, 'empty fields are left out')
    t.equal((await send('GET', '/x')).status, 202, 'GET')
    t.equal((await send('HEAD', '/x')).status, 202, 'HEAD')
    t.equal((await send('POST', '/x')).status, 404, 'another method')
    await stub({ request: { method: 'PROPFIND', url: '/x' }, response: { status: 207 } })
    t.equal((await send('PROPFIND', '/x')).status, 207, 'a method that the APIs do not have')
    const settings = { fixedDelay: '3', proxyPassThrough: 'false' }
    t.equal((await admin('PUT', 'settings', settings)).status, 200, 'settings')
    t.match(
      (await admin('GET', 'settings')).json,
      { settings: { fixedDelay: 3, proxyPassThrough: false } },
      'as numbers'
    )
  })
}
