import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'
import { JAYWAY_PATHS } from '../support/json-paths.ts'

/** JSONPath as WireMock reads it. */
export async function jsonPaths(t: Test): Promise<void> {
  t.test('the syntax that Jayway JsonPath adds works as in WireMock', async (t) => {
    const { send, admin, count } = await controlFor(t)
    for (const [matchesJsonPath, found, others] of JAYWAY_PATHS) {
      for (const body of [...found, ...others]) {
        await admin('DELETE', 'requests')
        await send('POST', '/x', { body })
        const expected = found.includes(body) ? 1 : 0
        t.equal(await count({ bodyPatterns: [{ matchesJsonPath }] }), expected, `${matchesJsonPath} in ${body}`)
      }
    }
  })

  t.test('match() of RFC 9535 has the regular expressions of Java', async (t) => {
    const { send, count } = await controlFor(t)
    await send('POST', '/x', { body: '{"a":"ab"}' })
    for (const [matchesJsonPath, expected] of [
      ["$[?match(@.a, 'a\\\\w')]", 1],
      ["$[?match('ab', 'a.')]", 1],
      ["$[?match('abc', 'a.')]", 0]
    ] as const) {
      t.equal(await count({ bodyPatterns: [{ matchesJsonPath }] }), expected, matchesJsonPath)
    }
  })

  t.test('an expression that cannot be translated gets a 422', async (t) => {
    const { admin } = await controlFor(t)
    const rows = [
      ['$[?(@.a =~ /a(?=b)/)]', "regular expression '(?-s)a(?=b)' is not supported: '(?=b'"],
      ['$[?(@.a in [])]', 'unexpected filter selector token'],
      ['$[?(@.a in @.b)]', 'unexpected filter selector token'],
      [`$[?(${Array(20).fill('@.a =~ /a{900}/').join('||')})]`, 'the pattern exceeds the limit of 100000 characters']
    ] as const
    for (const [matchesJsonPath, reason] of rows) {
      const response = await admin('POST', 'requests/count', { bodyPatterns: [{ matchesJsonPath }] })
      t.equal(response.status, 422, matchesJsonPath)
      t.ok(response.json.errors[0].detail.includes(reason), `${matchesJsonPath}: ${reason}`)
    }
  })
}
