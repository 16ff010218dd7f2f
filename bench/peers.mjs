// What the other servers need before they start: the users of a fixture in the form that each of them reads.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const hasJava = () => spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0

/** How much longer than Node it takes to warm up: after 4 s, WireMock reaches a fifth of what it reaches after 20. */
export const JVM_WARM_UP = 4

const usersOf = (fixture) => JSON.parse(readFileSync(fixture, 'utf8')).atrium.users

/** json-server's data file, which it writes to. */
export function writeJsonServerFile(folder, fixture) {
  const file = join(folder, 'json-server.json')
  writeFileSync(file, JSON.stringify({ users: usersOf(fixture).map(({ guid, ...user }) => ({ id: guid, ...user })) }))
  return file
}

/**
 * WireMock's folder: for each worker of the suite, stubs whose templates repeat the guid of the path and the identifier of the body;
 * for single requests, stubs with a fixed response, which is what WireMock does fastest.
 */
export function writeStubs(folder, fixture) {
  const users = usersOf(fixture)
  const pagination = {
    current_page: 1,
    per_page: 25,
    total_entries: users.length,
    total_pages: Math.ceil(users.length / 25)
  }
  const user = (guid, identifier) => ({ user: { guid, is_disabled: false, metadata: null, identifier } })
  const created = user("USR-{{randomValue type='UUID'}}", "{{jsonPath request.body '$.user.identifier'}}")
  const existing = user('{{request.pathSegments.[2]}}', 'someone')
  const mappings = [
    stub('POST', '/[^/]+/users', templated(created)),
    stub('GET', '/[^/]+/users/USR-[^/]+', templated(existing)),
    stub('GET', '/[^/]+/users', { jsonBody: { users: users.slice(0, 25), pagination } }),
    stub('PUT', '/[^/]+/users/USR-[^/]+', templated(existing)),
    stub('DELETE', '/[^/]+/users/USR-[^/]+', { status: 204 }),
    stub('GET', '/users/USR-[^/]+', { jsonBody: { user: users[0] } }),
    stub('POST', '/users', { jsonBody: { user: users[0] } })
  ]
  const root = join(folder, 'wiremock')
  mkdirSync(join(root, 'mappings'), { recursive: true })
  writeFileSync(join(root, 'mappings', 'users.json'), JSON.stringify({ mappings }))
  return root
}

const stub = (method, urlPathPattern, response) => ({
  request: { method, urlPathPattern },
  response: { status: 200, headers: { 'Content-Type': 'application/json' }, ...response }
})

const templated = (jsonBody) => ({ jsonBody, transformers: ['response-template'] })
