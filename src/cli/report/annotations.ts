import type { Report } from './report.ts'

/** GitHub shows ten annotations of a kind for each step, and drops the others. */
const MAX_ANNOTATIONS = 10

/** Commands for GitHub's runner, one for each failed row. It shows them next to the summary of the job. */
export function annotations({ title, groups }: Report, level: 'error' | 'warning' = 'error'): string {
  const failed = groups.flatMap(({ rows }) => rows.filter(({ outcome }) => outcome === 'failed'))
  const shown = failed.length > MAX_ANNOTATIONS ? failed.slice(0, MAX_ANNOTATIONS - 1) : failed
  const lines = shown.map(({ id, label, details }) => line(level, `${id} ${label}`, details.join('\n') || label))
  if (shown.length < failed.length) lines.push(line(level, title, `and ${failed.length - shown.length} more`))
  return lines.join('')
}

const line = (level: string, title: string, message: string): string =>
  `::${level} title=${escapedProperty(title)}::${escapedData(message)}\n`

const escapedData = (text: string): string =>
  text.replace(/[%\r\n]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`)

const escapedProperty = (text: string): string => escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
