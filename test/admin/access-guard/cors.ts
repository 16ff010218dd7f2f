import type { Test } from 'tap'
import type { RunningMock } from '../../../src/index.ts'
import { call } from '../../support/calls.ts'
import { mockFor } from '../../support/mock.ts'
import { ADMIN, PAGE, send } from './send.ts'

export async function cors(t: Test): Promise<void> {
  t.test('--cors opens the emulated APIs only', async (t) => {
    const some = await mockFor(t, { cors: [PAGE, ADMIN] })
    const any = await mockFor(t, { cors: '*' })
    const rows: [RunningMock, string, string | undefined, string | undefined][] = [
      [some, PAGE, PAGE, 'Origin'],
      [some, ADMIN, ADMIN, 'Origin'],
      [some, 'http://evil.example', undefined, 'Origin'],
      [any, 'http://evil.example', '*', undefined]
    ]
    for (const [mock, Origin, allowed, vary] of rows) {
      const preflight = { Origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'token' }
      const headers = { ...mock.credentials.atms, Origin }
      for (const path of ['/api/Users', '/sandboxes/w1/api/Users', '/api/Nothing']) {
        const response = await send(mock.url, { call: `GET ${path}`, headers })
        t.equal(response.headers['access-control-allow-origin'], allowed, `${path} from ${Origin}`)
        t.equal(response.headers.vary, vary, `${path} from ${Origin}: Vary`)
        const answered = await send(mock.url, { call: `OPTIONS ${path}`, headers: preflight })
        const status = allowed === undefined ? 401 : 204
        t.equal(answered.status, status, `the preflight of ${path} from ${Origin}`)
        t.equal(answered.headers['access-control-allow-headers'], allowed && 'token', `${path} from ${Origin}: headers`)
      }
      for (const path of ['/__admin/state', '/docs', '/docs/atms.json']) {
        for (const call of [`GET ${path}`, `OPTIONS ${path}`]) {
          const response = await send(mock.url, { call, headers: preflight })
          const actual = [response.status, response.headers['access-control-allow-origin']]
          t.match(actual, [403, undefined], `${call} from ${Origin}`)
        }
      }
      const own = await send(mock.url, { call: 'GET /__admin/state', headers: { Origin: '{origin}' } })
      t.match(
        [own.status, own.headers['access-control-allow-origin']],
        [200, undefined],
        "a page of the server's own origin"
      )
    }
    const options = await call(any, 'OPTIONS', '/api/Users', undefined, { origin: PAGE })
    t.equal(options.status, 405, 'OPTIONS without the headers of a preflight reaches the API')
  })
}
