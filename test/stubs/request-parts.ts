import { request } from 'node:http'
import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'
import { REQUEST_PARTS } from '../support/request-parts.ts'

/** Patterns for repeated values, forms, and properties of the connection. */
export async function requestParts(t: Test): Promise<void> {
  t.test('patterns match as in WireMock', async (t) => {
    const { mock, admin, count } = await controlFor(t)
    for (const [{ path = '/x', headers = {}, body = '' }, pattern, isMatch] of REQUEST_PARTS) {
      await admin('DELETE', 'requests')
      await new Promise((done) => {
        request(mock.url + path, { method: 'POST', headers }, (response) => response.resume().on('end', done)).end(body)
      })
      t.equal(await count(pattern), isMatch ? 1 : 0, `${path} ${JSON.stringify(headers)} ${JSON.stringify(pattern)}`)
      const { json } = await admin('POST', 'near-misses/request-pattern', pattern)
      t.equal(json.nearMisses[0].matchResult.distance === 0, isMatch, 'the distance')
    }
  })

  t.test('a described request has defaults for scheme, client and form', async (t) => {
    const { admin } = await controlFor(t)
    const request = {
      scheme: 'http',
      clientIp: { equalTo: '' },
      formParameters: { a: { absent: true }, b: { absent: true } }
    }
    await admin('POST', 'mappings', { request })
    const { json } = await admin('POST', 'near-misses/request', { url: '/x' })
    t.equal(json.nearMisses[0].matchResult.distance, 0, 'the defaults are HTTP, no client address and no form')
  })

  t.test('bodies that are not text are compared as bytes', async (t) => {
    const { mock, count } = await controlFor(t)
    await fetch(`${mock.url}/x`, { method: 'POST', body: Buffer.from([1, 0xff]) })
    t.equal(await count({ bodyPatterns: [{ binaryEqualTo: 'Af8=' }] }), 1, 'the same')
    t.equal(await count({ bodyPatterns: [{ binaryEqualTo: 'Af4=' }] }), 0, 'others')
  })

  t.test('an operator in the wrong place gets a 422 with its pointer', async (t) => {
    const { admin } = await controlFor(t)
    const rows: [pattern: object, pointer: string, detail: RegExp][] = [
      [{ cookies: { a: { hasExactly: [] } } }, '/cookies/a', /^unknown operator 'hasExactly'/],
      [{ headers: { a: { not: { includes: [] } } } }, '/headers/a/not', /^unknown operator 'includes'/],
      [{ headers: { a: { includes: [{ equalTo: 1 }] } } }, '/headers/a/includes/0/equalTo', /string/],
      [{ headers: { a: { includes: {} } } }, '/headers/a/includes', /array/],
      [{ headers: { a: { binaryEqualTo: '' } } }, '/headers/a', /^unknown operator 'binaryEqualTo'/],
      [{ bodyPatterns: [{ binaryEqualTo: '%' }] }, '/bodyPatterns/0/binaryEqualTo', /pattern/],
      [{ headers: { a: { and: {} } } }, '/headers/a/and', /array/],
      [{ port: 'x' }, '/port', /integer/],
      [{ host: 'x' }, '/host', /^expected an operator/]
    ]
    for (const [pattern, pointer, detail] of rows) {
      const expected = { status: 422, json: { errors: [{ source: { pointer }, detail }] } }
      t.match(await admin('POST', 'requests/count', pattern), expected, JSON.stringify(pattern))
    }
  })
}
