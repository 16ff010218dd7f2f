/** The prose of one contract. */
export interface Contract {
  readonly title: string
  readonly markdown: string
}

/** One rule of a contract: one list item of its prose. */
interface Rule {
  /** What the rule is about. Only rules in which the real service could differ have one. */
  readonly subject: string | undefined
  readonly text: string
  readonly evidence: Evidence
}

const CERTAINTY = {
  recorded: 'verified: recorded on the real service',
  documented: 'verified: documented by the vendor',
  successor: 'likely: documented for the successor API',
  client: 'verified: measured on an official client',
  framework: "likely: the service's framework behaves this way",
  field: 'likely: a public application relies on it',
  assumed: 'assumed',
  decided: 'decided: a rule of the mock itself'
} as const
type Evidence = keyof typeof CERTAINTY

/** In the rules of an emulated API. */
const LEVELS = ['verified', 'likely', 'assumed']

const ITEM = /^- (?:\*\*(.+?)\*\* ?)?(.+) \*\[(\w+)\]\*$/

/**
 * The rules of a contract.
 *
 * @throws if a list item names no known evidence
 */
export function rulesOf({ title, markdown }: Contract): Rule[] {
  const items = markdown.split('\n').filter((line) => line.startsWith('- '))
  return items.map((item) => {
    const [, subject, text = '', evidence = ''] = ITEM.exec(item) ?? []
    if (!isEvidence(evidence)) throw new Error(`${title}: missing or unknown evidence: ${item}`)
    return { subject, text, evidence }
  })
}

const isEvidence = (word: string): word is Evidence => Object.hasOwn(CERTAINTY, word)

/** The number of rules of each contract that are verified, likely and assumed. */
export function certaintySummary(contracts: readonly Contract[]): string {
  const rows = contracts.map((contract) => {
    const levels = rulesOf(contract).map(({ evidence }) => CERTAINTY[evidence].split(':')[0])
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
  const used = new Set<string>(contracts.flatMap(rulesOf).map(({ evidence }) => evidence))
  return Object.keys(CERTAINTY).filter((kind) => used.has(kind))
}

function overview(contract: Contract, kinds: readonly string[]): string {
  const rules = rulesOf(contract)
  const counts = kinds.map((kind) => rules.filter(({ evidence }) => evidence === kind).length || '')
  return `| ${[contract.title, rules.length, ...counts].join(' | ')} |`
}

function uncertain(contract: Contract): string[] {
  const rules = rulesOf(contract).filter(({ subject }) => subject !== undefined)
  const rows = rules.map(
    ({ subject, text, evidence }) => `| ${[`**${subject}** ${text}`, CERTAINTY[evidence]].map(inCell).join(' | ')} |`
  )
  return [`| ${contract.title}: where the real service could differ | how sure |`, '|---|---|', ...rows, '']
}

/** A bar ends a cell. */
const inCell = (text: string): string => text.replaceAll('|', '\\|')
