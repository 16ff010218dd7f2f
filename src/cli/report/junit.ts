import { countOf, plainText, type Report, type ReportGroup, type ReportRow } from './report.ts'

/** The report in the format of JUnit, which CI systems read. */
export function junit({ title, groups }: Report): string {
  const rows = groups.flatMap((group) => group.rows)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element('testsuites', { name: title, ...countsOf(rows) }, groups.map(suite)),
    ''
  ].join('\n')
}

const countsOf = (rows: readonly ReportRow[]) => ({
  tests: rows.length,
  failures: countOf(rows, 'failed'),
  errors: 0,
  skipped: countOf(rows, 'skipped'),
  time: rows.reduce((sum, { time = 0 }) => sum + time, 0).toFixed(3)
})

const suite = ({ name, rows }: ReportGroup): string =>
  element(
    'testsuite',
    { name, ...countsOf(rows) },
    rows.map((row) => testCase(name, row))
  )

function testCase(group: string, { id, text, outcome, label, details, time = 0 }: ReportRow): string {
  const message = details[0] === undefined ? label : `${label}: ${details[0]}`
  const content = {
    passed: [],
    failed: [failure(message, text, details)],
    skipped: [element('skipped', { message }, [])]
  }
  return element('testcase', { classname: group, name: id, time: time.toFixed(3) }, content[outcome])
}

const failure = (message: string, text: string, details: readonly string[]): string =>
  element('failure', { message, type: 'rule' }, [escaped([plainText(text), '', ...details].join('\n'))])

function element(name: string, attributes: Readonly<Record<string, unknown>>, content: readonly string[]): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(
    ' '
  )
  if (content.length === 0) return `<${start}/>`
  // White space would become a part of a text.
  const inner = content[0]?.startsWith('<') ? `\n${content.join('\n')}\n` : content.join('')
  return `<${start}>${inner}</${name}>`
}

/** XML 1.0 cannot contain them in any spelling: most control characters, and halves of surrogate pairs. */
const NOT_XML = /(?![\t\n\r\x80-\x9f])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text for an element or an attribute. Line breaks and tabs stay what they are in both. */
const escaped = (text: string): string =>
  text
    .replace(NOT_XML, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
