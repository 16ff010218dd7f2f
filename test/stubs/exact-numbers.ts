import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'
import {
  BODIES as ANY_BODIES,
  EQUAL_NUMBERS,
  FILTERS,
  LENGTHS,
  REWRITTEN_BODIES,
  TEXTS
} from '../support/exact-json.ts'
import { temporaryFolder } from '../support/temporary.ts'

const BODIES = [...ANY_BODIES, ...REWRITTEN_BODIES]

/** Numbers keep their text, from the request to the response. */
export async function exactNumbers(t: Test): Promise<void> {
  t.test('are compared exactly in patterns', async (t) => {
    const { send, admin, count } = await controlFor(t)
    const matches = async (body: string, pattern: object): Promise<boolean> => {
      await admin('DELETE', 'requests')
      await send('POST', '/x', { body })
      return (await count({ bodyPatterns: [pattern] })) === 1
    }
    for (const [expected, actual, isEqual] of EQUAL_NUMBERS) {
      const name = `${actual} compared with ${expected}`
      t.equal(await matches(actual, { equalToJson: expected }), isEqual, name)
      const ignoreArrayOrder = { equalToJson: `[0,${expected}]`, ignoreArrayOrder: true }
      t.equal(await matches(`[${actual},0]`, ignoreArrayOrder), isEqual, `${name}, in any order`)
    }
    for (const [number, text] of TEXTS) {
      const pattern = { matchesJsonPath: { expression: '$.a', equalTo: text } }
      t.ok(await matches(`{"a":${number}}`, pattern), `the text of ${number}`)
    }
    for (const [element, filter, isSelected] of FILTERS) {
      const pattern = { matchesJsonPath: `$.l[?(${filter})]` }
      t.equal(await matches(`{"l":[${element}]}`, pattern), isSelected, `${filter} and ${element}`)
    }
    for (const [body, expression, equalTo, isFound] of LENGTHS) {
      t.equal(await matches(body, { matchesJsonPath: { expression, equalTo } }), isFound, `${expression} of ${body}`)
    }
    t.ok(await matches('{"a":1.0}', { matchesJsonPath: '$.a' }), 'a number is not an empty result')
    t.notOk(await matches('{"a":1.0}', { matchesJsonPath: '$.a.text' }), 'a number has no members')
    t.ok(await matches(`[${'1.0,'.repeat(200_000)}1]`, { matchesJsonPath: '$[0]' }), 'a large body')
  })

  t.test('a body that takes too long to read is reported', async (t) => {
    const { admin, stub } = await controlFor(t)
    await stub({ request: { bodyPatterns: [{ matchesJsonPath: '$[0]' }] } })
    const body = `[${'1.0,'.repeat(400_000)}1]`
    const { json } = await admin('POST', 'near-misses/request', { url: '/x', method: 'POST', body })
    const subEvents = [{ type: 'WARNING', data: { message: /^reading 1600003 characters as JSON exceeds the limit/ } }]
    t.match(json.nearMisses, [{ matchResult: { distance: 1, subEvents } }], 'the warning')
  })

  t.test('keep their text in stubs, even after a restart', async (t) => {
    const dataDir = await temporaryFolder(t)
    const first = await controlFor(t, { dataDir })
    for (const [i, body] of BODIES.entries()) {
      const mapping = `{"request":{"url":"/${i}"},"response":{"jsonBody":${body}},"metadata":{"a":${body}}}`
      const { text } = await first.admin('POST', 'mappings', mapping)
      t.ok(text.includes(`"jsonBody":${body}`), `the mapping with ${body} is shown as it was sent`)
      t.equal((await first.send('GET', `/${i}`)).text, body, `${body} is sent as it is`)
    }
    const { text: listed } = await first.admin('GET', 'mappings')
    t.ok(
      BODIES.every((body) => listed.includes(`"metadata":{"a":${body}}`)),
      'metadata in the list'
    )
    const metadata = { matchesJsonPath: { expression: '$.a[0]', equalTo: '9007199254740993' } }
    t.equal((await first.admin('POST', 'mappings/find-by-metadata', metadata)).json.meta.total, 1, 'found by metadata')
    const lognormal = '{"type":"lognormal","median":1.0,"sigma":0.10}'
    const delayed = `{"request":{"url":"/d"},"response":{"delayDistribution":${lognormal},"status":200.0}}`
    t.match((await first.admin('POST', 'mappings', delayed)).status, 201, 'numbers in delays and statuses')
    const { requests } = (await first.admin('GET', 'requests')).json
    t.equal(requests.length, BODIES.length, 'the journal shows the stubs')
    await first.mock.close()
    const second = await controlFor(t, { dataDir })
    for (const [i, body] of BODIES.entries())
      t.equal((await second.send('GET', `/${i}`)).text, body, `${body}, restarted`)
    const { text: restarted } = await second.admin('GET', 'mappings')
    t.ok(
      BODIES.every((body) => restarted.includes(`"metadata":{"a":${body}}`)),
      'metadata, restarted'
    )
  })
}
