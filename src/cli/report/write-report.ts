import { appendFileSync } from 'node:fs'
import type { Terminal } from '../command.ts'
import { writeOutput } from '../write-output.ts'
import { annotations } from './annotations.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import { json, type Report } from './report.ts'
import { terminalText } from './terminal.ts'

export interface ReportFiles {
  readonly junit?: string
  readonly json?: string
  readonly markdown?: string
}

/**
 * Writes a report to the terminal and to files; on GitHub also to the summary of the job, with an annotation for each failed row.
 *
 * @param value written as JSON instead of the report
 */
export async function writeReport(
  report: Report,
  files: ReportFiles,
  terminal: Terminal,
  value?: unknown
): Promise<void> {
  const { environment, out, hasColors } = terminal
  out(terminalText(report, { width: widthOf(terminal), hasColors }))
  if (environment['GITHUB_ACTIONS'] === 'true') out(annotations(report))
  const summary = environment['GITHUB_STEP_SUMMARY']
  if (summary) appendFileSync(summary, markdown(report))
  const texts = {
    junit: () => junit(report),
    json: () => (value === undefined ? json(report) : `${JSON.stringify(value, undefined, 2)}\n`),
    markdown: () => markdown(report)
  }
  for (const name of ['junit', 'json', 'markdown'] as const) {
    if (files[name] !== undefined) await writeOutput([texts[name]()], files[name], terminal)
  }
}

/** Wider lines are hard to read. */
const WIDEST = 120

/** The width of the terminal, in columns; pipes get a fixed one. */
function widthOf({ isInteractive, columns }: Terminal): number {
  return isInteractive ? Math.min(columns ?? 80, WIDEST) : WIDEST
}
