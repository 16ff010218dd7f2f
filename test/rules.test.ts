import t from 'tap'
import { runCases } from './rules/cases.ts'

t.test('the cases of every rule', async (t) => {
  await runCases(t)
})
