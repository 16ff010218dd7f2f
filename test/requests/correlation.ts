import type { Test } from 'tap'
import { controlFor, type Json } from '../support/control.ts'
import { run } from '../support/terminal.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const OTHER = 'a'.repeat(32)
const PARENT = `00-${TRACE}-00f067aa0ba902b7-01`

/** Requests by their path. */
const SENT: [path: string, headers: Record<string, string>][] = [
  ['/1', { traceparent: PARENT, 'Mock-Test': 'adds a user' }],
  ['/2', { traceparent: PARENT.toUpperCase(), 'X-Request-Id': 'r-1' }],
  ['/3', { traceparent: `00-${OTHER}-00f067aa0ba902b7-01`, 'Mock-Test': 'adds a user', 'X-Request-Id': 'r-1' }],
  ['/4', { traceparent: TRACE, 'Mock-Test': 'Adds a user' }],
  ['/5', {}]
]

/** Query parameters, and the requests that they select. */
const SELECTED: [query: string, paths: string[]][] = [
  [`trace=${TRACE}`, ['/1', '/2']],
  [`trace=${TRACE.toUpperCase()}`, ['/1', '/2']],
  [`trace=${PARENT}`, ['/1', '/2']],
  ['test=adds%20a%20user', ['/1', '/3']],
  ['requestId=r-1', ['/2', '/3']],
  [`test=adds%20a%20user&trace=${OTHER}`, ['/3']],
  ['test=unknown', []]
]

const INVALID: [query: string, title: RegExp][] = [
  ['trace=x', /^trace: expected 32 hexadecimal digits, .*, not 'x'/],
  ['trace=', /^trace: /],
  ['test=', /^test: expected 1 to 1000 characters/],
  [`test=${'x'.repeat(1001)}`, /^test: /],
  ['requestId=%C3%BC', /^requestId: expected .* ASCII, .*, not 'ü'$/]
]

/** Requests by what connects them: trace, request id and test. */
export async function correlation(t: Test): Promise<void> {
  t.test('selects requests', async (t) => {
    const { send, admin, mock } = await controlFor(t)
    for (const [path, headers] of SENT) await send('GET', path, { headers })
    const urls = (requests: readonly Json[]): string[] => requests.map((each) => (each.request ?? each).url).sort()
    for (const [query, paths] of SELECTED) {
      const listed = (await admin('GET', `requests?${query}`)).json
      t.same(urls(listed.requests), paths, query)
      t.equal(listed.meta.total, paths.length, `${query}: the total`)
      t.same(urls((await admin('POST', `requests/find?${query}`, {})).json.requests), paths, `find, ${query}`)
      t.equal((await admin('POST', `requests/count?${query}`, {})).json.count, paths.length, `count, ${query}`)
      const wanted = Object.fromEntries(new URLSearchParams(query))
      t.same(urls(await mock.requests.find({}, wanted)), paths, `the library, ${query}`)
      t.equal(
        await mock.requests.count({ url: '/1' }, wanted),
        paths.includes('/1') ? 1 : 0,
        `also by pattern, ${query}`
      )
    }
    const { out } = await run(['requests', '--url', mock.url, '--test', 'adds a user', '--trace', TRACE])
    t.same(out.match(/\/\d$/gm), ['/1'], 'the command')
    t.same(
      (await run(['requests', '--url', mock.url, '--request-id', 'r-1'])).out.match(/\/\d$/gm),
      ['/2', '/3'],
      'by id'
    )
    const [newest, oldest] = (await admin('GET', 'requests?summary=true&requestId=r-1')).json.requests
    t.match(newest, { trace: OTHER, requestId: 'r-1', test: 'adds a user' }, 'a summary shows all three')
    t.notOk('test' in oldest, 'a summary shows only what the request has')
  })

  t.test('waits for requests of a test', async (t) => {
    const { send, admin, mock } = await controlFor(t)
    const waiting = admin('POST', 'requests/count?atLeast=1&timeoutMs=5000&test=mine', {})
    const inLibrary = mock.requests.waitFor({}, { test: 'mine' })
    await send('GET', '/users', { headers: { 'mock-test': 'other' } })
    await send('GET', '/api/Users', { headers: { 'mock-test': 'mine' } })
    t.equal((await waiting).json.count, 1, 'the call')
    t.match(await inLibrary, [{ url: '/api/Users' }], 'the library')
  })

  t.test('an invalid value is an error that names its parameter', async (t) => {
    const { admin, mock } = await controlFor(t)
    for (const [query, title] of INVALID) {
      const expected = { status: 422, json: { errors: [{ title }] } }
      for (const path of ['requests', 'requests.har'])
        t.match(await admin('GET', `${path}?${query}`), expected, path + query)
      for (const path of ['requests/find', 'requests/count'])
        t.match(await admin('POST', `${path}?${query}`, {}), expected, path + query)
    }
    t.rejects(mock.requests.find({}, { trace: 'x' }), { message: /^trace: / }, 'in the library')
    const { code, err } = await run(['requests', '--url', mock.url, '--trace', 'x'])
    t.match({ code, err }, { code: 2, err: /trace: expected 32/ }, 'in the command')
  })

  t.test('only --expose-request-id adds the id of a request to its response', async (t) => {
    const byDefault = await controlFor(t)
    const exposing = await controlFor(t, { exposeRequestId: true })
    await exposing.stub({ request: { url: '/stub' }, response: {} })
    await exposing.stub({ request: { url: '/users/slow' }, response: { transformers: ['emulate'] } })
    for (const path of ['/users', '/api/Users', '/nowhere', '/stub', '/users/slow']) {
      t.notOk((await byDefault.send('GET', path)).headers.has('mock-request-id'), `${path}: not by default`)
      const id = (await exposing.send('GET', path)).headers.get('mock-request-id')
      t.equal((await exposing.admin('GET', `requests/${id}`)).json?.request?.url, path, `${path}: its id`)
    }
    const path = '/sandboxes/w1/users'
    const { headers } = await exposing.send('POST', path, {
      body: '{"user":{}}',
      headers: { 'content-type': 'application/json' }
    })
    const { json } = await exposing.send('GET', `/sandboxes/w1/__admin/requests/${headers.get('mock-request-id')}`)
    t.equal(json?.request?.url, '/users', 'in a sandbox that the request creates')
    const unknown = await fetch(`${exposing.mock.url}/sandboxes/none/users`)
    t.notOk(unknown.headers.has('mock-request-id'), 'a sandbox that was not created has no journal')
    t.notOk((await exposing.admin('GET', 'health')).headers.has('mock-request-id'), 'not for control calls')
  })
}
