import type { Outcome, Report, ReportGroup, ReportRow } from './report.ts'

const MARKS: Readonly<Record<Outcome, string>> = { passed: '✅', failed: '❌', skipped: '➖' }

/** The report as a page in Markdown: what failed first, then all rows in a part that is folded. */
export function markdown({ title, summary, groups }: Report): string {
  const failed = groups.flatMap(({ rows }) => rows.filter(({ outcome }) => outcome === 'failed'))
  return [
    `## ${inline(title)}`,
    inline(summary),
    ...failed.map(failure),
    '<details><summary>All rules</summary>',
    ...groups.map(groupTable),
    '</details>',
    ''
  ].join('\n\n')
}

const failure = ({ id, text, label, details }: ReportRow): string =>
  [
    `### ${MARKS.failed} \`${id}\` ${inline(label)}`,
    text,
    details.map((detail) => `- ${inline(detail)}`).join('\n')
  ].join('\n\n')

const groupTable = ({ name, rows }: ReportGroup): string =>
  [`### ${inline(name)}`, ['| | rule | result |', '|---|---|---|', ...rows.map(tableRow)].join('\n')].join('\n\n')

const tableRow = ({ id, outcome, label, details }: ReportRow): string =>
  `| ${MARKS[outcome]} | \`${id}\` | ${[label, ...details].map(inline).join('<br>')} |`

/**
 * A text that Markdown shows as it is, on one line, also in a cell of a table. Characters that could be syntax become entities, which also
 * keeps mentions and issue numbers from becoming links.
 */
export const inline = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').replace(/[&<>|`*_[\]\\~#@!$]/g, (character) => `&#${character.charCodeAt(0)};`)
