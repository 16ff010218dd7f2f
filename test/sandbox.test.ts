import { join } from 'node:path'
import t from 'tap'
import { GuidSequence } from '../src/apis/atrium/guid-sequence.ts'
import { Entropy } from '../src/common/clock-and-ids.ts'
import { mappingOf } from '../src/control/documents.ts'
import { readFixture } from '../src/fixtures/fixture-document.ts'
import { FixtureLibrary } from '../src/fixtures/fixture-library.ts'
import type { FixtureSet } from '../src/fixtures/fixture-set.ts'
import { fixtureText } from '../src/fixtures/fixture-text.ts'
import { listen } from '../src/http/listen.ts'
import { SandboxRegistry } from '../src/sandbox/registry.ts'
import { Sandbox, type SandboxOptions } from '../src/sandbox/sandbox.ts'
import { app } from '../src/server/app.ts'
import { createServer } from '../src/server/fastify.ts'
import { NO_LOG } from '../src/state/store.ts'
import { call, createAtriumUser, stateText } from './support/calls.ts'
import { fixture } from './support/fixtures.ts'
import { mockFor } from './support/mock.ts'
import { ObjectGraph } from './support/object-graph.ts'
import { plainSandbox } from './support/sandbox-options.ts'

function fixtureSet(document: object, name = 'mine'): FixtureSet {
  const result = readFixture(JSON.stringify(document))
  if (!result.ok) throw new Error(JSON.stringify(result.problems.listed))
  return { name, sha256: name, source: name, state: result.state }
}

function sandboxOf(options: Partial<SandboxOptions> = {}, document: object = fixture()): Sandbox {
  return new Sandbox(
    'w',
    { auth: 'strict', guidSeed: 'seed', limit: undefined, ...plainSandbox(), ...options },
    fixtureSet(document),
    NO_LOG
  )
}

const guidsOf = ({ atriumUsers }: Sandbox, count: number) =>
  Array.from({ length: count }, () => atriumUsers.create({}).guid)

t.test('a sandbox that nobody used for as long as the options say is found no more, swept or not', async (t) => {
  const registry = new SandboxRegistry(
    { auth: 'any', guidSeed: 'seed', limit: undefined, maxSandboxes: 2, sandboxTtl: 1, ...plainSandbox() },
    fixtureSet({}),
    sandboxOf()
  )
  const idle = registry.open('w1')
  t.equal(registry.get('w1'), idle)
  t.strictSame(idle.lastUsedAt, idle.created)
  idle.lastUsed -= 1001
  const wait = idle.journal.waitFor(() => true, 1, 60_000)
  t.equal(registry.get('w1'), idle, 'somebody waits in it')
  idle.journal.clear()
  await wait
  t.equal(registry.get('w1'), undefined)
  t.throws(() => registry.open(undefined as unknown as string), { message: /^sandbox 'undefined': expected a name/ })
})

t.test('the seeded guids are the same after each reset, in every process, and others with another seed', async (t) => {
  const sandbox = sandboxOf()
  const first = guidsOf(sandbox, 5)
  t.strictSame(
    first,
    [0, 1, 2, 3, 4].map((place) => new GuidSequence('seed').at(place))
  )
  await sandbox.reset()
  t.strictSame(guidsOf(sandbox, 5), first)
  t.strictSame(guidsOf(sandboxOf(), 5), first)
  t.strictNotSame(guidsOf(sandboxOf({ guidSeed: 'other' }), 5), first)
})

t.test('a guid that a user of the fixture has is skipped, and one of a deleted user is not given again', async (t) => {
  const users = [0, 1, 3].map((place) => ({ guid: new GuidSequence('seed').at(place) }))
  const sandbox = sandboxOf({}, fixture({ atrium: { credentials: [], users } }))
  const [created = ''] = guidsOf(sandbox, 1)
  t.equal(created, new GuidSequence('seed').at(2))
  sandbox.atriumUsers.remove(created)
  t.strictSame(guidsOf(sandbox, 1), [new GuidSequence('seed').at(4)])
})

t.test(
  'a state that is sent as a whole goes on with the guid sequence; a reset to other fixtures begins it',
  async (t) => {
    const sandbox = sandboxOf()
    guidsOf(sandbox, 2)
    const { state } = fixtureSet({})
    sandbox.replaceState(state, '{}')
    t.equal(sandbox.state.atrium.users.size, 0)
    t.strictSame(guidsOf(sandbox, 1), [new GuidSequence('seed').at(2)])
    t.equal(sandbox.fixtures.name, 'mine')
    const other = fixtureSet({ atms: { tokens: ['t'], userGroups: [], users: [] } }, 'other')
    await sandbox.reset(other)
    t.equal(sandbox.state, other.state)
    guidsOf(sandbox, 1)
    await sandbox.reset()
    t.equal(sandbox.state, other.state, 'they are its fixtures from then on')
  }
)

t.test('credentials', async (t) => {
  const rows: [SandboxOptions['auth'], string, string, boolean][] = [
    ['strict', 'key', 'client', true],
    ['strict', 'key', 'other', false],
    ['strict', 'other', 'client', false],
    ['strict', 'key', '', false],
    ['any', 'other', 'another', true],
    ['any', '', 'another', false],
    ['any', 'other', '', false]
  ]
  for (const [auth, apiKey, clientId, admitted] of rows) {
    t.equal(
      sandboxOf({ auth }).admits({ api: 'atrium', key: apiKey, clientId }),
      admitted,
      `${auth} ${apiKey} ${clientId}`
    )
  }
  const tokens: [SandboxOptions['auth'], string, boolean][] = [
    ['strict', 'token', true],
    ['strict', 'other', false],
    ['strict', '', false],
    ['any', 'other', true],
    ['any', '', false]
  ]
  for (const [auth, token, admitted] of tokens) {
    t.equal(sandboxOf({ auth }).admits({ api: 'atms', key: token }), admitted, `${auth} ${token}`)
  }
})

