import type { Api } from '../../api/define-api.ts'
import { readVersion } from '../../common/version.ts'
import type { Report, ReportRow } from '../report/report.ts'
import type { Service } from '../service/connect.ts'
import { NEEDS_WRITE } from './plan.ts'
import type { Outcome, RuleResult } from './run-plan.ts'

const OUTCOMES = { 'as expected': 'passed', differs: 'failed', 'not tried': 'skipped' } as const

/** The result of a run as a report. */
export function reportOf(api: Api, service: Service, results: readonly RuleResult[]): Report {
  const sections = [...new Set(results.map(({ section }) => section))]
  return {
    title: `${api.title} contract at ${service.name}`,
    summary: summaryOf(results),
    groups: sections.map((name) => ({
      name,
      rows: results.filter(({ section }) => section === name).map((result) => rowOf(result, service))
    }))
  }
}

/** `60 rules: 27 as expected, 1 differs, 32 not tried (30 of them without --write)` */
export function summaryOf(results: readonly RuleResult[]): string {
  const counts = (Object.keys(OUTCOMES) as Outcome[]).map((outcome) => {
    const count = results.filter((result) => result.outcome === outcome).length
    return `${count} ${outcome === 'differs' && count !== 1 ? 'differ' : outcome}`
  })
  const untried = results.filter(
    ({ outcome, details }) => outcome === 'not tried' && details.includes(NEEDS_WRITE)
  ).length
  const hint = untried === 0 ? '' : ` (${untried} of them without --write)`
  return `${results.length} ${results.length === 1 ? 'rule' : 'rules'}: ${counts.join(', ')}${hint}`
}

function rowOf({ rule, outcome, details, time }: RuleResult, service: Service): ReportRow {
  return {
    id: rule.id,
    text: textOf(rule),
    outcome: OUTCOMES[outcome],
    label: outcome,
    details: details.map((detail) => service.hide(detail)),
    time
  }
}

/** The rule as a sentence in Markdown. */
export const textOf = ({ subject, text }: RuleResult['rule']): string =>
  subject === undefined ? text : `**${subject}** ${text}`

/** The result as JSON. */
export const documentOf = (api: Api, service: Service, results: readonly RuleResult[], date: Date) => ({
  certify: { version: readVersion(), api: api.name, url: service.name, date: date.toISOString() },
  summary: summaryOf(results),
  behavior: behaviorOf(results),
  rules: results.map((result) => ({
    ...rowOf(result, service),
    outcome: result.outcome,
    label: undefined,
    section: result.section,
    evidence: result.rule.evidence,
    alternative: result.alternative
  }))
})

/** A behavior profile: the known alternatives that the service follows. */
export const behaviorOf = (results: readonly RuleResult[]): Record<string, string> =>
  Object.fromEntries(
    results.flatMap(({ rule, alternative }) => (alternative === undefined ? [] : [[rule.id, alternative]]))
  )
