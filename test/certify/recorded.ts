import { hash } from 'node:crypto'
import type { PlannedRule } from '../../src/cli/certify/plan.ts'
import { planOf } from '../../src/cli/certify/plan.ts'
import { type RuleResult, type RunCase, runPlan } from '../../src/cli/certify/run-plan.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import { Exchange, type ReceivedResponse } from '../../src/rules/exchange.ts'
import type { Rule, RuleBook } from '../../src/rules/rule.ts'
import { type CaseResult, runCase, type Server } from '../../src/rules/run-case.ts'
import type { Mutation } from '../rules/mutate.ts'

/** A run of all cases against the mock that can be repeated without it, also with other responses. */
export interface Recording {
  readonly plan: readonly PlannedRule[]
  readonly results: readonly RuleResult[]
  /** Runs the cases again, but with a wrong response whenever a rule applies and is kept. */
  breaking(rule: Rule, mutate: Mutation): Promise<RuleResult[]>
}

/** Runs all cases that may write, and records the exchanges. */
export async function recorded(book: RuleBook, server: Server): Promise<Recording> {
  const plan = planOf(book, undefined, true)
  const runs: CaseResult[] = []
  const record: RunCase = async ({ rule }, testCase, number) => {
    const result = await runCase(book, rule, testCase, server, `mock-certify-test-${number}`)
    runs[number] = result
    return result
  }
  const results = await runPlan(plan, record)
  const breaking = (broken: Rule, mutate: Mutation): Promise<RuleResult[]> =>
    runPlan(plan, async ({ rule }, testCase, number) => {
      const exchanges = runs[number]?.exchanges ?? []
      const responses = responsesWith(book, broken, mutate, exchanges)
      const isUnchanged = responses.every((response, i) => response === exchanges[i]?.response)
      if (isUnchanged && runs[number] !== undefined) return runs[number]
      return runCase(book, rule, testCase, replayOf(server, responses), `mock-certify-test-${number}`)
    })
  return { plan, results, breaking }
}

function responsesWith(book: RuleBook, broken: Rule, mutate: Mutation, exchanges: readonly Exchange[]) {
  const before = book.observations()
  return exchanges.map((exchange) => {
    const isKept = evaluate(broken, exchange, before)?.outcome === 'kept'
    const response = isKept
      ? withTag({ ...exchange.response, ...mutate(exchange) }, exchange.response)
      : exchange.response
    before.observe(new Exchange(exchange.request, response))
    return response
  })
}

/** A server that gives these responses, one after the other, and then nothing but 404. It knows the tags that it has sent. */
function replayOf({ credentials }: Server, responses: readonly ReceivedResponse[]): Server {
  const left = [...responses]
  return {
    credentials,
    async send({ headers }) {
      const response = left.shift() ?? { status: 404, headers: {}, body: '' }
      const tag = headers.find(([name]) => name === 'If-None-Match')?.[1]
      return response.status === 304 && tag !== undefined
        ? { ...response, headers: { ...response.headers, etag: tag } }
        : response
    }
  }
}

/** A server that has another body has another tag of it. */
function withTag(response: ReceivedResponse, original: ReceivedResponse): ReceivedResponse {
  const isTagged = original.headers['etag'] !== undefined && response.body !== original.body
  return isTagged
    ? { ...response, headers: { ...response.headers, etag: `W/"${hash('md5', response.body ?? '')}"` } }
    : response
}
