import type { Test } from 'tap'
import { call, createAtriumUser } from '../support/calls.ts'
import { metricsOf } from '../support/metrics.ts'
import { mockFor } from '../support/mock.ts'
import { RawConnection } from '../support/raw.ts'
import { hasTestStore } from '../support/test-store.ts'

/** Liveness and metrics. */
export async function probes(t: Test): Promise<void> {
  t.test('liveness needs no token, and --no-admin does not turn it off', async (t) => {
    for (const options of [{}, { adminToken: 'secret' }, { noAdmin: true }]) {
      const mock = await mockFor(t, options)
      const name = JSON.stringify(options)
      for (const path of ['/__admin/live', '/__admin/live?t=1', '/sandboxes/w1/__admin/live']) {
        const response = await call(mock, 'GET', path)
        t.equal(response.status, 200, `${path} with ${name}: status`)
        t.strictSame(await response.json(), { status: 'alive' }, `${path} with ${name}: body`)
      }
      t.equal((await call(mock, 'HEAD', '/__admin/live')).status, 200, `HEAD with ${name}`)
    }
  })

  t.test('the metrics require the token, and have the type of the text format', async (t) => {
    const mock = await mockFor(t, { adminToken: 'secret' })
    t.equal((await call(mock, 'GET', '/__admin/metrics')).status, 401, 'without the token')
    const response = await call(mock, 'GET', '/__admin/metrics', undefined, { authorization: 'Bearer secret' })
    t.equal(response.status, 200, 'with the token')
    t.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8', 'the type')
    const off = await mockFor(t, { noAdmin: true })
    t.equal((await call(off, 'GET', '/__admin/metrics')).status, 404, 'with --no-admin')
  })

  t.test('the metrics count requests by API, method, route and status, and time them', async (t) => {
    const mock = await mockFor(t)
    await createAtriumUser(mock, { identifier: 'one' })
    await createAtriumUser(mock, { identifier: 'two' })
    await call(mock, 'GET', '/users/USR-1')
    await call(mock, 'GET', '/API/users')
    await call(mock, 'GET', '/api/unknown')
    await call(mock, 'POST', '/__admin/reset')
    const { value } = await metricsOf(mock)
    const rows: [Record<string, string>, number][] = [
      [{ api: 'atrium', method: 'POST', route: '/users', status: '200' }, 2],
      [{ api: 'atrium', method: 'GET', route: '/users/{user_guid}', status: '404' }, 1],
      [{ api: 'atms', method: 'GET', route: '/api/Users', status: '200' }, 1],
      [{ api: 'atms', method: 'GET', route: 'none', status: '404' }, 1],
      [{ api: 'admin', method: 'POST', route: '/__admin/reset', status: '200' }, 1]
    ]
    for (const [labels, count] of rows) t.equal(value('mock_requests_total', labels), count, JSON.stringify(labels))
    const creation = { api: 'atrium', method: 'POST', route: '/users' }
    t.equal(value('mock_request_duration_seconds_count', creation), 2, 'durations')
    t.ok((value('mock_request_duration_seconds_sum', creation) ?? 0) > 0, 'the sum of durations')
    t.equal(value('mock_request_duration_seconds_bucket', { ...creation, le: '+Inf' }), 2, 'the last bucket')
  })

  t.test('a request whose connection a fault breaks has no status', async (t) => {
    const mock = await mockFor(t)
    const response = { fault: 'CONNECTION_RESET_BY_PEER' }
    await call(mock, 'POST', '/__admin/mappings', { request: { urlPath: '/users' }, response })
    await t.rejects(call(mock, 'GET', '/users'), 'the fault')
    const { value } = await metricsOf(mock)
    t.equal(value('mock_requests_total', { api: 'atrium', method: 'GET', route: '/users', status: 'none' }), 1)
  })

  t.test('the metrics show sandboxes, journals, evictions, changes, and memory', async (t) => {
    const mock = await mockFor(t, { maxRequests: 3, maxSandboxes: 7 })
    const before = await metricsOf(mock)
    for (const identifier of ['a', 'b', 'c', 'd', 'e']) await createAtriumUser(mock, { identifier })
    await createAtriumUser({ url: `${mock.url}/sandboxes/w1` }, { identifier: 'f' })
    const { value } = await metricsOf(mock)
    const rows: [string, Record<string, string>, number][] = [
      ['mock_sandboxes', {}, 2],
      ['mock_sandboxes_max', {}, 7],
      ['mock_log_appends_total', {}, 6],
      ['mock_log_conflicts_total', {}, 0]
    ]
    const withoutStore: typeof rows = [
      ['mock_journal_entries', {}, 4],
      ['mock_evicted_total', { kind: 'journals' }, 2],
      ['mock_log_replays_total', {}, 0]
    ]
    if (!hasTestStore) rows.push(...withoutStore)
    for (const [name, labels, expected] of rows) t.equal(value(name, labels), expected, name)
    for (const [name, labels] of [
      ['mock_memory_used_bytes', { kind: 'records' }],
      ['process_resident_memory_bytes', {}],
      ['process_cpu_seconds_total', {}],
      ['process_heap_bytes', {}]
    ] as const)
      t.ok((value(name, labels) ?? 0) > 0, name)
    t.ok(
      (value('mock_event_loop_delay_seconds_count') ?? -1) >=
        (before.value('mock_event_loop_delay_seconds_count') ?? 0),
      'delays only grow'
    )
  })

  t.test('the metrics stay bounded: no value of a request is part of them', async (t) => {
    const mock = await mockFor(t)
    const connection = await RawConnection.open(t, mock.url)
    for (const path of ['/users/"x\\n', '/x/"{}', '/sandboxes/w1/users/abc', '/__admin/nothing', '/docs/nothing']) {
      await connection.send([`GET ${path} HTTP/1.1`, 'Host: localhost'])
    }
    const { text } = await metricsOf(mock)
    t.notMatch(text, /abc|w1|nothing|"x/, 'values')
  })
}
