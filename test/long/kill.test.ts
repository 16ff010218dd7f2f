import t from 'tap'
import { killRounds } from '../support/kill-rounds.ts'

t.setTimeout(900_000)

/** `KILL_ROUNDS=20` is the short mode. */
const rounds = Number(process.env['KILL_ROUNDS'] ?? 200)

t.test('acknowledged changes survive a kill or stop of the process at any moment', async (t) => {
  const acknowledged = await killRounds(t, rounds)
  t.comment(`${acknowledged} acknowledged changes in ${rounds} rounds`)
  t.ok(acknowledged > rounds * 5, `${acknowledged} changes were acknowledged`)
})
