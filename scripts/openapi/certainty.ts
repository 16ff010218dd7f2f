/** The prose of one contract. */
export interface Contract {
  readonly title: string
  readonly markdown: string
}

/** One rule of a contract, as its prose has it in one item of a list. */
interface Rule {
  /** What it is about; only of a behaviour in which the real service could differ. */
  readonly subject: string | undefined
  readonly text: string
  readonly evidence: Evidence
}

const SURE = {
  recorded: 'certain: recorded on the real service',
  documented: 'certain: documented by the vendor',
  successor: 'likely: documented for the successor API',
  client: 'likely: an official client relies on it',
  framework: 'likely: the framework of the service does so',
  decided: 'open: decided for the mock'
} as const
type Evidence = keyof typeof SURE

const ITEM = /^- (?:\*\*(.+?)\*\* ?)?(.+) \*\[(\w+)\]\*$/

/**
 * The rules of a contract.
 *
 * @throws where an item of a list does not name its evidence
 */
export function rulesOf({ title, markdown }: Contract): Rule[] {
  const items = markdown.split('\n').filter((line) => line.startsWith('- '))
  return items.map((item) => {
    const [, subject, text = '', evidence = ''] = ITEM.exec(item) ?? []
    if (!isEvidence(evidence)) throw new Error(`${title}: a rule without its evidence: ${item}`)
    return { subject, text, evidence }
  })
}

const isEvidence = (word: string): word is Evidence => Object.hasOwn(SURE, word)

/** What is emulated, how each rule is known, and every behaviour in which the real service could differ. */
export function certaintyTable(contracts: readonly Contract[]): string {
  const kinds = Object.keys(SURE)
  return [
    `| contract | rules | ${kinds.join(' | ')} |`,
    `|---|---|${kinds.map(() => '---|').join('')}`,
    ...contracts.map(overview),
    '',
    ...contracts.flatMap(uncertain)
  ].join('\n')
}

function overview(contract: Contract): string {
  const rules = rulesOf(contract)
  const counts = Object.keys(SURE).map((kind) => rules.filter(({ evidence }) => evidence === kind).length || '')
  return `| ${[contract.title, rules.length, ...counts].join(' | ')} |`
}

function uncertain(contract: Contract): string[] {
  const rules = rulesOf(contract).filter(({ subject }) => subject !== undefined)
  const rows = rules.map(
    ({ subject, text, evidence }) => `| ${[`**${subject}** ${text}`, SURE[evidence]].map(inCell).join(' | ')} |`
  )
  return [`| ${contract.title}: where the real service could differ | how sure |`, '|---|---|', ...rows, '']
}

/** A bar would end the cell. */
const inCell = (text: string): string => text.replaceAll('|', '\\|')
