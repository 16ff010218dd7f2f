import type { Test } from 'tap'
import { Turns } from '../../src/common/turns.ts'
import { RequestView } from '../../src/wiremock/journal/request-view.ts'
import { nearestStubs } from '../../src/wiremock/matching/near-misses.ts'
import { Work } from '../../src/wiremock/matching/work.ts'
import { compileStored } from '../../src/wiremock/stubs/compile-stored.ts'
import { type Control, controlFor, type Json } from '../support/control.ts'
import { EXPENSIVE_SCHEMAS } from './expensive-schemas.ts'

const list = <T>(length: number, item: (i: number) => T): T[] => Array.from({ length }, (_, i) => item(i))
const json = (equalToJson: unknown, options: object = {}): object => ({
  bodyPatterns: [{ equalToJson, ignoreArrayOrder: true, ...options }]
})
const body = (pattern: object): object => ({ bodyPatterns: [pattern] })
const zeros = list(2000, () => 0)
const records = list(20_000, (i) => ({ a: i, b: [i, { c: i }] }))
const fewer = records.slice(0, 3000)
const filter = list(150, () => '@.a==-1').join('||')
const overlapping = list(900, (i) => ({ [`a${i}`]: '#{json-unit.ignore}' }))
const runs = list(900, (i) => Object.fromEntries(list(30, (k) => [`a${i + k - 30}`, i])))
const OF_PATTERN = ' exceeds the limit of 3000000 steps for one pattern: use a simpler pattern or a shorter text'

/** A body, a pattern that is expensive to compare with it, and how many requests match or why the call is rejected. */
const ROWS: readonly [name: string, sent: unknown, pattern: object, expected: number | string][] = [
  ['equal elements', zeros, json(zeros), 1],
  ['equal elements except one', [...zeros, 1], json([...zeros, 2]), 0],
  ['different objects', list(9500, (i) => ({ i })), json(list(9500, (i) => ({ i: 9499 - i }))), 1],
  ['placeholders', list(2000, (i) => `s${i}`), json(list(2000, () => '#{json-unit.any-string}')), 1],
  [
    'objects of any kind',
    list(2000, (i) => ({ i })),
    json(
      list(2000, () => ({})),
      { ignoreExtraElements: true }
    ),
    1
  ],
  [
    'many possible pairs',
    runs,
    json(overlapping, { ignoreExtraElements: true }),
    `equalToJson that ignores the order of arrays${OF_PATTERN}`
  ],
  ['a long list in order', fewer, json(fewer, { ignoreArrayOrder: false }), 1],
  ['a long text as JSON', 'x'.repeat(3_000_000), json(1), `reading 3000002 characters as JSON${OF_PATTERN}`],
  ['a search at any depth', records, body({ matchesJsonPath: '$..zz' }), 0],
  [
    'an object with many members',
    Object.fromEntries(list(2000, (i) => [`k${i}`, i])),
    body({ matchesJsonPath: '$..zz' }),
    0
  ],
  ['many selectors', records, body({ matchesJsonPath: '$..[*,*,*,*,*,*]' }), `a JSONPath${OF_PATTERN}`],
  ['a negated filter', [{ a: 1 }, { a: 2 }], body({ matchesJsonPath: '$[?(!@.a)]' }), 0],
  ['a long filter', records, body({ matchesJsonPath: `$[?(${filter})]` }), `a filter in a JSONPath${OF_PATTERN}`],
  [
    'a regular expression in a filter',
    list(1000, () => ({ a: 'ab'.repeat(100) })),
    body({ matchesJsonPath: '$[?(@.a =~ /.*a.{100}c/)]' }),
    `matching 200 characters with a regular expression of 106 parts${OF_PATTERN}`
  ],
  ['a path in a filter', list(2000, () => ({ a: 'aaaa' })), body({ matchesJsonPath: '$[?(@.a =~ /(a*)*b/)]' }), 0],
  [
    'a filter that visits all',
    records,
    body({ matchesJsonPath: '$[?(count(@..*)>3&&@.x==@.y&&@.x==@.z)]' }),
    `a filter in a JSONPath${OF_PATTERN}`
  ],
  [
    'each part as text',
    records,
    body({ matchesJsonPath: { expression: '$..*', contains: 'zz' } }),
    `searching 59 characters${OF_PATTERN}`
  ],
  [
    'a regular expression with many states',
    'ab'.repeat(50_000),
    body({ matches: '.*a.{100}c' }),
    `matching 100002 characters with a regular expression of 106 parts${OF_PATTERN}`
  ],
  ['a regular expression on a short text', 'ab'.repeat(2000), body({ matches: '.*a.{100}c' }), 0],
  [
    'many expressions on a long text',
    'a'.repeat(60_000),
    body({ or: list(400, (i) => ({ matches: `.*b${i}.*` })) }),
    `matching 60002 characters with a regular expression of 8 parts${OF_PATTERN}`
  ],
  [
    'a search for many texts',
    'a'.repeat(100_000),
    body({ or: list(1000, (i) => ({ contains: `b${i}` })) }),
    `searching 100002 characters${OF_PATTERN}`
  ],
  ['many operators', 'a', body({ or: list(4900, (i) => ({ equalTo: `b${i}` })) }), 0],
  ['too many operators', 'a', body({ or: list(5000, (i) => ({ equalTo: `b${i}` })) }), 'use fewer of them']
]

