import type { Test } from 'tap'
import { records } from '../../src/apis/atrium/records.ts'
import { usersOf } from '../../src/apis/atrium/users.ts'
import { apis } from '../../src/apis/index.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { initialState } from '../../src/sandbox/sandbox-state.ts'
import { undo } from '../../src/sandbox/undo.ts'
import { guid } from '../support/fixtures.ts'
import { OvertakingLog } from '../support/overtaking-log.ts'
import { stepOptions, stepSources } from './state-value.ts'

const CAUSE = { call: 'POST /__admin/history/undo' }

/** Each sandbox reads the changes of the other one from the log, as different objects. */
function twoReplicas(): [Sandbox, Sandbox] {
  const log = new OvertakingLog(() => 0.2)
  const options = stepOptions()
  const replica = () => new Sandbox('w', options, initialState(stepSources.fixtures[0], options.fileStubs.files), log)
  return [replica(), replica()]
}

/** A sandbox learns of the changes of others when it appends one. */
const catchUp = (sandbox: Sandbox) => sandbox.change(() => ({ change: { op: 'resetScenarios' }, result: null }))

export async function undoingElsewhere(t: Test): Promise<void> {
  const user = { guid: guid(9), is_disabled: false, metadata: null, identifier: 'new' }

  t.test('a change that another replica undid is no conflict', async (t) => {
    const [one, other] = twoReplicas()
    await one.change(() => ({ change: records.add('users', user), result: null }))
    await catchUp(other)
    await other.change(() => ({ change: records.replace('users', { ...user, metadata: 'later' }), result: null }))
    const later = other.state.revision
    await catchUp(one)
    await undo(one, apis, later, CAUSE)
    await catchUp(other)
    await undo(other, apis, 1, CAUSE)
    t.equal(usersOf(other.state).get(user.guid), undefined, 'the user was removed')
  })

  t.test('a reset is undone after another replica removed a user and undid that', async (t) => {
    const [one, other] = twoReplicas()
    const before = usersOf(one.state).size
    await one.reset(undefined, CAUSE)
    await one.change(() => ({ change: records.add('users', user), result: null }))
    await catchUp(other)
    const added = one.state.revision
    await undo(other, apis, added, CAUSE)
    await catchUp(one)
    await undo(one, apis, 1, CAUSE)
    t.equal(usersOf(one.state).size, before, 'the users before the reset')
  })
}
