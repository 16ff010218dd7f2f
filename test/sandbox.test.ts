import t from 'tap'
import { Entropy } from '../src/sandbox/entropy.ts'
import { SandboxRegistry } from '../src/sandbox/registry.ts'
import { Sandbox, type SandboxOptions } from '../src/sandbox/sandbox.ts'
import { readFixture } from '../src/store/fixture-document.ts'
import type { FixtureSet } from '../src/store/fixture-set.ts'
import { fixtureText } from '../src/store/fixture-text.ts'
import { guidAt } from '../src/store/guid.ts'
import { NO_LOG } from '../src/store/store.ts'
import { call, createAtriumUser, stateText } from './support/calls.ts'
import { fixture } from './support/fixtures.ts'
import { mockFor } from './support/mock.ts'
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
  idle.lastUsed -= 1001
  t.equal(registry.get('w1'), undefined)
})

t.test('the seeded guids are the same after each reset, in every process, and others with another seed', async (t) => {
  const sandbox = sandboxOf()
  const first = guidsOf(sandbox, 5)
  t.strictSame(
    first,
    [0, 1, 2, 3, 4].map((place) => guidAt('seed', place))
  )
  await sandbox.reset()
  t.strictSame(guidsOf(sandbox, 5), first)
  t.strictSame(guidsOf(sandboxOf(), 5), first)
  t.strictNotSame(guidsOf(sandboxOf({ guidSeed: 'other' }), 5), first)
})

t.test('a guid that a user of the fixture has is skipped, and one of a deleted user is not given again', async (t) => {
  const users = [0, 1, 3].map((place) => ({ guid: guidAt('seed', place) }))
  const sandbox = sandboxOf({}, fixture({ atrium: { credentials: [], users } }))
  const [created = ''] = guidsOf(sandbox, 1)
  t.equal(created, guidAt('seed', 2))
  sandbox.atriumUsers.remove(created)
  t.strictSame(guidsOf(sandbox, 1), [guidAt('seed', 4)])
})

t.test(
  'a state that is sent as a whole goes on with the guid sequence; a reset to other fixtures begins it',
  async (t) => {
    const sandbox = sandboxOf()
    guidsOf(sandbox, 2)
    const { state } = fixtureSet({})
    sandbox.replaceState(state, '{}')
    t.equal(sandbox.state.atrium.users.size, 0)
    t.strictSame(guidsOf(sandbox, 1), [guidAt('seed', 2)])
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