t.test('a limit of users is one over HTTP too, and a delete makes room', async (t) => {
  const mock = await mockFor(t, { fixtures: 'empty', atriumUserLimit: 1 })
  const { guid } = await createAtriumUser(mock, { metadata: 'm' })
  t.equal((await call(mock, 'POST', '/users', { user: { metadata: 'm' } })).status, 422)
  await call(mock, 'DELETE', `/users/${guid}`)
  t.equal((await call(mock, 'POST', '/users', { user: { metadata: 'm' } })).status, 200)
  await mock.reset()
  t.equal(await stateText(mock), [...fixtureText(mock.fixtures.state)].join(''))
})

t.test('time and chance', async (t) => {
  const entropy = new Entropy()
  const ids = Array.from({ length: 1000 }, () => entropy.requestId())
  t.ok(ids.every((id) => /^[0-9a-f]{32}$/.test(id)))
  t.equal(new Set(ids).size, 1000, 'no id comes twice, across the ends of what is drawn at once')
  const before = entropy.monotonic()
  t.ok(entropy.monotonic() >= before)
  t.ok(entropy.now() instanceof Date)
})

const pair = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }
const account = { Username: 'new', DisplayName: 'New', UserGroupName: 'Operators' }
const stub = {
  scenarioName: 's',
  requiredScenarioState: 'Started',
  newScenarioState: 'Next',
  request: { method: 'GET', urlPath: '/users', headers: { 'X-Stub': { matches: '[a-z]+' } } },
  response: { status: 503, body: 'of a stub' }
}
/** One of everything that changes something. */
const CHANGES: readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object][] = [
  ['POST', '/users', { user: { identifier: 'new' } }],
  ['PUT', `/users/${new GuidSequence('seed').at(0)}`, { user: { identifier: 'newer', is_disabled: true } }],
  ['GET', '/users'],
  ['DELETE', `/users/${new GuidSequence('seed').at(0)}`],
  ['POST', '/api/Users', account],
  ['PUT', '/api/Users/new', { ...account, DisplayName: 'Newer' }],
  ['PUT', '/api/Users/new/disable'],
  ['GET', '/api/Users'],
  ['DELETE', '/api/Users/new'],
  ['POST', '/__admin/mappings', { ...stub, priority: 1 }],
  ['GET', '/users'],
  ['POST', '/__admin/settings', { fixedDelay: 1 }],
  ['POST', '/__admin/requests/count', { urlPath: '/users' }],
  ['PUT', '/__admin/scenarios/s/state', { state: 'Next' }],
  ['POST', '/__admin/mappings/reset'],
  ['POST', '/__admin/reset'],
  ['POST', '/users', { user: { identifier: 'after' } }]
]

t.test('what two sandboxes have in common is changed by nothing that is done to one of them', async (t) => {
  const set = fixtureSet(fixture())
  const options = { auth: 'any', guidSeed: 'seed', limit: undefined, ...plainSandbox() } as const
  const common = {
    ...options,
    stubs: [await mappingOf(stub, '00000000-0000-4000-8000-000000000001')],
    maxSandboxes: 3,
    sandboxTtl: 60
  }
  const sandboxes = new SandboxRegistry(common, set, new Sandbox('default', common, set, NO_LOG))
  const server = createServer({ bodyLimit: 1000 })
  await server.register(app, {
    sandboxes,
    library: new FixtureLibrary({ builtIn: join(import.meta.dirname, '../fixtures') }),
    version: '0',
    noAdmin: false,
    allowShutdown: false,
    stop() {},
    reportFailure: (error) => t.fail(error.message)
  })
  await server.ready()
  const listener = await listen(server.routing, '127.0.0.1', 0)
  const graph = new ObjectGraph()
  t.teardown(() => {
    graph.close()
    return listener.close()
  })
  const [one, other] = [sandboxes.open('one'), sandboxes.open('other')]

  // The memory of all journals, and what waits for its time, belong to the server.
  const ofServer = ['JournalBudget', 'Pauses']
  const ofOther = graph.reachable(other, ofServer)
  const inBoth = (): object[] => [...graph.reachable(one, ofServer)].filter((object) => ofOther.has(object))
  const before = new Map(inBoth().map((object) => [object, graph.parts(object)]))
  t.ok(before.has(set.state.atrium.users), 'the users of the fixtures are in both')
  for (const own of [one.atriumUsers, one.atmsUsers, one.journal, one.stubs, one.entropy, one.atriumBodies]) {
    t.notOk(before.has(own), `${own.constructor.name}: each has its own`)
  }
  const isAsBefore = (after: string): void => {
    for (const [object, parts] of before) {
      const now = graph.parts(object)
      const changed = now.find(([name, value], i) => parts[i]?.[0] !== name || !Object.is(parts[i]?.[1], value))
      if (now.length !== parts.length || changed !== undefined)
        t.fail(`${after}: ${object.constructor.name} ${changed?.[0]}`)
    }
  }

  for (const [method, url, body] of CHANGES) {
    const { status } = await fetch(`http://127.0.0.1:${listener.port}${url}`, {
      method,
      headers: { ...pair, 'Mock-Sandbox': 'one', 'X-Stub': 'a', ...(body && { 'Content-Type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body)
    })
    t.ok(status < 300 || status === 503, `${method} ${url}: ${status}`)
    isAsBefore(`${method} ${url}`)
    for (const object of inBoth())
      if (!before.has(object)) t.fail(`${method} ${url}: ${object.constructor.name} came into both`)
  }
})
