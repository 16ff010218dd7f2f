import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'

const SUPPORTED: [expression: string, value: string, isMatch: boolean][] = [
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
  ['\\[a\\]', '[a]', true]
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
  '(?>a)'
]

/** Regular expressions mean what they mean in Java, or are rejected. */
export async function regularExpressions(t: Test): Promise<void> {
  t.test('supported', async (t) => {
    const { mock, send, admin } = await controlFor(t)
    for (const [matches, value, isMatch] of SUPPORTED) {
      await admin('DELETE', 'requests')
      await send('GET', '/users', { headers: { 'x-a': value } })
      const count = await mock.requests.count({ headers: { 'x-a': { matches } } })
      t.equal(count, isMatch ? 1 : 0, `${matches} and ${value}`)
    }
  })

  t.test('not supported', async (t) => {
    const { admin } = await controlFor(t)
    for (const urlPattern of UNSUPPORTED) {
      const { status, json } = await admin('POST', 'requests/count', { urlPattern })
      const expected = { status: 422, json: { errors: [{ detail: /^regular expression '.*' is not supported: / }] } }
      t.match({ status, json }, expected, urlPattern)
    }
  })
}
