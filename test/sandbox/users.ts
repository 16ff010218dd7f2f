import fc from 'fast-check'
import type { Test } from 'tap'
import { GuidSequence } from '../../src/apis/atrium/guid-sequence.ts'
import { records } from '../../src/apis/atrium/records.ts'
import { createUser, deleteUser } from '../../src/apis/atrium/users.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { fixtureSetOf, sandboxOf } from '../support/sandbox-options.ts'
import { steps, UsersModel } from '../support/users-model.ts'

const guids = (seed = 'seed') => ({ guids: new GuidSequence(seed), limit: undefined })
const at = (place: number) => new GuidSequence('seed').at(place)

async function create(sandbox: Sandbox, count: number, seed?: string): Promise<string[]> {
  const created: string[] = []
  for (let n = 0; n < count; n++)
    created.push((await sandbox.change((state) => createUser(state, {}, guids(seed)))).guid)
  return created
}

export async function users(t: Test): Promise<void> {
  t.test('are the same as in a model with plain arrays, after any operations in any order', async (t) => {
    // Enough users for a tree of two levels, and close to the limit.
    const fixtures = fixtureSetOf({
      atrium: {
        credentials: [],
        users: Array.from({ length: 63 }, (_, i) => ({ guid: guid(i), identifier: `old-${i}` }))
      },
      atms: {
        tokens: [],
        userGroups: [{ GroupName: 'Operators' }, { GroupName: 'Guards' }],
        users: [{ Username: 'first', DisplayName: 'First', UserGroupName: 'Operators' }]
      }
    })
    const property = fc.asyncProperty(steps, async (steps) => {
      const model = new UsersModel(fixtures, 70)
      for (const step of steps) {
        await model.apply(step)
        model.compare()
      }
      model.compareSnapshots()
    })
    await t.resolves(fc.assert(property, { numRuns: 60 }), '60 random runs')
  })

  t.test('get the same guids after each reset and in every process, and others with another seed', async (t) => {
    const sandbox = sandboxOf()
    const first = await create(sandbox, 5)
    t.strictSame(first, [0, 1, 2, 3, 4].map(at), 'the sequence of the seed')
    await sandbox.reset(undefined)
    t.strictSame(await create(sandbox, 5), first, 'after a reset')
    await sandbox.resetRecords(undefined)
    t.strictSame(await create(sandbox, 5), first, 'after a reset of the records')
    t.strictSame(await create(sandboxOf(), 5), first, 'in another sandbox')
    t.strictNotSame(await create(sandboxOf(), 5, 'other'), first, 'with another seed')
  })

  t.test('get no guid that the fixtures contain or a deleted user had', async (t) => {
    const taken = [0, 1, 3].map((place) => ({ guid: at(place) }))
    const sandbox = sandboxOf({}, fixtureSetOf(fixture({ atrium: { credentials: [], users: taken } })))
    const [created = ''] = await create(sandbox, 1)
    t.equal(created, at(2), 'the first free one')
    await sandbox.change((state) => deleteUser(state, created))
    t.strictSame(await create(sandbox, 1), [at(4)], 'the next free one')
  })

  t.test(
    'continue the guid sequence after the state was replaced; a reset to other fixtures restarts it',
    async (t) => {
      const sandbox = sandboxOf()
      await create(sandbox, 2)
      const { state } = fixtureSetOf({ atrium: { credentials: [], users: [] } })
      await sandbox.change(() => ({
        change: { op: 'state', uploaded: { state, sha256: 'x', bytes: 2 } },
        result: null
      }))
      t.equal(records.of(sandbox.state).lists.users.size, 0, 'the users were replaced')
      t.strictSame(await create(sandbox, 1), [at(2)], 'the sequence continues')
      t.equal(sandbox.state.fixtures.name, 'mine', 'the fixtures stay the same')
      const other = fixtureSetOf({ atms: { tokens: ['t'], userGroups: [], users: [] } }, 'other')
      await sandbox.reset(other)
      t.equal(sandbox.state.apis, other.state, 'the other fixtures')
      t.strictSame(await create(sandbox, 1), [at(0)], 'the sequence starts over')
      await sandbox.reset(undefined)
      t.equal(sandbox.state.apis, other.state, 'the next reset returns to the other fixtures')
    }
  )
}
