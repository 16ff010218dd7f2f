import type { Behavior } from '../rules/behavior.ts'
import { CERTAINTY } from '../rules/certainty.ts'
import type { Evidence, Rule } from '../rules/rule.ts'
import type { Books, LoadedBook } from './books.ts'
import type { Example } from './example.ts'
import type { Tally } from './tally.ts'

/** How many rules there are, and how many of them the traffic has demonstrated. */
export interface CoverageCounts {
  /** The rules that count toward the percentage. */
  readonly rules: number
  readonly demonstrated: number
  /** Of these rules, rounded down to one decimal place. */
  readonly percent: number
}

/** A rule of a contract, and how often it was demonstrated. */
export interface CoveredRule {
  readonly id: string
  /** What the rule is about, if the real service could differ. */
  readonly subject?: string
  /** The rule in one sentence, in Markdown. */
  readonly text: string
  readonly evidence: Evidence
  /** What the evidence means: `verified: recorded on the real service`. */
  readonly certainty: string
  /** Where the evidence can be read. */
  readonly source?: string
  /** The known alternative that this server follows instead. Then it counts. */
  readonly follows?: string
  /** How many requests have demonstrated it. */
  readonly count: number
  /** Why it does not count toward the percentage. */
  readonly excluded?: string
  /** Requests that demonstrate it. */
  readonly example: Example | null
}

/** The coverage of one API, in the order of its page. */
export interface ApiCoverage extends CoverageCounts {
  readonly api: string
  readonly title: string
  readonly sections: readonly { readonly title: string; readonly rules: readonly CoveredRule[] }[]
}

/** Which rules of the contracts the requests have demonstrated. */
export interface Coverage {
  readonly apis: readonly ApiCoverage[]
  readonly meta: CoverageCounts & {
    /** When the count started. */
    readonly since: string
    /** How many requests were evaluated. */
    readonly evaluated: number
    /** How many requests were not, because they were evicted before. */
    readonly missed: number
    /** Why the counts may be too low. */
    readonly incomplete?: string
  }
}

/** Shows counts with all rules. @param behavior the alternatives that the server follows */
export function coverageOf(books: Books, tally: Tally, behavior: Behavior): Coverage {
  const apis = [...books.values()].map((book) => apiCoverage(book, tally, behavior))
  const { since, evaluated, missed } = tally
  const counted = apis.map(({ rules, demonstrated }) => [rules, demonstrated] as const)
  return {
    apis,
    meta: {
      ...countsOf(sum(counted.map(([rules]) => rules)), sum(counted.map(([, demonstrated]) => demonstrated))),
      since: since.toISOString(),
      evaluated,
      missed,
      ...(missed > 0 && { incomplete: reasonFor(missed) })
    }
  }
}

const reasonFor = (missed: number): string =>
  `${missed} requests were evicted before they could be evaluated: raise --max-requests, --max-request-bytes or --max-memory, or read the coverage more often`

function apiCoverage(
  { api: { name, title }, book, examples }: LoadedBook,
  tally: Tally,
  behavior: Behavior
): ApiCoverage {
  const sections = book.sections.map(({ title, rules }) => ({
    title,
    rules: rules.map((rule) => coveredRule(rule, examples.get(rule.id), tally, behavior))
  }))
  const counted = sections.flatMap(({ rules }) => rules).filter(({ excluded }) => excluded === undefined)
  const demonstrated = counted.filter(({ count }) => count > 0)
  return { api: name, title, ...countsOf(counted.length, demonstrated.length), sections }
}

function coveredRule(rule: Rule, example: Example | undefined, tally: Tally, behavior: Behavior): CoveredRule {
  const { id, subject, text, evidence, source, alternatives, mockOnly, noCase } = rule
  const chosen = alternatives?.find((alternative) => alternative.id === behavior.get(id))
  const excluded = mockOnly ?? noCase
  return {
    id,
    ...(subject !== undefined && { subject }),
    text,
    evidence,
    certainty: CERTAINTY[evidence],
    ...(source !== undefined && { source }),
    ...(chosen !== undefined && { follows: chosen.text }),
    count: tally.count(id),
    ...(excluded !== undefined && { excluded }),
    example: example ?? null
  }
}

const countsOf = (rules: number, demonstrated: number): CoverageCounts => ({
  rules,
  demonstrated,
  percent: rules === 0 ? 100 : Math.floor((demonstrated / rules) * 1000) / 10
})

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
