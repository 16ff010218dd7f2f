import { ClockAndIds } from '../../common/clock-and-ids.ts'
import type { Exchange } from '../../rules/exchange.ts'
import type { Case } from '../../rules/rule.ts'
import type { CaseResult } from '../../rules/run-case.ts'
import { plainText } from '../report/report.ts'
import type { PlannedRule } from './plan.ts'

export type Outcome = 'as expected' | 'differs' | 'not tried'

/** What a run found out about a rule. */
export interface RuleResult extends Pick<PlannedRule, 'section' | 'rule'> {
  readonly outcome: Outcome
  /** The expected and the actual values, or why the rule was not tried. */
  readonly details: readonly string[]
  /** The known alternative that the service follows. */
  readonly alternative?: string
  /** Of the case that shows the outcome. */
  readonly exchanges: readonly Exchange[]
  /** In seconds. */
  readonly time: number
}

/** Runs one case. @param number of the case in the plan */
export type RunCase = (planned: PlannedRule, testCase: Case, number: number) => Promise<CaseResult>

/**
 * Runs the cases of all rules, one after the other. A rule that differs is not tested further.
 *
 * @param onRule called before each rule
 * @throws whatever `run` throws
 */
export async function runPlan(
  plan: readonly PlannedRule[],
  run: RunCase,
  onRule: (done: number, id: string) => void = () => {}
): Promise<RuleResult[]> {
  const clock = new ClockAndIds()
  const results: RuleResult[] = []
  let first = 0
  for (const [i, planned] of plan.entries()) {
    onRule(i, planned.rule.id)
    const startedAt = clock.monotonic()
    const runs: CaseResult[] = []
    for (const [n, testCase] of planned.cases.entries()) {
      const result = await run(planned, testCase, first + n)
      runs.push(result)
      if (result.outcome === 'broken') break
    }
    first += planned.cases.length
    results.push({ ...judge(planned, runs), time: (clock.monotonic() - startedAt) / 1000 })
  }
  return withDependencies(results)
}

function judge({ section, rule, reasons }: PlannedRule, runs: readonly CaseResult[]): Omit<RuleResult, 'time'> {
  const broken = runs.find(({ outcome }) => outcome === 'broken')
  if (broken !== undefined) {
    const { details, alternative, exchanges } = broken
    const known = rule.alternatives?.find(({ id }) => id === alternative)
    const lines =
      known === undefined ? details : [`the known alternative '${known.id}': ${plainText(known.text)}`, ...details]
    return { section, rule, outcome: 'differs', details: lines, exchanges, ...(alternative && { alternative }) }
  }
  const kept = runs.filter(({ outcome }) => outcome === 'kept')
  const untried = [
    ...new Set([...runs.filter((run) => run.outcome === 'not tried').flatMap(({ details }) => details), ...reasons])
  ]
  if (kept[0] === undefined) {
    return { section, rule, outcome: 'not tried', details: untried, exchanges: runs[0]?.exchanges ?? [] }
  }
  const total = rule.cases.length
  const partly = kept.length < total ? [`${kept.length} of ${total} cases (rest: ${untried.join('; ')})`] : []
  return { section, rule, outcome: 'as expected', details: partly, exchanges: kept[0].exchanges }
}

/** A rule that differs together with one that it depends on shows nothing. */
function withDependencies(results: readonly RuleResult[]): RuleResult[] {
  const byId = new Map(results.map((result) => [result.rule.id, result]))
  const causeOf = ({ rule }: RuleResult, seen = new Set<string>()): string | undefined => {
    for (const id of rule.dependsOn ?? []) {
      const other = byId.get(id)
      if (other === undefined || seen.has(id)) continue
      seen.add(id)
      const deeper = causeOf(other, seen)
      if (deeper !== undefined) return deeper
      if (other.outcome === 'differs') return id
    }
    return undefined
  }
  return results.map((result) => {
    // Without exchanges, the rule was not tried for another reason.
    const isAffected = result.outcome !== 'as expected' && result.exchanges.length > 0
    const cause = isAffected ? causeOf(result) : undefined
    if (cause === undefined) return result
    return { ...result, outcome: 'not tried', details: [`depends on ${cause}, which differs`, ...result.details] }
  })
}
