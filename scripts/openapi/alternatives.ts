import { type RuleBook, rulesIn } from '../../src/rules/rule.ts'
import { inCell } from './certainty.ts'

/** For each API, every alternative to one of its rules, as a profile writes it. */
export function alternativesTable(books: readonly { readonly title: string; readonly book: RuleBook }[]): string {
  return books.flatMap(({ title, book }) => tableOf(title, book)).join('\n')
}

function tableOf(title: string, book: RuleBook): string[] {
  const rows = rulesIn(book).flatMap(({ id, subject, text, evidence, alternatives = [] }) =>
    alternatives.map((alternative) => [
      `\`"${id}": "${alternative.id}"\``,
      alternative.text,
      `${subject === undefined ? '' : `**${subject}** `}${text} *[${evidence}]*`
    ])
  )
  return [
    `| ${title} | the mock then | instead of |`,
    '|---|---|---|',
    ...rows.map((cells) => `| ${cells.map(inCell).join(' | ')} |`),
    ''
  ]
}
