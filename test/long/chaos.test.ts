import t from 'tap'
import { chaosRounds } from '../support/chaos/rounds.ts'

t.setTimeout(1_800_000)

const { CHAOS_ACTIONS = '150', CHAOS_SEED = String(Date.now()), CHAOS_ONLY = '' } = process.env
const actions = Number(CHAOS_ACTIONS)
const only = CHAOS_ONLY.split(',').filter((name) => name !== '')

// The seed determines the actions, not how the processes are scheduled: repeat a failure several times.
t.test(
  `no acknowledged change is lost in ${actions} random actions (CHAOS_SEED=${CHAOS_SEED} repeats them)`,
  async (t) => {
    const acknowledged = await chaosRounds(t, { seed: CHAOS_SEED, actions, only })
    t.comment(`${acknowledged} acknowledged changes in ${actions} actions`)
    t.ok(acknowledged > actions * 3, `${acknowledged} changes were acknowledged`)
  }
)
