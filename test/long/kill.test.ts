import t from 'tap'
import { killRounds } from '../support/kill-rounds.ts'

t.setTimeout(600_000)

t.test('whatever moment the process is killed at, nothing that was acknowledged is lost', async (t) => {
  t.ok((await killRounds(t, 200)) > 1000)
})
