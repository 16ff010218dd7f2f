/** The result of a command, for people and for pipelines. */
export interface Report {
  readonly title: string
  /** One sentence. */
  readonly summary: string
  readonly groups: readonly ReportGroup[]
}

export interface ReportGroup {
  readonly name: string
  readonly rows: readonly ReportRow[]
}

export interface ReportRow {
  readonly id: string
  /** Markdown. */
  readonly text: string
  readonly outcome: Outcome
  /** The outcome in the words of the command: `differs`. */
  readonly label: string
  readonly details: readonly string[]
  /** In seconds. */
  readonly time?: number
}

export type Outcome = 'passed' | 'failed' | 'skipped'

/** The report as one JSON value. */
export const json = (report: Report): string => `${JSON.stringify(report, undefined, 2)}\n`

/** How many rows have an outcome. */
export const countOf = (rows: readonly ReportRow[], outcome: Outcome): number =>
  rows.filter((row) => row.outcome === outcome).length

/** Code spans and emphasis of a text in Markdown, as plain text. */
export const plainText = (markdown: string): string =>
  markdown.replace(/\*\*|`/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
