import type { Test } from 'tap'
import { JSON_TYPE, nested } from '../support/bodies.ts'
import { controlFor } from '../support/control.ts'
import { invalid } from './invalid-input.ts'

const TOO_LARGE = [
  'a{0,1000}'.repeat(500),
  'a{100,}'.repeat(50),
  'a'.repeat(200_000),
  'a{900}'.repeat(3),
  `a${'\\pL'.repeat(200)}`
]
const TOO_LARGE_ERROR =
  /^regular expression 'a.{0,200}…?' is not supported: (?:with repetitions expanded, it has \d+ characters, more than 20000|it has \d+ parts, more than 2500)$/
const EXPENSIVE_JSON_PATHS = [
  '$[*,*]'.padEnd(60, '[*,*]'),
  `$[?(${'@.a==1||'.repeat(3000)}@.a==2)]`,
  '$..*..*..*',
  `$..[${Array(11).fill('*').join(',')}]`,
  `$[*][${Array(11).fill("'a'").join(',')}]`,
  '$[?($..a)]',
  '$[?(@.a[?(@.b)])]',
  '$[?(@.a =~ /a{0,1000}a{0,1000}/)]',
  '$[?match(@.a, @.b)]',
  '$[?search(@.a, "b")]'
]
const CODE = ['$[?(process.exit(1))]', '$[(process.exit(1))]', '$[?(@.constructor.constructor("x")())]']

/** Patterns that would block the server, or run code in it. */
export async function expensivePatterns(t: Test): Promise<void> {
  t.test('expensive expressions are evaluated quickly or rejected', { timeout: 20_000 }, async (t) => {
    const { send, count, admin } = await controlFor(t)
    await send('POST', '/users', { body: `{"a":"${'a'.repeat(20_000)}!"}` })
    for (const matches of ['(a*)*b', '(a+)+$']) t.equal(await count({ bodyPatterns: [{ matches }] }), 0, matches)
    for (const matches of TOO_LARGE) {
      const response = await admin('POST', 'requests/count', { bodyPatterns: [{ matches }] })
      t.match(response, invalid('/bodyPatterns/0/matches', TOO_LARGE_ERROR), matches.slice(0, 60))
    }
    for (const matchesJsonPath of EXPENSIVE_JSON_PATHS) {
      const response = await admin('POST', 'requests/count', { bodyPatterns: [{ matchesJsonPath }] })
      t.match(response, invalid('/bodyPatterns/0/matchesJsonPath', /JSONPath /), matchesJsonPath.slice(0, 60))
    }
  })

  t.test('JSONPath never evaluates code', async (t) => {
    const { admin } = await controlFor(t)
    for (const matchesJsonPath of CODE) {
      const response = await admin('POST', 'requests/count', { bodyPatterns: [{ matchesJsonPath }] })
      t.match(response, invalid('/bodyPatterns/0/matchesJsonPath'), matchesJsonPath)
    }
  })

  t.test('a body that is nested too deeply matches no JSON pattern', async (t) => {
    const { send, count, stub } = await controlFor(t)
    await stub({ request: { bodyPatterns: [{ matchesJsonPath: { expression: '$.a', contains: 'x' } }] } })
    for (const levels of [900, 5000, 100_000]) {
      const body = `{"a":${nested(levels)},"text":"\\"[{"}`
      t.equal((await send('POST', '/users', { headers: JSON_TYPE, body })).status, 400, `${levels} levels, by the API`)
    }
    t.equal(await count({ bodyPatterns: [{ matchesJsonPath: '$..b' }] }), 0, 'a search at any depth')
    const contains = { matchesJsonPath: { expression: '$', contains: '[ [' } }
    t.equal(await count({ bodyPatterns: [contains] }), 1, 'only the body within the limit')
  })

  t.test('a pattern on a part that is too large to write as JSON gets a 422', async (t) => {
    const { admin, send } = await controlFor(t)
    const members = Array.from({ length: 20_000 }, (_, i) => `"a${i}":1`).join()
    await send('POST', '/x', { body: `${'{"a":'.repeat(900)}{${members}}${'}'.repeat(900)}` })
    const pattern = { bodyPatterns: [{ matchesJsonPath: { expression: '$.a', contains: 'x' } }] }
    const errors = [{ detail: /^writing a part of a document as JSON exceeds the limit of 3000000 steps/ }]
    t.match(await admin('POST', 'requests/count', pattern), { status: 422, json: { errors } }, 'it takes too long')
  })
}
