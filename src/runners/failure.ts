import {
  bodyLines,
  type Entry,
  evictionNotice,
  HEADINGS,
  reasonLines,
  requestRow
} from '../cli/remote/request-table.ts'
import { table } from '../cli/table.ts'
import { DROPPED_HEADER } from '../control/wiremock/schemas.ts'
import type { Control } from './control.ts'

/** What a sandbox received, for the report of a failed test. Credentials are hidden. */
export interface Failure {
  /** A table with the bodies of requests and responses, oldest first. */
  readonly text: string
  /** The same as a HAR document. */
  readonly har: string
}

export async function failureOf(control: Control): Promise<Failure> {
  const [{ headers, text }, { text: har }] = await Promise.all([
    control.send('GET', 'requests'),
    control.send('GET', 'requests.har')
  ])
  const { requests }: { requests: Entry[] } = JSON.parse(text)
  const dropped = Number(headers[DROPPED_HEADER.toLowerCase()] ?? 0)
  const notice = dropped > 0 ? `${evictionNotice(dropped)}\n` : ''
  return { text: `${notice}${journalTable(requests.toReversed())}`, har }
}

function journalTable(entries: readonly Entry[]): string {
  if (entries.length === 0) return 'The mock received no requests. Does the client use the address of this test?\n'
  const [heading, ...rows] = table(HEADINGS, entries.map(requestRow)).trimEnd().split('\n')
  const lines = entries.flatMap((entry, i) => [rows[i] ?? '', ...reasonLines(entry), ...bodyLines(entry)])
  return `${[heading, ...lines].join('\n')}\n`
}
