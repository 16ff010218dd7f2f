import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'

/** Expressions, bodies, and whether they match in Java. */
export const SUPPORTED: [expression: string, value: string, isMatch: boolean][] = [
  ['\\p{Alpha}+', 'ab', true],
  ['[\\p{Alpha}\\P{Digit}]+', 'a-', true],
  ['\\P{Alpha}', 'a', false],
  ['\\u0061\\x62', 'ab', true],
  ['\\Qa.b\\E', 'a.b', true],
  ['\\Qa[', 'a[', true],
  ['(?<name>a)(?i:B)(?s).', 'abc', true],
  ['(?<name>\\p{Alpha}+)', 'ab', true],
  ['a', 'ab', false],
  ['a|b+', 'bb', true],
  ['[^a]b', 'cb', true],
  ['\\[a\\]', '[a]', true],
  ['\\s[\\s]', '\x0b\x0b', true],
  ['\\S', '\x0b', false],
  ['[\\S]', '\x0b', false],
  ['[^\\s]\\S[\\Sa]', 'éa\u2028', true],
  ['(?i)aÄ', 'Aä', false],
  ['(?i)aÄ+', 'AÄÄ', true],
  ['(?i)\\u00c4', 'ä', false],
  ['\\x{c4}', 'Ä', true],
  ['a$', 'a\n', false],
  ['^(a$|b$)$', 'b', true],
  ['a$|b', 'b', true],
  ['[$]a\\$b', '$a$b', true],
  ['a{2}b{1,}', 'aab', true]
]
const UNSUPPORTED = [
  '(a)\\1',
  '(?=a).',
  '(?!a).',
  'a++',
  '[a-z&&[^b]]',
  '(?<name>[a-z&&b])',
  '\\p{constructor}',
  '[a[b]]',
  '[]a]',
  '[^]a]',
  '(?x)a',
  '\\v',
  '\\07',
  '\\h',
  'a{2000}',
  'a{,2}',
  'a{2',
  '\\141',
  '\\1',
  'a$\\n',
  '(a$|b).',
  'a$[\\n]',
  '(?i)[Ä]',
  '(?>a)'
]

/** Regular expressions work as in Java, or are rejected. */
export async function regularExpressions(t: Test): Promise<void> {
  t.test('supported expressions match as in Java', async (t) => {
    const { mock, send, admin } = await controlFor(t)
    for (const [matches, value, isMatch] of SUPPORTED) {
      await admin('DELETE', 'requests')
      await send('POST', '/users', { body: value })
      const count = await mock.requests.count({ bodyPatterns: [{ matches }] })
      t.equal(count, isMatch ? 1 : 0, `${matches} and ${value}`)
    }
  })

  t.test('unsupported expressions get a 422', async (t) => {
    const { admin } = await controlFor(t)
    for (const urlPattern of UNSUPPORTED) {
      const { status, json } = await admin('POST', 'requests/count', { urlPattern })
      const expected = { status: 422, json: { errors: [{ detail: /^regular expression '.*' is not supported: / }] } }
      t.match({ status, json }, expected, urlPattern)
    }
  })
}
