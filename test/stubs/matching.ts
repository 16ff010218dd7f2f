import type { Test } from 'tap'
import { newUser } from '../support/bodies.ts'
import { controlFor, type Json } from '../support/control.ts'
import { MATCHED_BODY, MATCHED_HEADERS, MATCHED_PATH, PATTERNS } from '../support/patterns.ts'

/** Which stub responds to a request. */
export async function matching(t: Test): Promise<void> {
  t.test('a stub overrides the emulated API for matching requests only', async (t) => {
    const { send, stub } = await controlFor(t)
    const headers = { 'Retry-After': '2', 'X-A': ['1', '2'] }
    const id = await stub({
      name: 'too mäny',
      request: { method: 'GET', urlPath: '/users' },
      response: { status: 429, statusMessage: 'Slow Down', headers, jsonBody: { a: 1 } }
    })
    const response = await send('GET', '/users?page=1')
    t.match(response, { status: 429, json: { a: 1 } }, 'status and body')
    const expected = { 'retry-after': '2', 'x-a': '1, 2', 'matched-stub-id': id, 'matched-stub-name': 'too m?ny' }
    for (const [name, value] of Object.entries(expected)) t.equal(response.headers.get(name), value, name)
    t.equal((await send('POST', '/users', newUser('a'))).status, 200, 'another method')
    t.equal((await send('GET', '/api/Users')).status, 200, 'another path')
  })

  t.test('a stub needs no credentials and no route', async (t) => {
    const { mock, stub } = await controlFor(t)
    await stub({ request: { url: '/accounts', method: 'PUT' }, response: { body: 'text', status: 201 } })
    await stub({ request: { url: '/bytes' }, response: { base64Body: 'AAEC' } })
    await stub({ request: { url: '/none' }, response: { status: 204 } })
    const text = await (await fetch(`${mock.url}/accounts`, { method: 'PUT', body: 'x' })).text()
    t.equal(text, 'text', 'a text')
    const bytes = new Uint8Array(await (await fetch(`${mock.url}/bytes`)).arrayBuffer())
    t.same(bytes, new Uint8Array([0, 1, 2]), 'bytes')
    t.equal((await fetch(`${mock.url}/none`)).status, 204, 'no body')
  })

  t.test('the highest priority wins, and the newest stub among equals', async (t) => {
    const { send, stub, admin } = await controlFor(t)
    const text = async () => (await send('GET', '/x')).text
    const add = (body: string, request: object, priority?: number) =>
      stub({ request, response: { body }, ...(priority !== undefined && { priority }) })
    await add('low', { urlPath: '/x' }, 9)
    await add('any', { urlPathPattern: '/.*' })
    t.equal(await text(), 'any', 'the default priority is higher than 9')
    const newer = await add('newer', { url: '/x' })
    await add('other', { urlPathPattern: '/(?:y|z)' }, 1)
    t.equal(await text(), 'newer', 'the newest of equals')
    await add('first', { method: 'GET' }, 1)
    t.equal(await text(), 'first', 'priority 1')
    const list = (await admin('GET', 'mappings')).json.mappings
    const bodies = list.map(({ response }: Json) => response.body)
    t.same(bodies, ['first', 'other', 'newer', 'any', 'low'], 'the list has the same order')
    const page = { mappings: [list[2]], meta: { total: 5 } }
    t.same((await admin('GET', 'mappings?offset=2&limit=1')).json, page, 'a page of the list')
    const shown = { request: { method: 'ANY', url: '/x' }, response: { status: 200, body: 'newer' } }
    t.same(list[2], { id: newer, uuid: newer, ...shown }, 'a mapping with its defaults')
  })

  t.test('patterns match as in WireMock', async (t) => {
    const { send, stub, admin } = await controlFor(t)
    for (const [request, expected] of PATTERNS) {
      await admin('DELETE', 'mappings')
      await stub({ request, response: { status: 218 } })
      const { status } = await send('POST', MATCHED_PATH, { headers: MATCHED_HEADERS, body: MATCHED_BODY })
      t.equal(status === 218, expected, JSON.stringify(request))
    }
    await stub({ request: { bodyPatterns: [{ absent: true }] }, response: { status: 219 } })
    t.equal((await send('POST', '/a/b')).status, 219, 'an empty body is absent')
  })
}
