import type { Test } from 'tap'
import { Problems } from '../../src/common/problems.ts'
import { compileWhole } from '../../src/wiremock/matching/content-pattern.ts'
import { Subject } from '../../src/wiremock/matching/subject.ts'
import { Work } from '../../src/wiremock/matching/work.ts'
import { controlFor, type Json } from '../support/control.ts'
import { SCHEMAS } from '../support/json-schemas.ts'

const subject = (text: string): Subject => new Subject(text === '' ? undefined : text, new Work(), 0)

/** Schemas, bodies, and the distance of each body from a match. */
const DISTANCES: readonly [schema: object | boolean, body: string, distance: number][] = [
  [{ properties: { a: { type: 'string' }, b: {}, c: {}, d: {} } }, '{"a":1}', 1 / 4],
  [{ properties: { a: {}, b: { properties: { c: {}, d: {} } } }, required: ['x', 'y', 'z'] }, '{}', 3 / 4],
  [{ properties: { a: {} }, required: ['x', 'y', 'z'] }, '{}', 1],
  [{ properties: { a: {} } }, '{}', 0],
  [{ required: ['x'] }, '{}', 1],
  [{ properties: { a: {} } }, '', 1],
  [false, '{}', 1]
]

/** `matchesJsonSchema`. */
export async function jsonSchemas(t: Test): Promise<void> {
  t.test('a body matches if it is valid against the JSON Schema', async (t) => {
    for (const [pattern, fits, others] of SCHEMAS) {
      const problems = new Problems()
      const matcher = compileWhole(pattern, problems)
      if (problems.total > 0) t.fail(`${JSON.stringify(pattern)}: ${JSON.stringify(problems.listed)}`)
      const matching = [...fits, ...others].filter((body) => matcher.matches(subject(body)))
      t.same(matching, fits, `the bodies that fit ${JSON.stringify(pattern)}`)
    }
  })

  t.test('the distance is the share of properties with errors', async (t) => {
    for (const [matchesJsonSchema, body, distance] of DISTANCES) {
      const matcher = compileWhole({ matchesJsonSchema }, new Problems())
      t.equal(matcher.distance(subject(body)), distance, `${JSON.stringify(matchesJsonSchema)} and ${body}`)
    }
  })

  t.test('a stub with a JSON Schema matches valid bodies only', async (t) => {
    const { send, stub, admin } = await controlFor(t)
    const patternProperties = { '^x-': { type: 'string', pattern: '^\\p{Ll}+$' } }
    const matchesJsonSchema = { properties: { id: { const: 1, maximum: 2 } }, required: ['id'], patternProperties }
    const pattern = { matchesJsonSchema, schemaVersion: 'V7' }
    const id = await stub({ request: { url: '/x', bodyPatterns: [pattern] }, response: { status: 218 } })
    t.equal((await send('POST', '/x', { body: '{"id":1}' })).status, 218, 'a body that fits')
    t.not((await send('POST', '/x', { body: '{"id":2}' })).status, 218, 'another body')
    t.not(
      (await send('POST', '/x', { body: '{"id":1,"x-a":"B"}' })).status,
      218,
      'a member that does not fit its pattern'
    )
    t.not((await send('GET', '/x')).status, 218, 'no body')
    t.same((await admin('GET', `mappings/${id}`)).json.request.bodyPatterns, [pattern], 'it is shown as it was sent')
    const schema = JSON.stringify(matchesJsonSchema)
    await stub({ request: { url: '/y', bodyPatterns: [{ matchesJsonSchema: schema }] }, response: { status: 219 } })
    t.equal((await send('POST', '/y', { body: '{"id":1}' })).status, 219, 'a schema in a text')
    const { nearMisses }: Json = (await admin('GET', 'requests/unmatched/near-misses')).json
    t.equal(nearMisses[0].stubMapping.id, id, 'near misses')
  })
}
