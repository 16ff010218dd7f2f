import type { Rule, RuleBook } from '../../src/rules/rule.ts'

/** The page of a contract: `specs/{api}.md`. */
export function contractPage(title: string, { introduction, sections }: RuleBook): string {
  const parts = [
    `# ${title}: the rules and their evidence`,
    ...introduction,
    ...sections.flatMap(({ title, rules }) => [`## ${title}`, rules.map(item).join('\n')])
  ]
  return `${parts.join('\n\n')}\n`
}

/** The id is what reports call the rule. */
const item = ({ id, subject, text, evidence }: Rule): string =>
  `- ${subject === undefined ? '' : `**${subject}** `}${text} *[${evidence}]* \`${id}\``
