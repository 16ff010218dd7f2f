import { oneOf, suggestion } from '../../common/suggestion.ts'
import { type Case, type Rule, type RuleBook, risksCredentials, rulesIn, writes } from '../../rules/rule.ts'
import { UsageError } from '../options.ts'

/** A rule to test, with the cases that can be run. */
export interface PlannedRule {
  /** The heading of its section. */
  readonly section: string
  readonly rule: Rule
  readonly cases: readonly Case[]
  /** Why the other cases, or all, cannot be run. */
  readonly reasons: readonly string[]
}

/**
 * Which cases of which rules to run.
 *
 * @param only ids of rules, or the starts of ids up to a dot
 * @param mayWrite whether cases may change the server, or send wrong credentials
 * @throws UsageError if `only` names no rule
 */
export function planOf(book: RuleBook, only: readonly string[] | undefined, mayWrite: boolean): PlannedRule[] {
  const ids = rulesIn(book).map(({ id }) => id)
  for (const wanted of only ?? []) {
    if (ids.some((id) => isSelected(id, wanted))) continue
    const sections = [...new Set(ids.map((id) => id.replace(/\.[^.]*$/, '')))]
    throw new UsageError(
      `--only: unknown rule '${wanted}'${suggestion(wanted, [...ids, ...sections]) || `: use an id, or ${oneOf(sections)}`}`
    )
  }
  return book.sections.flatMap(({ title, rules }) =>
    rules
      .filter(({ id }) => only === undefined || only.some((wanted) => isSelected(id, wanted)))
      .map((rule) => ({ section: title, rule, ...casesOf(rule, mayWrite) }))
  )
}

const isSelected = (id: string, wanted: string): boolean =>
  id === wanted || id.startsWith(`${wanted.replace(/\.\*?$/, '')}.`)

function casesOf({ cases, mockOnly, noCase }: Rule, mayWrite: boolean): Pick<PlannedRule, 'cases' | 'reasons'> {
  if (mockOnly !== undefined) return { cases: [], reasons: [`only about the mock: ${mockOnly}`] }
  if (noCase !== undefined) return { cases: [], reasons: [noCase] }
  const judged = cases.map((testCase) => ({ testCase, reason: reasonAgainst(testCase, mayWrite) }))
  return {
    cases: judged.flatMap(({ testCase, reason }) => (reason === undefined ? [testCase] : [])),
    reasons: [...new Set(judged.flatMap(({ reason }) => reason ?? []))]
  }
}

/** Also for wrong credentials: they could lock an account. */
export const NEEDS_WRITE = 'needs --write'

function reasonAgainst(testCase: Case, mayWrite: boolean): string | undefined {
  if (testCase.needs !== undefined) return `needs ${testCase.needs.text}`
  if (mayWrite) return undefined
  return writes(testCase) || risksCredentials(testCase) ? NEEDS_WRITE : undefined
}
