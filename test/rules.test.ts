import t from 'tap'
import { type CaseRun, runCases } from './rules/cases.ts'
import { consistency, harmlessness } from './rules/consistency.ts'
import { allRulesKept, mutationsFound } from './rules/evaluation.ts'
import { notApplicable, observationsTest, oddExchangesTest } from './rules/odd-exchanges.ts'

let runs: readonly CaseRun[] = []
t.test('rules, cases and code belong together', consistency)
t.test('the cases of every rule, by socket and by inject', async (t) => {
  runs = await runCases(t)
})
t.test('cases do no harm to real servers', (t) => harmlessness(t, runs))
t.test('no exchange of a case breaks any rule', (t) => allRulesKept(t, runs))
t.test('a wrong response breaks the rule that it demonstrated', (t) => mutationsFound(t, runs))
t.test('any exchange can be evaluated', oddExchangesTest)
t.test('responses that say nothing about a contract', notApplicable)
t.test('what exchanges show about users', observationsTest)
