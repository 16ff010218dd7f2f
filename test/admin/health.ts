import type { Test } from 'tap'
import { readVersion } from '../../src/common/version.ts'
import { call, createAtriumUser } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'
import { DEFAULT_COUNTS } from './default-counts.ts'

const version = readVersion()

/** Health, version and the greeting at `/`. */
export async function health(t: Test): Promise<void> {
  t.test('health and version', async (t) => {
    const mock = await mockFor(t)
    const health = await call(mock, 'GET', '/__admin/health')
    t.equal(health.status, 200, 'status of GET')
    t.equal(health.headers.get('content-type'), 'application/json; charset=utf-8', 'type of GET')
    t.match(
      await health.json(),
      {
        status: 'healthy',
        message: 'atrium-atms-mock is ready',
        version,
        uptimeInSeconds: Number,
        timestamp: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
      },
      'body of GET'
    )
    const head = await call(mock, 'HEAD', '/__admin/health')
    t.equal(head.status, 200, 'status of HEAD')
    t.equal(await head.text(), '', 'body of HEAD')
    t.strictSame(await (await call(mock, 'GET', '/__admin/version')).json(), { version }, 'version')
    const root = await (await call(mock, 'GET', '/')).json()
    t.match(root, { name: 'atrium-atms-mock', version, admin: '/__admin/health' }, 'root')
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
    const page = await fetch(mock.url, { headers: { accept }, redirect: 'manual' })
    t.match(
      [page.status, page.headers.get('location')],
      [302, './console/'],
      'a browser that opens / is redirected to the console'
    )
  })

  t.test('the health reports the state of the sandbox default', async (t) => {
    const mock = await mockFor(t)
    const serving = async (path = '') => {
      const response = await call(mock, 'GET', `${path}/__admin/health`)
      const { serving }: { serving: { since: string } } = JSON.parse(await response.text())
      return serving
    }
    const initial = {
      fixtures: 'default',
      counts: DEFAULT_COUNTS,
      revision: 0,
      start: 'fresh',
      stubs: 0,
      hasDelay: false
    }
    const { since, ...first } = await serving()
    t.strictSame(first, initial, 'after the start')
    t.ok(Math.abs(Date.parse(since) - Date.now()) < 60_000, 'since when')
    await createAtriumUser(mock, { identifier: 'one more' })
    await call(mock, 'POST', '/__admin/mappings', { request: {}, response: { status: 503 }, priority: 9 })
    await call(mock, 'POST', '/__admin/settings', { fixedDelay: 1 })
    const counts = { ...DEFAULT_COUNTS, atriumUsers: DEFAULT_COUNTS.atriumUsers + 1 }
    const changed = { ...initial, since, counts, revision: 3, stubs: 1, hasDelay: true }
    t.strictSame(await serving(), changed, 'after three changes')
    t.strictSame(await serving('/sandboxes/w1'), changed, 'in another sandbox')
    await mock.reset()
    const reset = await serving()
    t.match(reset, { ...initial, revision: 4 }, 'after a reset')
    t.ok(reset.since >= since, 'since the reset')
  })
}
