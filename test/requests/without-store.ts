import type { Test } from 'tap'
import { MemoryJournals } from '../support/memory-journals.ts'
import { ATMS, countOf, LIST, replicasFor, STUB } from '../support/replicas.ts'

const ATRIUM = { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id' }
const JSON_TYPE = { 'content-type': 'application/json' }

/** What a server does while it cannot store requests. */
export async function withoutStore(t: Test): Promise<void> {
  t.test('without the store, requests and verifications fail', async (t) => {
    const { replicas, journals } = await replicasFor(t)
    const [one, other] = replicas
    await one.control('POST', 'mappings', {
      ...STUB,
      request: { urlPath: '/late' },
      response: { fault: 'EMPTY_RESPONSE' }
    })
    const around = { request: { urlPath: LIST }, response: { transformers: ['emulate'], fixedDelayMilliseconds: 1 } }
    await one.control('POST', 'mappings', around)
    await other.send('GET', LIST)
    t.equal(await countOf(one), 1, 'at first')
    journals.failure = new Error('no connection to the store')
    for (const path of [LIST, '/late', '/nowhere', '/api/UserGroups']) {
      const response = await one.send('GET', path)
      t.equal(response.status, 503, path)
      t.match(await response.text(), /could not be stored in the request journal: no connection to the store/, path)
    }
    for (const [method, path, body] of [
      ['GET', 'requests'],
      ['POST', 'requests/count', {}],
      ['POST', 'requests/find', {}],
      ['POST', 'requests/remove', {}],
      ['POST', 'requests/remove-by-metadata', { contains: 'x' }],
      ['POST', 'requests/count?atLeast=1&timeoutMs=9', {}],
      ['DELETE', 'requests'],
      ['DELETE', `requests/${STUB.id}`],
      ['GET', `requests/${STUB.id}`],
      ['GET', `requests/${STUB.id}/explanation`],
      ['GET', 'requests/unmatched'],
      ['GET', 'requests/unmatched/near-misses'],
      ['POST', 'near-misses/request-pattern', {}],
      ['GET', 'mappings/unmatched'],
      ['DELETE', 'mappings/unmatched'],
      ['POST', 'reset'],
      ['POST', 'mappings/reset'],
      ['GET', 'events']
    ] as const) {
      const { status, body: text } = await one.control(method, path, body)
      t.equal(status, 503, `${method} ${path}`)
      t.match(text.errors[0]?.title, /no connection to the store/, `${method} ${path}`)
    }
    t.strictSame(one.failures, [], 'no failure of the server')
    journals.failure = undefined
    await one.control('DELETE', 'mappings')
    t.equal((await one.send('GET', LIST)).status, 200, 'a request when the store is back')
    t.equal(await countOf(one, { urlPath: LIST }), 2, 'a verification')
  })

  t.test('also an error that cannot be stored becomes a 503 in the format of its API', async (t) => {
    const journals = new MemoryJournals()
    const { replicas } = await replicasFor(t, journals)
    journals.failure = new Error('no connection to the store')
    const message = /^the request was processed, but it could not be stored .* no connection to the store/
    const atrium = { error: { message, status: 'service_unavailable', type: 'unavailable' } }
    const rows: [what: string, call: string, request: RequestInit, body: object][] = [
      ['unknown credentials', 'GET /users', {}, atrium],
      ['an unknown user', 'GET /users/USR-1', { headers: ATRIUM }, atrium],
      ['a bad body', 'POST /users', { headers: { ...ATRIUM, ...JSON_TYPE }, body: '{' }, atrium],
      ['an unknown page', 'GET /users?page=99', { headers: ATRIUM }, atrium],
      ['an unknown path', 'GET /users/a/b/c', { headers: ATRIUM }, atrium],
      ['an unknown method', 'PATCH /users', { headers: ATRIUM }, atrium],
      ['an unknown token', `GET ${LIST}`, { headers: { token: 'wrong' } }, { Message: message }],
      ['an unknown account', `GET ${LIST}/nobody`, { headers: ATMS }, { Message: message }],
      ['a bad definition', `POST ${LIST}`, { headers: { ...ATMS, ...JSON_TYPE }, body: '{' }, { Message: message }],
      ['an unknown verb', `PATCH ${LIST}`, { headers: ATMS }, { Message: message }],
      ['an unknown route', 'GET /api/Nope', { headers: ATMS }, { Message: message }]
    ]
    for (const [what, call, request, body] of rows) {
      const [method = '', path] = call.split(' ')
      const response = await fetch(`${replicas[0].url}${path}`, { method, ...request })
      t.equal(response.status, 503, `${what}: the status`)
      t.match(await response.json(), body, what)
    }
    t.strictSame(replicas[0].failures, [], 'no failure of the server')
  })
}
