import type { Test } from 'tap'
import type { RunningMock } from '../../../src/index.ts'
import { readJson } from '../../support/calls.ts'
import { mockFor } from '../../support/mock.ts'
import { RawConnection } from '../../support/raw.ts'
import { rejected, served, spellings } from '../guarded-requests.ts'
import { PAGE, send } from './send.ts'

/** The ways to reach a mock: with and without TLS, and for another sandbox than `default`. */
const basesOf = ({ url, tlsUrl = '' }: RunningMock): string[] => [url, `${url}/sandboxes/w1`, tlsUrl]

/** The body, parsed if it is JSON. */
function parsed(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : text
}

const tlsOptions = { tlsPort: 0, tlsName: ['atms.example.com', '*.wild.example.com'] }

/** Which requests reach the server's own areas. */
export async function areas(t: Test): Promise<void> {
  t.test('requests of other web pages are rejected, and leave no trace', async (t) => {
    const mock = await mockFor(t, { ...tlsOptions, allowShutdown: true, cors: [PAGE] })
    for (const base of basesOf(mock)) {
      for (const request of rejected) {
        const { status, headers, text } = await send(base, request, mock.ca)
        const reason = /the header (?:Host|Origin|Sec-Fetch-Site|Referer) is '/
        const body = request.call.startsWith('HEAD')
          ? ''
          : /\/(?:docs|console)/.test(request.call)
            ? reason
            : { errors: [{ code: 403, title: reason }] }
        const actual = { status, allowed: headers['access-control-allow-origin'], body: parsed(text) }
        t.match(actual, { status: 403, allowed: undefined, body }, `${request.from}, ${request.call} of ${base}`)
      }
    }
    const { sandboxes } = await readJson(mock, '/__admin/sandboxes')
    t.match(sandboxes, [{ name: 'default', requests: 0 }], 'no sandbox, and no journal entry')
    t.equal(sandboxes.length, 1, 'one sandbox')
    t.match((await readJson(mock, '/__admin/health')).serving, { revision: 0, stubs: 0 }, 'no change')
  })

  t.test('every spelling of an address that routing accepts is guarded', async (t) => {
    const mock = await mockFor(t, { maxSandboxes: 2 })
    for (const path of spellings) {
      const request = { call: `POST ${path}` }
      const evil = await send(mock.url, { ...request, headers: { Origin: 'http://evil.example' } })
      t.equal(evil.status, 403, path)
      const rebinding = await send(mock.url, { ...request, headers: { Host: 'evil.example' } })
      t.equal(rebinding.status, 403, `${path} with an unknown host name`)
      const status = path.includes('evil') ? 403 : 200
      t.equal((await send(mock.url, request)).status, status, `${path} from a tool`)
    }
    for (const path of ['/__admin', '/__admin/', '/__admin/nothing', '/__admin/%zz', '/docs/nothing']) {
      const { status } = await send(mock.url, { call: `GET ${path}`, headers: { Origin: 'http://evil.example' } })
      t.equal(status, 403, path)
    }
    for (const path of ['/__Admin/reset', '/__admin%2Freset', '/x/../__admin/reset', '/%255f_admin/reset']) {
      const { status, text } = await send(mock.url, {
        call: `POST ${path}`,
        headers: { Origin: 'http://evil.example' }
      })
      t.match([status, text], [404, /"type":"not_found"/], `${path} belongs to an emulated API`)
    }
  })

  t.test("tools and the server's own pages are served", async (t) => {
    const mock = await mockFor(t, { ...tlsOptions })
    for (const base of basesOf(mock)) {
      for (const request of served) {
        const { status, text } = await send(base, request, mock.ca)
        t.equal(status, request.status, `${request.from}, ${request.call} of ${base}: ${text.slice(0, 200)}`)
      }
    }
    const connection = await RawConnection.open(t, mock.url)
    t.equal((await connection.send(['GET /__admin/health HTTP/1.0'])).status, 200, 'HTTP/1.0 without a host')
    const plain = { call: 'POST /__admin/reset', headers: { Host: 'mock', Origin: 'http://mock' } }
    t.equal(
      (await send(mock.tlsUrl ?? '', plain, mock.ca)).status,
      403,
      'a page of the HTTP port is rejected on the HTTPS port'
    )
  })

  t.test('the emulated APIs are open to everyone', async (t) => {
    const mock = await mockFor(t)
    for (const headers of [
      { Origin: 'http://evil.example' },
      { Host: 'evil.example' },
      { 'Sec-Fetch-Site': 'cross-site' }
    ]) {
      const sent = { ...mock.credentials.atrium, ...headers }
      t.equal((await send(mock.url, { call: 'GET /users', headers: sent })).status, 200, JSON.stringify(headers))
      t.equal((await send(mock.url, { call: 'GET /', headers })).status, 200, `/ with ${JSON.stringify(headers)}`)
    }
  })
}
