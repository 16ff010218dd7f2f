import type { Test } from 'tap'
import { mockFor } from '../../support/mock.ts'
import { ADMIN, PAGE, send } from './send.ts'

/** Pages and host names that `--admin-origin` and `--allow-host` allow. */
export async function allowed(t: Test): Promise<void> {
  t.test('pages of --admin-origin may use the control API, with a token', async (t) => {
    const mock = await mockFor(t, { adminOrigin: [PAGE, ADMIN], adminToken: 'secret' })
    const preflightHeaders = {
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'authorization,mock-sandbox'
    }
    const site = { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' }
    const preflight = await send(mock.url, {
      call: 'OPTIONS /__admin/state',
      headers: { Origin: ADMIN, ...preflightHeaders, ...site }
    })
    t.equal(preflight.status, 204, 'a preflight needs no token')
    t.match(
      preflight.headers,
      {
        'access-control-allow-origin': ADMIN,
        'access-control-allow-methods': /PUT.*DELETE/,
        'access-control-allow-headers': 'authorization,mock-sandbox',
        vary: 'Origin'
      },
      'its headers'
    )
    const read = (headers: Record<string, string>, path = '/__admin/state') =>
      send(mock.url, { call: `GET ${path}`, headers: { Authorization: 'Bearer secret', ...site, ...headers } })
    const response = await read({ Origin: ADMIN })
    t.equal(response.status, 200, 'a call with the token')
    t.match(
      response.headers,
      { 'access-control-allow-origin': ADMIN, 'access-control-expose-headers': '*', vary: 'Origin' },
      'the page may read it'
    )
    const denied = await read({ Origin: ADMIN, Authorization: 'Bearer wrong' })
    t.match(
      [denied.status, denied.headers['access-control-allow-origin']],
      [401, ADMIN],
      'the page can read the 401 for a wrong token'
    )
    const rebound = await read({ Origin: ADMIN, Host: 'evil.example' })
    t.match(
      [rebound.status, rebound.headers['access-control-allow-origin']],
      [403, ADMIN],
      'the page can read the 403 for an unknown host'
    )
    t.equal((await read({ Origin: PAGE }, '/docs/admin.json')).status, 200, 'a document')
    for (const Origin of [
      `${ADMIN}/`,
      'http://localhost:51730',
      'http://LOCALHOST:5173',
      'null',
      'http://evil.example'
    ]) {
      const { status, headers } = await read({ Origin })
      t.match([status, headers['access-control-allow-origin']], [403, undefined], Origin)
    }
    t.equal((await read({})).status, 403, 'a page that sends no Origin is rejected')
    t.notOk(
      (await send(mock.url, { call: 'GET /users', headers: { Origin: ADMIN } })).headers.vary,
      'the emulated APIs send no CORS headers'
    )
  })

  t.test('--allow-host adds a name', async (t) => {
    const mock = await mockFor(t, { allowHost: ['Mock.Example.com.', 'mock.team.svc.cluster.local'] })
    const rows: [string, number][] = [
      ['mock.example.com', 200],
      ['MOCK.example.com.:8080', 200],
      ['mock.team.svc.cluster.local:3000', 200],
      ['example.com', 403],
      ['x.mock.example.com', 403]
    ]
    for (const [Host, status] of rows) {
      t.equal((await send(mock.url, { call: 'GET /__admin/state', headers: { Host } })).status, status, Host)
    }
  })
}
