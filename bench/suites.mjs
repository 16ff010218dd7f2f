// The rounds of the suite, one for each server.
import { credentials } from './requests.mjs'

const GUID = '"guid": ?"(USR-[^"]+)"'
const ONE = '"count" ?: ?1\\b'

/** The whole round: what was created can be read, listed, updated and deleted, and the journal holds exactly one create. */
export const mockSuite = roundOf({
  base: '/sandboxes/{w}',
  reset: { method: 'POST', path: '/sandboxes/{w}/__admin/reset' },
  count: '/sandboxes/{w}/__admin/requests/count',
  counted: '{"method":"POST","urlPath":"/users"}',
  updated: '"metadata":"changed"'
})

/** The stubs respond to all workers; the path says which worker's requests to remove and to count. */
export const wiremockSuite = roundOf({
  base: '/{w}',
  reset: { method: 'POST', path: '/__admin/requests/remove', body: '{"urlPathPattern":"/{w}/.*"}' },
  count: '/__admin/requests/count',
  counted: '{"method":"POST","urlPath":"/{w}/users"}',
  updated: '"guid"'
})

/**
 * Records with identifiers that say which worker and round they belong to. Under parallel writes, json-server can lose a record:
 * it watches its data file and reloads it after its own writes.
 */
export const jsonServerSuite = [
  { method: 'POST', path: '/users', body: '{"identifier":"{w}-{n}"}', status: 201, capture: '"id": ?"([^"]+)"' },
  { method: 'GET', path: '/users/{id}', status: 200, lost: 404, matches: '"identifier": ?"w' },
  { method: 'GET', path: '/users?_page=1&_per_page=25', status: 200, matches: '"data"' },
  {
    method: 'PUT',
    path: '/users/{id}',
    body: '{"identifier":"{w}-{n}","metadata":"changed"}',
    status: 200,
    lost: 404,
    matches: '"changed"'
  },
  { method: 'DELETE', path: '/users/{id}', status: 200, lost: 404 }
]

function roundOf({ base, reset, count, counted, updated }) {
  const emulated = (step) => ({ headers: credentials, status: 200, ...step })
  return [
    { status: 200, ...reset },
    emulated({
      method: 'POST',
      path: `${base}/users`,
      body: '{"user":{"identifier":"{w}-{n}"}}',
      matches: '"identifier": ?"w',
      capture: GUID
    }),
    emulated({ method: 'GET', path: `${base}/users/{id}`, matches: GUID }),
    emulated({ method: 'GET', path: `${base}/users`, matches: '"pagination"' }),
    emulated({ method: 'PUT', path: `${base}/users/{id}`, body: '{"user":{"metadata":"changed"}}', matches: updated }),
    emulated({ method: 'DELETE', path: `${base}/users/{id}`, status: 204 }),
    { method: 'POST', path: count, body: counted, status: 200, matches: ONE }
  ]
}
