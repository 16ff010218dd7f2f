import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Test } from 'tap'
import { apis } from '../../src/apis/index.ts'
import type { FixtureSet } from '../../src/fixtures/fixture-set.ts'
import type { ChangeLog, NumberedChange } from '../../src/log/change-log.ts'
import { restore } from '../../src/sandbox/put-back.ts'
import { restoreState } from '../../src/sandbox/restore.ts'
import { stateAt } from '../../src/sandbox/rewind.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { initialState, type SandboxState } from '../../src/sandbox/sandbox-state.ts'
import { undo } from '../../src/sandbox/undo.ts'
import { withZeroCounters } from '../../src/state/state.ts'
import { fixedStubs, sourcesOf } from '../support/sandbox-options.ts'
import { decide, type Step, step } from './random-steps.ts'
import { plainOf, stepOptions, stepSources, storedSets } from './state-value.ts'

const { fixtures, fileStubs } = stepSources
/** `HISTORY_RUNS=1000` takes minutes. */
const RUNS = Number(process.env['HISTORY_RUNS'] ?? 25)

const reversal = fc.record({ op: fc.constantFrom('undo' as const, 'restore' as const), pick: fc.nat({ max: 1000 }) })
type Reversal = { readonly op: 'undo' | 'restore'; readonly pick: number }
const steps = fc.array(fc.oneof({ weight: 4, arbitrary: step }, { weight: 1, arbitrary: reversal }), {
  minLength: 1,
  maxLength: 40
})

/** A log in memory. */
class RecordingLog implements ChangeLog {
  readonly changes: NumberedChange[] = []
  readonly kept: FixtureSet[] = []

  append(revision: number, change: NumberedChange['change']): 'stored' {
    this.changes.push({ revision, change: JSON.parse(JSON.stringify(change)) })
    return 'stored'
  }

  since = async (): Promise<[]> => []

  async keep(set: FixtureSet): Promise<() => void> {
    // A copy has no counters.
    this.kept.push({ ...set, state: withZeroCounters(set.state) })
    return () => {}
  }
}

const isReversal = (step: Step | Reversal): step is Reversal => step.op === 'undo' || step.op === 'restore'

/** @throws the errors of the APIs and of the history */
async function take(sandbox: Sandbox, step: Step | Reversal): Promise<void> {
  if (!isReversal(step)) {
    await sandbox.change((state) => decide(step, state, stepSources))
    return
  }
  const revision = step.pick % (sandbox.state.revision + 1)
  if (step.op === 'undo') await undo(sandbox, apis, revision, undefined)
  else await restore(sandbox, revision, undefined)
}

/** Takes steps, and keeps what each revision was. Steps that are rejected change nothing. */
async function run(steps: readonly (Step | Reversal)[]) {
  const log = new RecordingLog()
  const sandbox = new Sandbox('w', stepOptions(), initialState(fixtures[0], fileStubs), log)
  const revisions = [plainOf(sandbox.state)]
  for (const step of steps) {
    const before = sandbox.state
    await take(sandbox, step).catch((error) => {
      assert.match(String(error.code), /^(?:AT(?:MS|RIUM)|MOCK)_/, String(error.stack))
      assert.equal(sandbox.state, before, 'a rejected step changes nothing')
    })
    if (sandbox.state !== before) revisions.push(plainOf(sandbox.state))
  }
  return { sandbox, log, revisions }
}

/** Without what a restore does not change: the revision, and the files that the stubs are based on. */
const restored = ({ revision: _, ...state }: ReturnType<typeof plainOf>) => ({
  ...state,
  stubs: { ...state.stubs, files: '' }
})

export async function rewinding(t: Test): Promise<void> {
  t.test('random steps are undone and restored', async (t) => {
    const ops = new Set<string>()
    for (const sample of fc.sample(steps, { numRuns: 10, seed: 1 })) {
      const { sandbox } = await run(sample)
      for (const { change } of sandbox.history.newestFirst()) ops.add(change.op)
    }
    t.ok(ops.has('restore'), [...ops].join(', '))
  })

  t.test('is what it was then, and can be restored', async (t) => {
    const property = fc.asyncProperty(steps, fc.nat(), async (steps, pick) => {
      const { sandbox, revisions } = await run(steps)
      const last = sandbox.state.revision
      for (const [revision, value] of revisions.entries())
        assert.deepEqual(plainOf(stateAt(sandbox, revision)), value, `revision ${revision} of ${last}`)
      const revision = pick % revisions.length
      await restore(sandbox, revision, undefined)
      assert.equal(sandbox.state.revision, last + 1)
      const expected = revisions[revision]
      assert.deepEqual(restored(plainOf(sandbox.state)), expected && restored(expected), `restored ${revision}`)
      assert.deepEqual(plainOf(stateAt(sandbox, last)), revisions[last], 'the state before the restore')
      requireIndexes(sandbox.state)
    })
    await t.resolves(fc.assert(property, { numRuns: RUNS }), `${RUNS} random runs`)
  })

  t.test('a log with undone and restored changes leads to the same state', async (t) => {
    const property = fc.asyncProperty(steps, async (steps) => {
      const { sandbox, log } = await run(steps)
      const recovered = {
        state: fixtures[0].state,
        revision: 0,
        sandbox: undefined,
        async *changes() {
          yield* log.changes
        },
        fixtures: sandbox.state.fixtures
      }
      const sources = sourcesOf([...storedSets, ...log.kept], fixedStubs(fileStubs))
      assert.deepEqual(plainOf(await restoreState(recovered, sources)), plainOf(sandbox.state))
    })
    await t.resolves(fc.assert(property, { numRuns: RUNS }), `${RUNS} random runs`)
  })
}

/** Every record is found by its key. */
function requireIndexes({ apis }: SandboxState): void {
  for (const { lists } of Object.values(apis))
    for (const list of Object.values(lists)) for (const record of list) assert.equal(list.sameKey(record), record)
}
