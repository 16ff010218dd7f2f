import { type Static, Type } from '@sinclair/typebox'
import { CoverageOptions } from '../../options/command-options.ts'
import { command } from '../command.ts'
import { UsageError } from '../options.ts'
import { reportOptions } from '../report/options.ts'
import type { Report, ReportGroup, ReportRow } from '../report/report.ts'
import { callJson, requireSandbox } from './control-call.ts'

const Rule = Type.Object({
  id: Type.String(),
  text: Type.String(),
  count: Type.Integer(),
  excluded: Type.Optional(Type.String())
})
const Coverage = Type.Object({
  apis: Type.Array(
    Type.Object({
      title: Type.String(),
      sections: Type.Array(Type.Object({ title: Type.String(), rules: Type.Array(Rule) }))
    })
  ),
  meta: Type.Object({
    rules: Type.Integer(),
    demonstrated: Type.Integer(),
    percent: Type.Number(),
    since: Type.String(),
    evaluated: Type.Integer(),
    incomplete: Type.Optional(Type.String())
  })
})
type Coverage = Static<typeof Coverage>

export const coverage = command({
  usage: '',
  count: [0, 0],
  description: 'report which rules of the contracts the requests to a running server have demonstrated',
  options: Type.Object({ ...CoverageOptions.properties, ...reportOptions }),
  examples: ['coverage --min 60 --junit coverage.xml', 'coverage --all-sandboxes --json coverage.json'],
  async run({ min, allSandboxes, junit, json, markdown, ...options }, _args, terminal) {
    if (allSandboxes && options.sandbox !== undefined)
      throw new UsageError('--sandbox and --all-sandboxes: use only one of them')
    const path = allSandboxes ? 'coverage?all-sandboxes' : 'coverage'
    const found = await callJson(options, Coverage, { method: 'GET', path })
    // The sandbox may have been dropped, but then it has demonstrated something.
    if (found.meta.evaluated === 0) await requireSandbox(options)
    const files = { ...(junit && { junit }), ...(json && { json }), ...(markdown && { markdown }) }
    const { writeReport } = await import('../report/write-report.ts')
    await writeReport(reportOf(found, min), files, terminal, found)
    if (found.meta.incomplete !== undefined) terminal.err(`warning: ${found.meta.incomplete}\n`)
    return min !== undefined && found.meta.percent < min ? 1 : 0
  }
})

function reportOf({ apis, meta }: Coverage, min: number | undefined): Report {
  const { demonstrated, rules, percent, evaluated, since } = meta
  const summary = `${demonstrated} of ${rules} rules demonstrated (${percent} %), by ${evaluated} requests since ${since}`
  const groups = apis.flatMap(({ title, sections }) =>
    sections.map((section) => ({ name: `${title}: ${section.title}`, rows: section.rules.map(rowOf) }))
  )
  return {
    title: 'Coverage of the contracts',
    summary,
    groups: min === undefined ? groups : [...groups, minimum(percent, min)]
  }
}

/** A rule without a request is no failure: the tests of a client need not exercise all of them. */
function rowOf({ id, text, count, excluded }: Static<typeof Rule>): ReportRow {
  if (count > 0) {
    const label = `demonstrated ${count === 1 ? 'once' : `${count} times`}`
    return { id, text, outcome: 'passed', label, details: [] }
  }
  const details = excluded === undefined ? [] : [`does not count: ${excluded}`]
  return { id, text, outcome: 'skipped', label: 'not demonstrated', details }
}

function minimum(percent: number, min: number): ReportGroup {
  const isReached = percent >= min
  const row: ReportRow = {
    id: 'coverage.minimum',
    text: `At least ${min} % of the rules are demonstrated.`,
    outcome: isReached ? 'passed' : 'failed',
    label: isReached ? 'reached' : 'not reached',
    details: [`${percent} % of the rules are demonstrated, at least ${min} % are required`]
  }
  return { name: 'Minimum', rows: [row] }
}
