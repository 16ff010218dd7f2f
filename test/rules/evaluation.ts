import type { Test } from 'tap'
import { evaluate } from '../../src/rules/evaluate.ts'
import { Exchange, type ReceivedResponse } from '../../src/rules/exchange.ts'
import { rulesIn } from '../../src/rules/rule.ts'
import { runCase, type Server } from '../../src/rules/run-case.ts'
import type { CaseRun } from './cases.ts'
import type { Mutation } from './mutate.ts'
import { MUTATIONS } from './mutations.ts'

/** No exchange of any case breaks any rule, whether or not the earlier cases are known. */
export async function allRulesKept(t: Test, runs: readonly CaseRun[]): Promise<void> {
  const [first] = runs
  if (first === undefined) return
  let known = first.book.observations()
  for (const [i, { book, rule, testCase, exchanges }] of runs.entries()) {
    const previous = runs[i - 1]
    if (previous?.book !== book || previous.testCase.needs !== testCase.needs) known = book.observations()
    const alone = book.observations()
    const broken: string[] = []
    for (const exchange of exchanges) {
      for (const each of rulesIn(book)) {
        for (const before of [alone, known]) {
          const verdict = evaluate(each, exchange, before)
          if (verdict?.outcome === 'broken') broken.push(`${each.id}: ${verdict.differences.join('; ')}`)
        }
      }
      alone.observe(exchange)
      known.observe(exchange)
    }
    t.strictSame(broken, [], `${rule.id}: ${testCase.name}: no rule is broken`)
  }
}

/**
 * A wrong response is noticed: evaluated alone, at least one exchange of a rule's cases breaks the rule and none keeps it; and each case
 * reports it, because a case can also say what a single exchange does not show.
 */
export async function mutationsFound(t: Test, runs: readonly CaseRun[]): Promise<void> {
  const outcomes = new Map<string, Set<string | undefined>>()
  for (const run of runs) {
    const { book, rule, testCase, exchanges, unique } = run
    const mutated = mutatedExchanges(run, MUTATIONS[rule.id] ?? (() => ({})))
    const found = outcomes.get(rule.id) ?? new Set()
    outcomes.set(rule.id, found)
    for (const { outcome } of mutated.values()) found.add(outcome)
    const replay = replayOf(
      run,
      exchanges.map((exchange) => mutated.get(exchange)?.response ?? exchange.response)
    )
    const { outcome } = await runCase(book, rule, testCase, replay, unique)
    t.equal(outcome, 'broken', `${rule.id}: ${testCase.name}`)
  }
  for (const [id, found] of outcomes) {
    t.ok(found.has('broken') && !found.has('kept'), `${id}: evaluated alone: ${[...found]}`)
  }
}

/** The exchanges that keep the rule of a case, with a wrong response and its evaluation. */
function mutatedExchanges({ book, rule, exchanges }: CaseRun, mutate: Mutation) {
  const before = book.observations()
  const mutated = new Map<Exchange, { readonly response: ReceivedResponse; readonly outcome: string | undefined }>()
  for (const exchange of exchanges) {
    if (evaluate(rule, exchange, before)?.outcome === 'kept') {
      const response = { ...exchange.response, ...mutate(exchange) }
      const outcome = evaluate(rule, new Exchange(exchange.request, response), before)?.outcome
      mutated.set(exchange, { response, outcome })
    }
    before.observe(exchange)
  }
  return mutated
}

/** A server that gives these responses, one after the other, and then nothing but 404. */
function replayOf({ credentials }: CaseRun, responses: readonly ReceivedResponse[]): Server {
  const left = [...responses]
  return { credentials, send: async () => left.shift() ?? { status: 404, headers: {}, body: '' } }
}
