import type { Test } from 'tap'
import { call } from '../support/calls.ts'
import { mockFor } from '../support/mock.ts'

/** Calls that the control API rejects regardless of the resource. */
export async function refusedCalls(t: Test): Promise<void> {
  t.test('a body that is too large gets a 413 that says what to do', async (t) => {
    const mock = await mockFor(t, { uploadLimit: 3 * 2 ** 20 })
    const rows: [string, string, number, RegExp][] = [
      ['PUT', 'state', 3 * 2 ** 20, /^the body is larger than 3 MiB: raise --upload-limit, .*--fixtures-dir$/],
      ['PUT', 'fixtures/mine', 3 * 2 ** 20, /^the body is larger than 3 MiB: raise --upload-limit, /],
      ['POST', 'state/reset', 2 ** 20, /^the body is larger than 1 MiB$/],
      ['POST', 'mappings', 8 * 2 ** 20, /^the body is larger than 8 MiB$/],
      ['POST', 'mappings/import', 64 * 2 ** 20, /^the body is larger than 64 MiB$/]
    ]
    for (const [method, path, limit, title] of rows) {
      const body = Buffer.alloc(limit + 1, ' ')
      const response = await fetch(`${mock.url}/__admin/${path}`, { method, body })
      t.equal(response.status, 413, `${method} ${path}: status`)
      t.match(await response.json(), { errors: [{ code: 413, title }] }, `${method} ${path}: body`)
    }
  })

  t.test('an empty upload with a Content-Type gets a 422: curl sends it for a missing file', async (t) => {
    const mock = await mockFor(t)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const empty = await fetch(`${mock.url}/__admin/fixtures/mine`, { method: 'PUT', headers, body: '' })
    t.equal(empty.status, 422, 'the status')
    t.match(
      await empty.json(),
      { errors: [{ code: 422, title: /^the body is empty, .*does the file exist\?/ }] },
      'the body'
    )
    t.equal((await call(mock, 'GET', '/__admin/fixtures/mine')).status, 404, 'nothing is saved')
    t.equal(
      (await call(mock, 'PUT', '/__admin/fixtures/mine')).status,
      201,
      'without a Content-Type, the state is saved'
    )
  })

  t.test('an unknown path gets a 404, and a wrong verb a 405 with Allow', async (t) => {
    const mock = await mockFor(t)
    const rows: [string, string, number, string, string | null][] = [
      [
        'POST',
        '/__admin/recordings/start',
        404,
        'recording is not supported: this server does not forward requests',
        null
      ],
      ['GET', '/__admin/recorder', 404, 'recording is not supported: this server does not forward requests', null],
      [
        'PATCH',
        '/__admin/settings/extended',
        404,
        'settings for extensions are not supported: this server does not run extensions',
        null
      ],
      ['GET', '/__admin/docs', 404, 'the documentation is at /docs', null],
      ['GET', '/__admin/certs/wiremock-ca.crt', 404, 'the CA certificate is at /__admin/ca.pem', null],
      ['GET', '/__admin/nope?x=1', 404, 'no such control endpoint or resource: /__admin/nope', null],
      ['POST', '/__admin/mappings/new', 404, 'use POST /__admin/mappings', null],
      ['POST', '/__admin/health', 405, 'POST is not allowed here: use one of GET, HEAD', 'GET, HEAD'],
      ['DELETE', '/__admin/state?x', 405, 'DELETE is not allowed here: use one of GET, PUT', 'GET, PUT'],
      ['GET', '/__admin/reset', 405, 'GET is not allowed here: use POST', 'POST'],
      ['PUT', '/__admin/mappings/import', 405, 'PUT is not allowed here: use POST', 'POST'],
      ['OPTIONS', '/__admin/requests/unmatched', 405, 'OPTIONS is not allowed here: use GET', 'GET'],
      ['GET', '/__admin/ca-pem', 404, 'no such control endpoint or resource: /__admin/ca-pem', null]
    ]
    for (const [method, path, code, title, allow] of rows) {
      const response = await call(mock, method, path)
      t.equal(response.status, code, `${method} ${path}: status`)
      t.equal(response.headers.get('allow'), allow, `${method} ${path}: Allow`)
      t.equal(response.headers.get('content-type'), 'application/json; charset=utf-8', `${method} ${path}: type`)
      t.strictSame(await response.json(), { errors: [{ code, title }] }, `${method} ${path}: body`)
    }
  })

  t.test('every call except health requires the admin token', async (t) => {
    const mock = await mockFor(t, { adminToken: 'secret' })
    const rows: [string, string, string | undefined, number][] = [
      ['GET', '/__admin/health', undefined, 200],
      ['GET', '/__admin/health?x=1', undefined, 200],
      ['GET', '/__admin/version', undefined, 401],
      ['GET', '/__admin/state', 'Bearer wrong', 401],
      ['PUT', '/__admin/state', 'secret', 401],
      ['POST', '/__admin/reset', undefined, 401],
      ['POST', '/__admin/reset', 'Bearer secret', 200],
      ['GET', '/__admin/version', 'Bearer secret', 200],
      ['GET', '/__admin/version', 'bearer secret', 200],
      ['GET', '/users', undefined, 200]
    ]
    for (const [method, path, authorization, status] of rows) {
      const response = await call(mock, method, path, undefined, authorization === undefined ? {} : { authorization })
      const what = `${method} ${path} ${authorization}`
      t.equal(response.status, status, `${what}: status`)
      if (status !== 401) continue
      t.match(await response.json(), { errors: [{ code: 401, title: /Authorization: Bearer/ }] }, `${what}: body`)
    }
  })

  t.test('--no-admin turns off every call except the health', async (t) => {
    const mock = await mockFor(t, { noAdmin: true })
    t.equal((await call(mock, 'GET', '/__admin/health')).status, 200, 'health')
    for (const [method, path] of [
      ['GET', '/__admin/version'],
      ['GET', '/__admin/state'],
      ['POST', '/__admin/reset'],
      ['GET', '/__admin/fixtures']
    ] as const) {
      const response = await call(mock, method, path)
      t.equal(response.status, 404, path)
      t.match(await response.json(), { errors: [{ title: /without --no-admin/ }] }, `${path}: body`)
    }
  })
}
