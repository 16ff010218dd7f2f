import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Test } from 'tap'
import type { NumberedChange } from '../../src/log/change-log.ts'
import { applyChange, type Change } from '../../src/sandbox/changes.ts'
import { restoreState, sandboxDetails } from '../../src/sandbox/restore.ts'
import { initialState, type SandboxState } from '../../src/sandbox/sandbox-state.ts'
import { readChange, storedForm } from '../../src/sandbox/stored-changes.ts'
import { fixture } from '../support/fixtures.ts'
import { fixedStubs, sourcesOf } from '../support/sandbox-options.ts'
import { decide, type Step, step } from './random-steps.ts'
import { plainOf, stepSources, storedSets } from './state-value.ts'

const { fixtures, fileStubs } = stepSources
const sources = sourcesOf(storedSets, fixedStubs(fileStubs))
const steps = fc.array(step, { minLength: 1, maxLength: 40 })

/** The states that steps lead to, beginning with the initial one, and their changes. Steps that are rejected change nothing. */
function run(steps: readonly Step[]): { states: SandboxState[]; changes: Change[] } {
  let state = initialState(fixtures[0], fileStubs)
  const states = [state]
  const changes: Change[] = []
  for (const step of steps) {
    const change = changeOf(step, state)
    if (change === undefined) continue
    state = applyChange(state, change)
    states.push(state)
    changes.push(change)
  }
  return { states, changes }
}

function changeOf(step: Step, state: SandboxState): Change | undefined {
  try {
    return decide(step, state, stepSources).change
  } catch (error) {
    assert.match(String(error), /AT(MS|RIUM)_/, 'an error of an API')
    return undefined
  }
}

/** The change as a log stores it. */
const throughJson = (change: Change): NumberedChange['change'] => JSON.parse(JSON.stringify(storedForm(change)))

export async function storedChanges(t: Test): Promise<void> {
  t.test('random steps make every kind of change', async (t) => {
    const seen = new Set(
      fc.sample(steps, { numRuns: 100, seed: 1 }).flatMap((steps) => run(steps).changes.map(({ op }) => op))
    )
    const all: Change['op'][] = [
      ...(['add', 'replace', 'remove', 'reset', 'resetRecords', 'state', 'settings'] as const),
      ...(['stubs', 'resetStubs', 'fileStubs', 'savedStubs', 'useStub', 'scenario', 'resetScenarios'] as const)
    ]
    for (const op of all) t.ok(seen.has(op), op)
  })

  t.test('have the same effect after they were stored and read back', async (t) => {
    const property = fc.asyncProperty(steps, async (steps) => {
      const { states, changes } = run(steps)
      let state = initialState(fixtures[0], fileStubs)
      for (const [i, change] of changes.entries()) {
        state = applyChange(state, await readChange(throughJson(change), sources))
        assert.deepEqual(plainOf(state), plainOf(states[i + 1] as SandboxState), `after change ${i + 1}, ${change.op}`)
      }
    })
    await t.resolves(fc.assert(property, { numRuns: 100 }), '100 random runs')
  })

  t.test('a snapshot at any point and the changes since restore the state', async (t) => {
    const property = fc.asyncProperty(steps, fc.nat(), async (steps, pick) => {
      const { states, changes } = run(steps)
      const at = pick % states.length
      const snapshot = states[at] as SandboxState
      const end = states.at(-1) as SandboxState
      const state = await restoreState(
        {
          state: snapshot.apis,
          revision: snapshot.revision,
          sandbox: JSON.parse(JSON.stringify(sandboxDetails(snapshot))),
          async *changes() {
            for (const [i, change] of changes.slice(at).entries())
              yield { revision: at + 1 + i, change: throughJson(change) }
          },
          fixtures: end.fixtures
        },
        sources
      )
      assert.deepEqual(plainOf(state), plainOf(end), `from revision ${at}`)
      assert.equal(state.stubs.files, end.stubs.files, 'the files that the stubs are based on')
    })
    await t.resolves(fc.assert(property, { numRuns: 100 }), '100 random runs')
  })

  t.test('an uploaded state in the log itself is read, as version two wrote it', async (t) => {
    const change = await readChange({ op: 'state', content: JSON.stringify(fixture()) }, sources)
    t.match(change, { op: 'state', uploaded: { state: { atrium: {} } } }, 'the state')
  })

  t.test('of an unknown kind are an error', async (t) => {
    for (const change of [{ op: 'unknown' }, { op: 'add', api: 'atrium' }, { op: 'settings', settings: { other: 1 } }])
      await t.rejects(
        readChange(change, sources),
        { message: new RegExp(`unknown change '${change.op}'.* start with --fresh`) },
        JSON.stringify(change)
      )
  })
}
