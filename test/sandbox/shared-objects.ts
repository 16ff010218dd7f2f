import type { Test } from 'tap'
import { GuidSequence } from '../../src/apis/atrium/guid-sequence.ts'
import { usersOf } from '../../src/apis/atrium/users.ts'
import { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { stubFilesOf } from '../../src/wiremock/stubs/stub-state.ts'
import { appFor } from '../support/app.ts'
import { fixture } from '../support/fixtures.ts'
import { ObjectGraph } from '../support/object-graph.ts'
import { fixedStubs, fixtureSetOf, sandboxOf, sandboxOptions } from '../support/sandbox-options.ts'
import { idOf } from './random-steps.ts'

const CREDENTIALS = { 'MX-API-Key': 'key', 'MX-Client-ID': 'client', token: 'token' }
const ACCOUNT = { Username: 'new', DisplayName: 'New', UserGroupName: 'Operators' }
const STUB = {
  scenarioName: 's',
  requiredScenarioState: 'Started',
  newScenarioState: 'Next',
  metadata: { mock: { times: 5 } },
  request: { method: 'GET', urlPath: '/users', headers: { 'X-Stub': { matches: '[a-z]+' } } },
  response: { status: 503, body: 'from a stub' }
}
const first = new GuidSequence('seed').at(0)

/** Requests that change a sandbox in every way. */
const CHANGES: readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object][] = [
  ['POST', '/users', { user: { identifier: 'new' } }],
  ['PUT', `/users/${first}`, { user: { identifier: 'newer', is_disabled: true } }],
  ['GET', '/users'],
  ['DELETE', `/users/${first}`],
  ['POST', '/api/Users', ACCOUNT],
  ['PUT', '/api/Users/new', { ...ACCOUNT, DisplayName: 'Newer' }],
  ['PUT', '/api/Users/new/disable'],
  ['GET', '/api/Users'],
  ['DELETE', '/api/Users/new'],
  ['POST', '/__admin/mappings', { ...STUB, priority: 1 }],
  ['GET', '/users'],
  ['POST', '/__admin/settings', { fixedDelay: 1 }],
  ['POST', '/__admin/requests/count', { urlPath: '/users' }],
  ['PUT', '/__admin/scenarios/s/state', { state: 'Next' }],
  ['POST', '/__admin/scenarios/reset'],
  ['POST', '/__admin/mappings/reset'],
  ['PUT', '/__admin/state', fixture()],
  ['POST', '/__admin/state/reset'],
  ['POST', '/__admin/reset'],
  ['POST', '/users', { user: { identifier: 'after' } }]
]

export async function sharedObjects(t: Test): Promise<void> {
  t.test('no change to one sandbox changes an object that it shares with another', async (t) => {
    const fixtures = fixtureSetOf(fixture())
    const fileStubs = fixedStubs(stubFilesOf(compileStored([{ ...STUB, id: idOf(1) }])))
    const options = sandboxOptions({ fileStubs })
    const sandboxes = new SandboxRegistry(options, fixtures, sandboxOf({ fileStubs }, fixtures))
    const server = await appFor(sandboxes, (error) => t.fail(error.message), { fileStubs })
    const graph = new ObjectGraph()
    t.teardown(() => {
      graph.close()
      return server.close()
    })
    const [one, other] = [sandboxes.open('one'), sandboxes.open('other')]

    // The memory budget, the waits, the coverages and the counters belong to the server.
    const ofServer = ['MemoryBudget', 'Pauses', 'Coverages', 'LogCounts']
    const ofOther = graph.reachable(other, ofServer)
    const inBoth = (): object[] => [...graph.reachable(one, ofServer)].filter((object) => ofOther.has(object))
    const before = new Map(inBoth().map((object) => [object, graph.parts(object)]))
    t.ok(before.has(usersOf(one.state)), 'the users of the fixtures are in both')
    for (const own of [one.journal, one.history, one.clock, one.random])
      t.notOk(before.has(own), `each sandbox has its own ${own.constructor.name}`)
    const changed = (): string[] =>
      [...before].flatMap(([object, parts]) => {
        const now = graph.parts(object)
        const part = now.find(([name, value], i) => parts[i]?.[0] !== name || !Object.is(parts[i]?.[1], value))
        return now.length === parts.length && part === undefined ? [] : [`${object.constructor.name} ${part?.[0]}`]
      })

    for (const [method, url, body] of CHANGES) {
      const { statusCode } = await server.inject({
        method,
        url,
        headers: { ...CREDENTIALS, 'Mock-Sandbox': 'one', 'X-Stub': 'a' },
        ...(body && { body })
      })
      t.ok(statusCode < 300 || statusCode === 503, `${method} ${url}: ${statusCode}`)
      t.strictSame(changed(), [], `${method} ${url} changes no shared object`)
      const added = inBoth().filter((object) => !before.has(object))
      t.strictSame(
        added.map((object) => object.constructor.name),
        [],
        `${method} ${url} shares no other object`
      )
    }
    t.ok(one.state.revision > CHANGES.length / 2, 'the sandbox has changed')
    t.equal(other.state.revision, 0, 'the other one has not')
  })
}
