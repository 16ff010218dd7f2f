import { CERTAINTY as RULE_CERTAINTY } from '../../src/rules/certainty.ts'
import type { RuleBook, Evidence as RuleEvidence } from '../../src/rules/rule.ts'
import { rulesIn } from '../../src/rules/rule.ts'

/** The rules of one contract. */
export interface Contract {
  readonly title: string
  readonly rules: readonly StatedRule[]
}

/** One rule as it is printed: one list item. */
export interface StatedRule {
  /** What the rule is about. Only rules in which the real service could differ have one. */
  readonly subject: string | undefined
  readonly text: string
  readonly evidence: Evidence
}

const CERTAINTY = {
  ...RULE_CERTAINTY,
  decided: 'decided: a rule of the mock itself'
} as const satisfies Record<RuleEvidence | 'decided', string>
type Evidence = keyof typeof CERTAINTY

/** In the rules of an emulated API. */
const LEVELS = ['verified', 'likely', 'assumed']

const ITEM = /^- (?:\*\*(.+?)\*\* ?)?(.+) \*\[(\w+)\]\*$/

/** A contract whose rules are data. */
export const contractOf = (title: string, book: RuleBook): Contract => ({
  title,
  rules: rulesIn(book).map(({ subject, text, evidence }) => ({ subject, text, evidence }))
})

/**
 * A contract that is written in Markdown.
 *
 * @throws if a list item names no known evidence
 */
export function readContract(title: string, markdown: string): Contract {
  const items = markdown.split('\n').filter((line) => line.startsWith('- '))
  const rules = items.map((item) => {
    const [, subject, text = '', evidence = ''] = ITEM.exec(item) ?? []
    if (!isEvidence(evidence)) throw new Error(`${title}: missing or unknown evidence: ${item}`)
    return { subject, text, evidence }
  })
  return { title, rules }
}

const isEvidence = (word: string): word is Evidence => Object.hasOwn(CERTAINTY, word)

/** The number of rules of each contract that are verified, likely and assumed. */
export function certaintySummary(contracts: readonly Contract[]): string {
  const rows = contracts.map((contract) => {
    const levels = contract.rules.map(({ evidence }) => CERTAINTY[evidence].split(':')[0])
    const counts = LEVELS.map((level) => levels.filter((each) => each === level).length)
    return `| ${[contract.title, levels.length, ...counts].join(' | ')} |`
  })
  return [`| API | rules | ${LEVELS.join(' | ')} |`, '|---|---|---|---|---|', ...rows, ''].join('\n')
}

/** The number of rules of each contract by evidence, and every rule in which the real service could differ. */
export function certaintyTable(contracts: readonly Contract[]): string {
  const kinds = kindsIn(contracts)
  return [
    `| contract | rules | ${kinds.join(' | ')} |`,
    `|---|---|${kinds.map(() => '---|').join('')}`,
    ...contracts.map((contract) => overview(contract, kinds)),
    '',
    ...contracts.flatMap(uncertain)
  ].join('\n')
}

/** The kinds of evidence that the contracts use. */
function kindsIn(contracts: readonly Contract[]): string[] {
  const used = new Set<string>(contracts.flatMap(({ rules }) => rules).map(({ evidence }) => evidence))
  return Object.keys(CERTAINTY).filter((kind) => used.has(kind))
}

function overview({ title, rules }: Contract, kinds: readonly string[]): string {
  const counts = kinds.map((kind) => rules.filter(({ evidence }) => evidence === kind).length || '')
  return `| ${[title, rules.length, ...counts].join(' | ')} |`
}

function uncertain({ title, rules }: Contract): string[] {
  const differing = rules.filter(({ subject }) => subject !== undefined)
  const rows = differing.map(
    ({ subject, text, evidence }) => `| ${[`**${subject}** ${text}`, CERTAINTY[evidence]].map(inCell).join(' | ')} |`
  )
  return [`| ${title}: where the real service could differ | how sure |`, '|---|---|', ...rows, '']
}

/** A bar ends a cell. */
export const inCell = (text: string): string => text.replaceAll('|', '\\|')
