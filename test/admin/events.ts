import type { Test } from 'tap'
import { stubOf } from '../sandbox/restarts.ts'
import { call, createAtriumUser, readJson } from '../support/calls.ts'
import { EventStream, type StreamedEvent } from '../support/event-stream.ts'
import { assembledFor, mockFor } from '../support/mock.ts'
import { RawConnection } from '../support/raw.ts'

/** The stream of events. */
export async function events(t: Test): Promise<void> {
  t.test('requests and responses, without credentials', async (t) => {
    const mock = await mockFor(t)
    const stream = await EventStream.open(t, mock)
    await call(mock, 'GET', '/users?token=planted')
    await call(mock, 'GET', '/users/none')
    const [arrived, answered, , rejected] = await stream.take(4)
    const { requests } = await readJson(mock, '/__admin/requests')
    const { id, request } = requests[1]
    const shown = { id, time: request.loggedDateString, method: 'GET', url: request.url, api: 'atrium' }
    t.strictSame({ ...arrived?.data, type: arrived?.type }, { ...shown, type: 'request' }, 'a request')
    t.match(
      answered,
      { type: 'response', data: { ...shown, status: 200, stub: null, rejected: false, matched: true } },
      'its response'
    )
    t.match(shown.url, /\*{5}$/, 'a credential')
    t.match(rejected?.data, { status: 404, rejected: true }, 'a rejected request')
  })

  t.test('changes, resets, stubs, and what is removed from the journal', async (t) => {
    const mock = await mockFor(t)
    const stream = await EventStream.open(t, mock)
    const { guid } = await createAtriumUser(mock, { identifier: 'x' })
    // The change comes first if several servers share the state: they store a request when its response is known.
    const events = await stream.take(3)
    const [request, change] = ['request', 'change'].map((type) => events.find((event) => event.type === type))
    const cause = { request: request?.data.id }
    t.match(change, { type: 'change', data: { revision: 1, operation: 'add', key: guid, cause } }, 'a change')
    t.notOk('after' in (change?.data ?? {}), 'without the record')
    const rows: [method: string, path: string, body: unknown, events: object[]][] = [
      ['POST', 'mappings', { ...stubOf(1), response: { fault: 'EMPTY_RESPONSE' } }, [{ operation: 'stubs' }, 'stubs']],
      ['PUT', 'settings', { fixedDelay: 1 }, [{ operation: 'settings' }, 'stubs']],
      ['DELETE', 'requests', undefined, ['journal']],
      ['POST', 'reset', undefined, [{ operation: 'reset' }, 'reset']],
      ['POST', 'history/undo', { revision: 4 }, [{ operation: 'restore' }, 'stubs']],
      ['POST', 'state/reset', undefined, [{ operation: 'reset_records' }]],
      ['PUT', 'fixtures/mine', undefined, ['fixtures']],
      ['DELETE', 'fixtures/mine', undefined, ['fixtures']],
      ['PUT', 'sandboxes/w1', undefined, ['sandboxes']],
      ['DELETE', 'sandboxes/w1', undefined, ['sandboxes']]
    ].map(([method, path, body, events]) => [
      method as string,
      path as string,
      body,
      (events as (string | object)[]).map((event) =>
        typeof event === 'string' ? { type: event } : { type: 'change', data: event }
      )
    ])
    for (const [method, path, body, expected] of rows) {
      t.equal((await call(mock, method, `/__admin/${path}`, body)).ok, true, `${method} ${path}`)
      const read = await stream.take(expected.length)
      t.match(read, expected, `the events of ${method} ${path}`)
      if (path === 'reset') t.strictSame(read[1]?.data, { revision: 4, fixtures: 'default' }, 'the reset')
    }
  })

  t.test('broken and aborted responses have no status, and uses of stubs are not shown', async (t) => {
    const mock = await mockFor(t)
    await call(mock, 'POST', '/__admin/mappings', {
      request: { url: '/broken' },
      response: { fault: 'EMPTY_RESPONSE' }
    })
    const { id } = (await readJson(mock, '/__admin/mappings')).mappings[0]
    const stream = await EventStream.open(t, mock)
    await t.rejects(call(mock, 'GET', '/broken'))
    const [, broken] = await stream.take(2)
    t.match(broken, { type: 'response', data: { url: '/broken', status: null, stub: id, rejected: false } }, 'a fault')
    const connection = await RawConnection.open(t, mock.url)
    connection.write('POST /users HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{')
    connection.socket.end()
    t.match(
      await stream.take(2),
      [{ type: 'request' }, { type: 'response', data: { url: '/users', status: null } }],
      'a body that broke off'
    )
    await call(mock, 'PUT', '/__admin/settings', { fixedDelay: 60_000 })
    await stream.take(2)
    const abort = new AbortController()
    const aborted = fetch(`${mock.url}/users`, { signal: abort.signal }).catch(() => 'aborted')
    await stream.next()
    abort.abort()
    t.equal(await aborted, 'aborted')
    t.match(await stream.next(), { type: 'response', data: { status: null } }, 'a client that did not wait')
  })

  t.test('a reader continues after the last event that it knows', async (t) => {
    const mock = await mockFor(t)
    const first = await EventStream.open(t, mock)
    await call(mock, 'GET', '/users')
    const [request, response] = await first.take(2)
    const from = (id: string) => EventStream.open(t, mock, { headers: { 'Last-Event-ID': id } })
    t.strictSame(await (await from(first.start)).take(2), [request, response], 'the start')
    t.strictSame(await (await from(request?.id ?? '')).next(), response, 'an event')
    const newest = response?.id ?? ''
    for (const id of ['x', `${newest}0`, `${newest}.0`, newest.replace(/./, 'x'), newest.replace(/-.*/, '--1')]) {
      t.match(await (await from(id)).next(), { id: newest, type: 'resync', data: { reason: /unknown/ } }, id)
    }
    await call(mock, 'GET', '/x')
    t.match(await (await from(newest)).next(), { type: 'request', data: { url: '/x' } }, 'the newest event')
  })

  t.test('two readers of a sandbox, and one of another', async (t) => {
    const mock = await mockFor(t)
    const w1 = await EventStream.open(t, mock, { path: '/sandboxes/w1/__admin/events' })
    const header = await EventStream.open(t, mock, { headers: { 'Mock-Sandbox': 'w1' } })
    const other = await EventStream.open(t, mock)
    await call(mock, 'GET', '/sandboxes/w1/users')
    await call(mock, 'GET', '/api/Users')
    const seen = await w1.take(2)
    t.match(seen, [{ type: 'request', data: { url: '/users', api: 'atrium' } }, { type: 'response' }], 'one of w1')
    t.strictSame(await header.take(2), seen, 'the other one')
    t.match(await other.next(), { type: 'request', data: { url: '/api/Users', api: 'atms' } }, 'default')
    await call(mock, 'DELETE', '/__admin/sandboxes/w1')
    t.equal(await w1.rest(), 'event: dropped\ndata: {}\n\n: the sandbox was dropped\n\n', 'w1 is dropped')
    const again = await EventStream.open(t, mock, { headers: { 'Mock-Sandbox': 'w1', 'Last-Event-ID': w1.start } })
    t.match(await again.next(), { type: 'resync' }, 'a new w1')
  })

  t.test('at most 100 streams', async (t) => {
    const mock = await mockFor(t)
    const open = (signal?: AbortSignal) => fetch(`${mock.url}/__admin/events`, signal ? { signal } : {})
    const abort = new AbortController()
    const streams = await Promise.all(Array.from({ length: 100 }, () => open(abort.signal)))
    t.equal(streams.at(-1)?.status, 200, 'the last one')
    const refused = await open()
    t.equal(refused.status, 503, 'one more')
    t.match(await refused.text(), /100 streams of events are open, the maximum: close one/)
    abort.abort()
    while ((await readJson(mock, '/__admin/health')).memory.requests > 0);
    await EventStream.open(t, mock)
  })

  t.test('who may read it, and how', async (t) => {
    const mock = await mockFor(t, { adminToken: 'secret' })
    const get = (headers: Record<string, string>, path = '/__admin/events') => fetch(mock.url + path, { headers })
    const authorization = 'Bearer secret'
    t.equal((await get({})).status, 401, 'no token')
    t.equal((await get({ authorization, origin: 'http://example.com' })).status, 403, 'a foreign page')
    t.equal((await get({ authorization }, '/__admin/events?since=1')).status, 400, 'an unknown parameter')
    t.equal((await get({ authorization }, '/sandboxes/W1/__admin/events')).status, 400, 'an invalid name')
    await EventStream.open(t, mock, { headers: { authorization } })
    const connection = await RawConnection.open(t, mock.url)
    connection.write(`GET /__admin/events HTTP/1.0\r\nAuthorization: ${authorization}\r\n\r\n`)
    const { status, headers } = await connection.receive()
    t.equal(status, 200, 'HTTP/1.0')
    t.match(headers, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    t.notOk(headers['transfer-encoding'], 'not in chunks')
    const { server } = await assembledFor(t)
    t.equal((await server.inject({ method: 'HEAD', url: '/__admin/events' })).statusCode, 405, 'HEAD')
  })

  t.test('in a busy moment, a response is enough', async (t) => {
    const mock = await mockFor(t)
    const stream = await EventStream.open(t, mock)
    const connection = await RawConnection.open(t, mock.url)
    const count = 200
    connection.write('GET /nope HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(count))
    const seen: StreamedEvent[] = []
    while (seen.filter(({ type }) => type === 'response').length < count) seen.push(await stream.next())
    const ids = seen.filter(({ type }) => type === 'response').map(({ data }) => data.id)
    t.equal(new Set(ids).size, count, 'each response once')
    t.ok(seen.length < 2 * count, `${seen.length} events`)
  })
}
