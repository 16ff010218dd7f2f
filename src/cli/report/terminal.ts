import { stripVTControlCharacters } from 'node:util'
import { type Outcome, plainText, type Report, type ReportRow } from './report.ts'

const MARKS: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', skipped: '-' }
const COLORS: Readonly<Record<Outcome, number>> = { passed: 32, failed: 31, skipped: 90 }
const BOLD = 1

export interface TerminalStyle {
  /** In columns. */
  readonly width: number
  readonly hasColors: boolean
}

/** The report for a terminal: one line for each row, and the details below it. */
export function terminalText({ groups, summary }: Report, { width, hasColors }: TerminalStyle): string {
  const paint = (text: string, color: number) => (hasColors ? `\x1b[${color}m${text}\x1b[0m` : text)
  const idWidth = Math.max(0, ...groups.flatMap(({ rows }) => rows.map(({ id }) => id.length)))
  const rowLines = ({ id, text, outcome, label, details }: ReportRow): string[] => {
    // What a rule says explains how it failed.
    const explanation = outcome === 'failed' ? wrapped(printable(plainText(text)), width, 6) : []
    const mark = paint(MARKS[outcome], COLORS[outcome])
    const short = `${label}${details.length === 1 ? `: ${printable(details[0] ?? '')}` : ''}`
    const fits = outcome !== 'failed' && details.length < 2 && 4 + idWidth + 2 + short.length <= width
    const first = fits ? short : label
    const below = fits ? [] : details.flatMap((detail) => wrapped(printable(detail), width, 6))
    return [`  ${mark} ${id.padEnd(idWidth)}  ${paint(first, COLORS[outcome])}`, ...explanation, ...below]
  }
  const lines = groups.flatMap(({ name, rows }) => [paint(printable(name), BOLD), ...rows.flatMap(rowLines), ''])
  const failed = groups.flatMap(({ rows }) => rows.filter(({ outcome }) => outcome === 'failed'))
  // On a long list, they have scrolled out of view.
  const names =
    failed.length === 0 ? [] : wrapped(`${failed[0]?.label}: ${failed.map(({ id }) => id).join(', ')}`, width, 0)
  return `${[...lines, ...names, ...wrapped(printable(summary), width, 0)].join('\n')}\n`
}

/** A text of a foreign server must not control the terminal. */
const printable = (text: string): string => stripVTControlCharacters(text).replace(/\p{Cc}/gu, '�')

/** Breaks a text into indented lines; a word that is too long is broken, too. */
export function wrapped(text: string, width: number, indent: number): string[] {
  const room = Math.max(20, width - indent)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
    while (line.length > room) {
      lines.push(line.slice(0, room))
      line = line.slice(room)
    }
  }
  return [...lines, line].map((part) => ' '.repeat(indent) + part)
}
