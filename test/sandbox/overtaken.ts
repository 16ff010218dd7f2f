import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Test } from 'tap'
import { GuidSequence } from '../../src/apis/atrium/guid-sequence.ts'
import { records } from '../../src/apis/atrium/records.ts'
import { createUser, usersOf } from '../../src/apis/atrium/users.ts'
import { randomAt } from '../../src/common/random.ts'
import { memoryLog } from '../../src/log/memory-log.ts'
import { applyChange } from '../../src/sandbox/changes.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { initialState, type SandboxState } from '../../src/sandbox/sandbox-state.ts'
import { readChange, storedForm } from '../../src/sandbox/stored-changes.ts'
import { stubFilesOf } from '../../src/wiremock/stubs/stub-state.ts'
import { fixture, guid } from '../support/fixtures.ts'
import { OvertakingLog } from '../support/overtaking-log.ts'
import { fixtureSetOf } from '../support/sandbox-options.ts'
import { decide, type Step, step } from './random-steps.ts'
import { plainOf, stepOptions, stepSources } from './state-value.ts'

const DECISIONS = 250
/** How many decisions wait for the log at the same time in each sandbox. */
const CONCURRENT = 4

/** The outcome of a step, and the revision that its final decision was made on. */
interface Outcome {
  readonly step: Step
  readonly revision: number
  readonly hasChanged: boolean
  readonly result: unknown
}

const sandboxOn = (log: OvertakingLog): Sandbox => {
  const options = stepOptions()
  return new Sandbox('w', options, initialState(stepSources.fixtures[0], options.fileStubs.files), log)
}

