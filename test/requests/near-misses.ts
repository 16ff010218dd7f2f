import type { Test } from 'tap'
import { controlFor, type Json } from '../support/control.ts'

/** Stubs and requests that almost matched. */
export async function nearMisses(t: Test): Promise<void> {
  t.test('the nearest stub comes first', async (t) => {
    const { send, admin, stub } = await controlFor(t)
    const far = await stub({ request: { method: 'PUT', urlPathPattern: '/quite/other.*' } })
    const caseInsensitive = { equalTo: 'one', caseInsensitive: true }
    const near = await stub({
      request: {
        method: 'POST',
        url: '/near',
        headers: { 'x-a': { or: [caseInsensitive, { and: [{ contains: 'x' }, { contains: 'y' }] }] } },
        cookies: { c: { absent: true } },
        basicAuthCredentials: { username: 'u', password: 'p' },
        bodyPatterns: [{ equalTo: 'b' }]
      }
    })
    const template = await stub({ request: { method: 'POST', urlPathTemplate: '/nearer/{id}' } })
    await send('POST', '/neap', { headers: { 'x-a': 'TWO' }, body: 'b' })
    const misses = (await admin('GET', 'requests/unmatched/near-misses')).json.nearMisses
    const ids = misses.map((miss: Json) => miss.stubMapping.id)
    t.same(ids, [near, template, far], 'the order of stubs')
    const distances = misses.map((miss: Json) => miss.matchResult.distance)
    const [first, second, third] = distances
    t.ok(first > 0 && first < second && second < third && third <= 1, `distances increase: ${distances}`)

    const request = { method: 'POST', url: '/near', headers: { 'X-A': ['One'], authorization: 'Basic dTpw' } }
    const find = async (body: object) => (await admin('POST', 'near-misses/request', body)).json.nearMisses
    const [wrongBody] = await find({ ...request, body: 'c', cookies: { c: '1', d: ['2', '3'] } })
    const redacted = { ...request, headers: { 'X-A': ['One'], authorization: '*****' } }
    t.match(wrongBody, { request: redacted, stubMapping: { id: near } }, 'a request with a wrong body and cookie')
    const [match] = await find({ ...request, bodyAsBase64: 'Yg==', clientIp: '::1' })
    t.equal(match.matchResult.distance, 0, 'a request that matches')
    t.equal((await find({})).length, 3, 'an empty request')

    const pattern = { method: 'POST', url: '/near' }
    const byPattern = (await admin('POST', 'near-misses/request-pattern', pattern)).json.nearMisses
    t.match(byPattern, [{ request: { url: '/neap' }, requestPattern: pattern }], 'requests near a pattern')
  })

  t.test('a request near a pattern is explained on request', async (t) => {
    const { send, admin } = await controlFor(t)
    await send('POST', '/near', { headers: { token: 'secret' }, body: '{"a":1}' })
    const pattern = { method: 'PUT', urlPath: '/near', bodyPatterns: [{ equalToJson: { a: 2 } }] }
    const call = 'near-misses/request-pattern?explain=true'
    const [miss] = (await admin('POST', call, pattern)).json.nearMisses
    t.match((await admin('GET', `requests/${miss.id}`)).json, { id: miss.id, request: { url: '/near' } }, 'its id')
    t.match(
      miss.fields,
      [
        { field: 'method', expected: 'PUT', actual: 'POST', matched: false },
        { field: 'url', expected: '/near', matched: true },
        { field: 'bodyPatterns[0]', operator: 'equalToJson', actual: '{"a":1}', matched: false }
      ],
      'its parts'
    )
    t.equal((await admin('POST', 'near-misses/request-pattern?explain=yes', pattern)).status, 400, 'an invalid flag')
  })

  t.test('a stub for another verb is nearer than one for another path', async (t) => {
    const { send, admin, stub } = await controlFor(t)
    for (const url of [{ urlPathPattern: '/ne.p' }, { urlPathTemplate: '/{any}' }, {}]) {
      await stub({ request: { method: 'PUT', ...url } })
    }
    const pathParameters = { a: { equalTo: '1' }, b: { equalTo: '2' } }
    await stub({ request: { method: 'POST', urlPathTemplate: '/other/{a}/{b}', pathParameters } })
    await send('POST', '/neap')
    const misses = (await admin('GET', 'requests/unmatched/near-misses')).json.nearMisses
    const methods = misses.map((miss: Json) => miss.stubMapping.request.method)
    t.same(methods, ['PUT', 'PUT', 'PUT'], 'the stubs for another verb')
  })
}