/** The longest time that a response to another request may take, in milliseconds. It is below 100 on an idle machine. */
const MAX_DELAY = 2000

/** Sends requests to /__admin/health until a call is done. @returns the longest time that one took, in milliseconds */
async function longestDelay({ admin }: Control, call: Promise<unknown>): Promise<number> {
  let isDone = false
  const done = call.finally(() => {
    isDone = true
  })
  let longest = 0
  while (!isDone) {
    const start = performance.now()
    await admin('GET', 'health')
    longest = Math.max(longest, performance.now() - start)
  }
  await done
  return longest
}

/** The work for one pattern has a limit, and long work lets other requests proceed. */
export async function boundedWork(t: Test): Promise<void> {
  t.test(
    'an expensive comparison is quick or rejected, and does not delay other requests',
    { timeout: 60_000 },
    async (t) => {
      const control = await controlFor(t, { bodyLimit: 4 * 2 ** 20 })
      await control.count({})
      for (const [name, sent, pattern, expected] of [...ROWS, ...EXPENSIVE_SCHEMAS]) {
        await control.admin('DELETE', 'requests')
        await control.send('POST', '/users', { body: JSON.stringify(sent) })
        const call = control.admin('POST', 'requests/count', pattern)
        const delay = await longestDelay(control, call)
        t.ok(delay < MAX_DELAY, `${name}: other requests wait ${Math.round(delay)} ms`)
        const { status, json } = await call
        if (typeof expected === 'number') t.equal(json.count, expected, name)
        else
          t.match({ status, ...json }, { status: 422, errors: [{ code: 10, detail: expected }] }, `${name}: the error`)
      }
    }
  )

  t.test('a filter that recurses too deeply is reported', async (t) => {
    const { send, admin } = await controlFor(t)
    await send('POST', '/users', { body: `[${'['.repeat(60)}${']'.repeat(60)}]` })
    const response = await admin('POST', 'requests/find', body({ matchesJsonPath: '$[?(count(@..*) > 99)]' }))
    const detail = /^a filter in a JSONPath cannot be evaluated: .*\. Use a simpler filter$/
    t.match(response, { status: 422, json: { errors: [{ detail }] } }, 'the error')
  })

  t.test('a pattern with too many parts is rejected', async (t) => {
    const { admin } = await controlFor(t)
    const or = list(9000, () => ({ matches: 'a'.repeat(12) }))
    for (const [path, pattern] of [
      ['requests/count', { headers: { a: { or } } }],
      ['requests/count', { bodyPatterns: [{ matchesJsonSchema: JSON.stringify({ enum: list(20_001, (i) => i) }) }] }],
      ['mappings/find-by-metadata', { or }]
    ] as const) {
      const { status, json } = await admin('POST', path, pattern)
      const errors = [{ code: 10, detail: /^the pattern exceeds the limit of 100000 characters/ }]
      t.match({ status, ...json }, { status: 422, errors }, path)
    }
    const large = await admin('POST', 'requests/count', ' '.repeat(5 * 2 ** 20))
    t.match(large, { status: 413, json: { errors: [{ title: 'the body is larger than 4 MiB' }] } }, 'a large document')
  })

  t.test('a search through many requests takes turns with other requests', async (t) => {
    const control = await controlFor(t)
    const { send, admin, stub, count } = control
    for (let i = 0; i < 150; i++)
      await send('POST', `/nowhere/${i}`, { body: JSON.stringify({ a: 'a'.repeat(200), i }) })
    const expensive = body({ matches: '.*a.{30}c.*' })
    const waiting = admin('POST', 'requests/count?atLeast=151&timeoutMs=60000', { method: 'POST' })
    t.equal(await count(expensive), 0, 'count')
    t.equal((await admin('POST', 'requests/find', { method: 'POST' })).json.requests.length, 150, 'a long list')
    const list = (await admin('GET', 'requests')).json
    t.match([list.requests.length, list.meta.total], [150, 150], 'the whole journal')
    await stub({ request: { url: '/nowhere', ...body({ equalToJson: { a: 1 } }) } })
    const near = (await admin('GET', 'requests/unmatched/near-misses')).json.nearMisses
    t.equal(near.length, 150, 'near misses')
    t.ok(near[0].matchResult.distance <= near[149].matchResult.distance, 'the nearest first')
    await send('POST', '/users', { body: '{}' })
    t.equal((await waiting).json.count, 151, 'a call that waited')
    const removed = (await admin('POST', 'requests/remove', { urlPathPattern: '/nowhere/.*' })).json.serveEvents
    t.equal(removed.length, 150, 'removed')
    t.equal(await count({}), 1, 'the rest')
  })

  t.test('a call that waits for requests reports an expensive comparison', async (t) => {
    const { send, admin } = await controlFor(t)
    const expensive = body({ matches: '.*a.{100}c' })
    const waiting = admin('POST', 'requests/count?atLeast=1&timeoutMs=60000', expensive)
    await send('POST', '/users', { body: 'ab'.repeat(50_000) })
    const { status, json } = await waiting
    t.match({ status, ...json }, { status: 422, errors: [{ title: 'Too expensive' }] }, 'the error')
  })

  t.test('near misses of too many stubs are reported', async (t) => {
    const [mapping] = compileStored([{ id: '21111111-1111-4111-8111-111111111111', request: { url: '/x' } }])
    if (mapping === undefined) throw new Error('no mapping')
    const view = new RequestView({ method: 'GET', url: '/y', rawHeaders: [], receivedAt: 0, body: '' }, new Work(30))
    const stubs = [{ mapping, order: 1, source: 'api' } as const]
    await t.rejects(nearestStubs(view, stubs, new Turns()), { message: /^all patterns together/ }, 'the error')
  })

  t.test('near misses that cannot be computed come last, with a warning', async (t) => {
    const { stub, admin } = await controlFor(t)
    const expensive = await stub({ request: { url: '/x', ...body({ matches: '.*a.{100}c' }) } })
    const near = await stub({ request: { url: '/x' } })
    const { nearMisses } = (await admin('POST', 'near-misses/request', { url: '/x', body: 'ab'.repeat(50_000) })).json
    const ids = nearMisses.map((miss: Json) => miss.stubMapping.id)
    t.same(ids, [near, expensive], 'the order')
    const subEvents = [{ type: 'WARNING', data: { message: /steps for one pattern/ } }]
    t.match(nearMisses[1].matchResult, { distance: 1, subEvents }, 'the warning')
  })
}