/** Makes the decisions in a sandbox, several at a time. */
async function makeDecisions(sandbox: Sandbox, steps: Step[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const work = async (): Promise<void> => {
    for (let step = steps.shift(); step !== undefined; step = steps.shift())
      outcomes.push(await outcomeOf(sandbox, step))
  }
  await Promise.all(Array.from({ length: CONCURRENT }, work))
  return outcomes
}

async function outcomeOf(sandbox: Sandbox, step: Step): Promise<Outcome> {
  let revision = 0
  let hasChanged = false
  const result = await sandbox
    .change((state) => {
      revision = state.revision
      hasChanged = false
      const decision = decide(step, state, stepSources)
      hasChanged = decision.change !== undefined
      return decision
    })
    .catch((error) => error.code ?? error)
  return { step, revision, hasChanged, result }
}

/** Every state that the log led to, one writer after the other. */
async function statesOf(log: OvertakingLog): Promise<SandboxState[]> {
  const { sources } = stepOptions()
  const states = [initialState(stepSources.fixtures[0], stepSources.fileStubs)]
  for (const { change } of log.entries)
    states.push(applyChange(states.at(-1) as SandboxState, await readChange(change, sources)))
  return states
}

/** Repeats the decision on the state of its revision. */
function repeated({ step }: Outcome, state: SandboxState) {
  try {
    const { change, result } = decide(step, state, stepSources)
    return { result, stored: change && JSON.parse(JSON.stringify(storedForm(change))) }
  } catch (error) {
    return { result: Reflect.get(Object(error), 'code'), stored: undefined }
  }
}

export async function overtaken(t: Test): Promise<void> {
  for (const [what, writers] of [
    ['one sandbox', 1],
    ['three sandboxes', 3]
  ] as const) {
    t.test(`${what} make ${DECISIONS} concurrent decisions with the same results as one after the other`, async (t) => {
      const seed = Date.now()
      t.comment(`seed ${seed}`)
      let n = 0
      const log = new OvertakingLog(() => randomAt(seed, n++))
      const steps = fc.sample(step, { numRuns: DECISIONS, seed })
      const sandboxes = Array.from({ length: writers }, () => sandboxOn(log))
      const outcomes = (await Promise.all(sandboxes.map((sandbox) => makeDecisions(sandbox, steps)))).flat()
      const { entries } = log
      const states = await statesOf(log)
      t.ok(log.overtaken > DECISIONS / 10, `${log.overtaken} appends were overtaken`)

      const changing = outcomes.filter(({ hasChanged }) => hasChanged).map(({ revision }) => revision + 1)
      t.strictSame(
        changing.toSorted((a, b) => a - b),
        entries.map(({ revision }) => revision),
        'each change is stored once'
      )
      for (const outcome of outcomes) {
        const { result, stored } = repeated(outcome, states[outcome.revision] as SandboxState)
        assert.deepEqual(outcome.result, result, `the result of ${JSON.stringify(outcome.step)}`)
        if (outcome.hasChanged) assert.deepEqual(entries[outcome.revision]?.change, stored, 'its change')
      }
      for (const [i, sandbox] of sandboxes.entries()) {
        // A sandbox learns of the last changes of others when it appends again.
        await sandbox.change(() => ({ change: { op: 'resetScenarios' }, result: null }))
        const revisions = sandbox.history.newestFirst().map(({ revision }) => revision)
        const applied = Array.from({ length: revisions.length }, (_, back) => sandbox.state.revision - back)
        t.strictSame(revisions, applied, `sandbox ${i} has applied every change once`)
        t.equal(revisions.length, sandbox.state.revision, `sandbox ${i} has missed none`)
        const expected = (await statesOf(log)).at(-1) as SandboxState
        t.strictSame(plainOf(sandbox.state), plainOf(expected), `sandbox ${i} has the state of the log`)
      }
      for (const { apis, revision } of states) {
        const users = [...usersOf({ ...(states[0] as SandboxState), apis })]
        const taken = users.map(({ identifier }) => identifier).filter((identifier) => identifier)
        assert.equal(new Set(taken).size, taken.length, `identifiers are unique at revision ${revision}`)
        assert.equal(
          new Set(users.map(({ guid }) => guid)).size,
          users.length,
          `guids are unique at revision ${revision}`
        )
      }
    })
  }

  t.test('a decision that is not valid on the newer state throws its error and changes nothing', async (t) => {
    const log = new OvertakingLog(() => 0.2)
    const options = stepOptions()
    const sandbox = new Sandbox('w', options, initialState(fixtureSetOf(fixture(), 'one'), stubFilesOf([])), log)
    const user = { guid: guid(9), is_disabled: false, metadata: null, identifier: 'new' }
    let decisions = 0
    const create = sandbox.change((state) => {
      // Another writer is faster than the first decision.
      if (decisions++ === 0) log.insert({ ...records.add('users', user) })
      return createUser(state, { identifier: 'new' }, { guids: new GuidSequence('seed'), limit: undefined })
    })
    await t.rejects(create, { code: 'ATRIUM_RECORD_NOT_UNIQUE' }, 'its error')
    t.equal(decisions, 2, 'it was decided twice')
    t.equal(log.entries.length, 1, 'only the other change is stored')
    t.equal(sandbox.state.revision, 1, 'only the other change is applied')
    t.strictSame([...usersOf(sandbox.state)].at(-1), user, 'the user of the other writer')
    t.match(options.logCounts, { appends: 0, overtaken: 1, replays: 1 }, 'the counters of the metrics')
  })

  t.test('a sandbox in memory is never overtaken: it has no other writers', async (t) => {
    t.equal(
      await memoryLog.append(1, { op: 'resetScenarios' }, { cause: undefined, date: new Date(0) }),
      'stored',
      'a change'
    )
    t.strictSame(await memoryLog.since(0), [], 'nothing was stored by others')
  })

  t.test('an error of the log rejects the change, and changes nothing', async (t) => {
    for (const append of [
      () => {
        throw new Error('full')
      },
      () => Promise.reject(new Error('full'))
    ]) {
      const log = Object.assign(new OvertakingLog(() => 0), { append })
      const sandbox = sandboxOn(log)
      const { state } = sandbox
      const change = sandbox.change(() => ({ change: { op: 'resetScenarios' }, result: null }))
      await t.rejects(change, { message: 'full' }, 'the error')
      t.equal(sandbox.state, state, 'the same state')
      t.equal(sandbox.history.size, 0, 'no history')
    }
  })
}
