import type { Test } from 'tap'
import { betweenMarks } from '../../scripts/openapi/between-marks.ts'
import { certaintySummary, certaintyTable, readContract } from '../../scripts/openapi/certainty.ts'

/** The certainty table is generated from the prose and written between marks. */
export async function certainty(t: Test): Promise<void> {
  const markdown = '# T\n\n- **A thing:** is `a|b`. *[assumed]*\n- Another is so. *[recorded]*\n'
  const table = certaintyTable([readContract('T', markdown)])
  t.match(table, '| T | 2 | 1 | 1 |\n', 'counts')
  t.match(table, '| **A thing:** is `a\\|b`. | assumed |\n', 'a rule in which the service could differ')
  t.notMatch(table, 'Another', 'a rule without a subject')
  const rules = '- A. *[recorded]*\n- B. *[client]*\n- C. *[field]*\n- D. *[assumed]*\n'
  t.match(certaintySummary([readContract('T', rules)]), '| T | 4 | 2 | 1 | 1 |\n', 'counts by certainty')
  const page = 'before\n<!-- certainty -->\nold\n<!-- /certainty -->\nafter\n'
  const replaced = betweenMarks(page, 'certainty', 'new')
  t.equal(replaced, 'before\n<!-- certainty -->\n\nnew\n<!-- /certainty -->\nafter\n', 'between the marks')
  t.equal(betweenMarks('no marks\n', 'certainty', 'new'), 'no marks\n', 'a page without marks')
  for (const rule of ['- A rule.', '- A rule. *[guessed]*']) {
    t.throws(() => readContract('T', rule), { message: `T: missing or unknown evidence: ${rule}` }, rule)
  }
}
