import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Test } from 'tap'
import { GuidSequence } from '../../src/apis/atrium/guid-sequence.ts'
import { createUser } from '../../src/apis/atrium/users.ts'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { SandboxRegistry } from '../../src/sandbox/registry.ts'
import { JournalEntry } from '../../src/wiremock/journal/journal-entry.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { noFileStubs } from '../../src/wiremock/stubs/file-stubs.ts'
import { stubFilesOf } from '../../src/wiremock/stubs/stub-state.ts'
import { fixture } from '../support/fixtures.ts'
import { fixtureSetOf, sandboxOf, sandboxOptions } from '../support/sandbox-options.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

export async function registry(t: Test): Promise<void> {
  t.test('a sandbox that is idle for longer than the TTL no longer exists, even before it is removed', async (t) => {
    const options = sandboxOptions({ maxSandboxes: 2, sandboxTtl: 1 })
    const registry = new SandboxRegistry(options, fixtureSetOf({}), sandboxOf())
    const idle = registry.open('w1')
    t.equal(registry.get('w1'), idle, 'a new sandbox')
    t.strictSame(idle.lastUsedAt, idle.created, 'it was last used when it was created')
    idle.lastUsed -= 1001
    const caller = new AbortController()
    const wait = idle.journal.waitFor({ matches: () => true }, 1, 60_000, caller.signal)
    t.equal(registry.get('w1'), idle, 'a sandbox whose journal is awaited is not idle')
    caller.abort(new Error('gone'))
    await t.rejects(wait, { message: 'gone' }, 'the wait ends')
    t.equal(registry.get('w1'), undefined, 'an idle sandbox')
    registry.default.lastUsed -= 1001
    t.equal(registry.get(registry.default.name), registry.default, 'default is never idle')
  })

  t.test('an idle sandbox makes room for another one', async (t) => {
    const options = sandboxOptions({ maxSandboxes: 2, sandboxTtl: 1 })
    const registry = new SandboxRegistry(options, fixtureSetOf({}), sandboxOf())
    const idle = registry.open('w1')
    t.throws(() => registry.open('w2'), { code: 'MOCK_TOO_MANY_SANDBOXES' }, 'no room')
    idle.lastUsed -= 1001
    t.not(registry.open('w2'), idle, 'room')
    t.strictSame(registry.all(), [registry.default, registry.get('w2')], 'the idle one is gone')
  })

  t.test('new sandboxes share the table of the stubs from files', async (t) => {
    const files = stubFilesOf(compileStored([{ id: '00000000-0000-0000-0000-000000000001' }]))
    const fileStubs = { ...noFileStubs, files }
    const registry = new SandboxRegistry(sandboxOptions({ fileStubs }), fixtureSetOf({}), sandboxOf())
    const [one, other, draft] = [registry.open('w1'), registry.open('w2'), registry.draft('w3')]
    t.equal(one.stubTable.all.length, 1, 'the stub of the file')
    t.equal(other.stubTable, one.stubTable, 'another sandbox')
    t.equal(draft.stubTable, one.stubTable, 'a draft')
    const put = compileStored([{ id: '00000000-0000-0000-0000-000000000002' }])
    await one.change(() => ({ change: { op: 'stubs', put }, result: null }))
    t.equal(one.stubTable.all.length, 2, 'with another stub')
    t.equal(other.stubTable.all.length, 1, 'the others stay as they are')
  })

  t.test('invalid and unknown names are rejected', async (t) => {
    const registry = new SandboxRegistry(sandboxOptions(), fixtureSetOf({}), sandboxOf())
    for (const name of ['a', '0', 'a-b', 'x'.repeat(63)]) t.equal(registry.open(name).name, name, `'${name}' is valid`)
    // Callers in JavaScript may pass a variable that is not set.
    for (const name of ['', '-', 'A', 'a_b', 'x'.repeat(64), 'a\n', undefined as unknown as string])
      t.throws(() => registry.open(name), { code: 'MOCK_INVALID_SANDBOX_NAME' }, `'${name}' is invalid`)
    t.throws(() => registry.drop('unknown'), { code: 'MOCK_UNKNOWN_SANDBOX' }, 'an unknown sandbox')
    t.throws(() => registry.drop(registry.default.name), { code: 'MOCK_DEFAULT_SANDBOX' }, 'default cannot be dropped')
  })

  t.test('a dropped sandbox leaves nothing in memory', async (t) => {
    const budget = new MemoryBudget(1e6)
    const registry = new SandboxRegistry(sandboxOptions({ budget }), fixtureSetOf(fixture()), sandboxOf({ budget }))
    const dropped = await usedAndDropped(registry)
    collectGarbage()
    // V8 keeps the target of a WeakRef until the end of the turn.
    await new Promise((done) => setImmediate(done))
    collectGarbage()
    for (const [name, reference] of Object.entries(dropped)) t.equal(reference.deref(), undefined, name)
    t.ok(registry.fixtures.state['atrium'], 'the fixtures are still there')
  })
}

/** Uses a sandbox and drops it. In a function, so that no local variable refers to it afterwards. */
async function usedAndDropped(registry: SandboxRegistry): Promise<Record<string, WeakRef<object>>> {
  const sandbox = registry.open('w1')
  const { state, history, journal } = sandbox
  const fields = { identifier: 'x' }
  const user = await sandbox.change((state) =>
    createUser(state, fields, { guids: new GuidSequence('seed'), limit: undefined })
  )
  const arrival = { method: 'GET', url: '/users', rawHeaders: [], httpVersion: '1.1', scheme: 'http', receivedAt: 0 }
  const entry = new JournalEntry({ ...arrival, clientIp: undefined }, 0, true)
  journal.add(entry)
  const of = Object.entries({ sandbox, state, history, journal, user, entry, changed: sandbox.state })
  registry.drop('w1')
  return Object.fromEntries(of.map(([name, object]) => [name, new WeakRef(object)]))
}
