import type { Test } from 'tap'
import { annotations } from '../../src/cli/report/annotations.ts'
import { junit } from '../../src/cli/report/junit.ts'
import { inline, markdown } from '../../src/cli/report/markdown.ts'
import type { Report } from '../../src/cli/report/report.ts'
import { terminalText } from '../../src/cli/report/terminal.ts'

const ESCAPE = '\u001b'
const HOSTILE = 'a<b>&"\'|`*_[x](y)]]>\u0000\u001b[31m\ud800\nnew: line, 100%'
const report: Report = {
  title: HOSTILE,
  summary: HOSTILE,
  groups: [
    {
      name: HOSTILE,
      rows: [
        { id: 'a.b.c', text: '**Bold** `code`', outcome: 'failed', label: 'differs', details: [HOSTILE], time: 1.25 },
        { id: 'a.b.d', text: 'x', outcome: 'passed', label: 'as expected', details: [] },
        { id: 'a.b.e', text: 'x', outcome: 'skipped', label: 'not tried', details: ['needs --write'] }
      ]
    }
  ]
}

/** Reports are valid whatever a server responds. */
export async function reports(t: Test): Promise<void> {
  const xml = junit(report)
  t.match(xml, /<testsuites name="[^"<]*" tests="3" failures="1" errors="0" skipped="1" time="1.250">/, 'JUnit')
  t.notMatch(xml.replaceAll('\n', ''), /\p{C}/u, 'XML contains no other characters')
  t.equal(xml.match(/<[a-z?]/g)?.length, 8, 'no text is an element')
  t.match(xml, /type="rule">Bold code&#10;&#10;a&lt;b&gt;&amp;&quot;'\|/, 'the text of the rule and the details')

  const page = markdown(report)
  const rows = page.split('\n').filter((line) => line.startsWith('|'))
  t.equal(rows.length, 5, 'a row for each rule')
  t.ok(
    rows.every((row) => row.split('|').length === 5),
    'a bar ends no cell'
  )
  t.notMatch(page.replaceAll(/<br>|<\/?details>|<\/?summary>/g, ''), /</, 'no text is HTML')
  t.equal(inline('a\nb'), 'a b', 'one line')

  const lines = annotations({ ...report, groups: [{ name: 'x', rows: Array(12).fill(report.groups[0]?.rows[0]) }] })
  t.equal(lines.split('\n').length, 11, 'no more annotations than GitHub shows')
  t.match(lines, /^::error title=a.b.c differs::a<b>.*%0Anew: line, 100%25$/m, 'escaped')
  t.match(annotations(report, 'warning'), /^::warning /, 'a warning')

  const text = terminalText(report, { width: 40, hasColors: false })
  t.notMatch(text.replaceAll('\n', ''), /\p{Cc}/u, 'a server cannot control the terminal')
  t.ok(
    text.split('\n').every((line) => line.length <= 40),
    'lines are not longer than the terminal is wide'
  )
  t.match(terminalText(report, { width: 80, hasColors: true }), `${ESCAPE}[31m✗${ESCAPE}[0m`, 'colors')
}
