import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'

/** The headers of stubbed responses. */
export async function responses(t: Test): Promise<void> {
  t.test('a page of another origin can read stubbed responses, and preflights do not use up stubs', async (t) => {
    const origin = 'http://app.example'
    const { send, stub, mock } = await controlFor(t, { cors: origin })
    const get = (path: string) => send('GET', path, { headers: { origin } })
    const allowOrigin = 'access-control-allow-origin'
    const metadata = { mock: { times: 1 } }
    await stub({ request: { urlPath: '/users' }, response: { status: 429, headers: { 'X-A': '1' } }, metadata })
    const preflight = await send('OPTIONS', '/users', { headers: { origin, 'access-control-request-method': 'GET' } })
    t.equal(preflight.status, 204, 'the preflight')
    t.equal(await mock.requests.count({ method: 'OPTIONS' }), 1, 'the journal contains the preflight')
    const { status, headers } = await get('/users')
    t.match([status, headers.get(allowOrigin), headers.get('x-a')], [429, origin, '1'], 'the stubbed response')
    t.match(headers.get('access-control-expose-headers'), '*', 'Access-Control-Expose-Headers')
    const chunkedDribbleDelay = { numberOfChunks: 2, totalDuration: 2 }
    await stub({ request: { url: '/pieces' }, response: { body: 'abc', chunkedDribbleDelay } })
    await stub({ request: { url: '/api/Users' }, response: { transformers: ['emulate'], chunkedDribbleDelay } })
    for (const path of ['/pieces', '/api/Users']) t.equal((await get(path)).headers.get(allowOrigin), origin, path)
    const own = 'http://other.example'
    await stub({ request: { url: '/own' }, response: { headers: { 'Access-Control-Allow-Origin': own } } })
    t.equal((await get('/own')).headers.get(allowOrigin), own, "the stub's own header wins")
  })

  t.test('a stub may set the length of its body, as recorded stubs do', async (t) => {
    const { mock, stub } = await controlFor(t)
    const text = async (headers: object) => {
      await stub({ request: { url: '/x' }, response: { body: 'hello', headers } })
      return (await fetch(`${mock.url}/x`)).text()
    }
    t.equal(await text({ 'Content-Length': '5' }), 'hello', 'the right length')
    t.equal(await text({ 'Transfer-Encoding': 'chunked' }), 'hello', 'chunked')
    t.equal(await text({ 'content-length': '3' }), 'hel', 'a shorter length cuts the body')
    await t.rejects(text({ 'Content-Length': '300' }), 'with a longer length, the connection ends before the body')
  })

  t.test('a stub adds headers to the response of the emulated API, or replaces them', async (t) => {
    const { send, stub, admin } = await controlFor(t)
    const headers = { 'X-Extra': ['1', '2', '3'], 'Cache-Control': 'no-store', constructor: 'x' }
    await stub({ request: { urlPath: '/users' }, response: { transformers: ['emulate'], headers } })
    const emulated = await send('GET', '/users')
    t.equal(emulated.headers.get('x-extra'), '1, 2, 3', 'an added header')
    t.equal(emulated.headers.get('cache-control'), 'no-store', 'a replaced header')
    t.match(emulated.headers.get('etag'), /^W\/"/, 'a header of the API')
    t.equal(emulated.json.users.length, 7, 'the body of the API')
    const [{ response }] = (await admin('GET', 'requests')).json.requests
    const etag = emulated.headers.get('etag')
    const expected = { etag, 'cache-control': 'no-store', 'x-extra': ['1', '2', '3'], constructor: 'x' }
    t.match(response.headers, expected, 'the journal')
  })
}
