import type { Test } from 'tap'
import { AtmsObservations } from '../../src/apis/atms/rules/observations.ts'
import { AtriumObservations } from '../../src/apis/atrium/rules/observations.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import { Exchange, type ReceivedResponse, type SentRequest } from '../../src/rules/exchange.ts'
import { rulesIn } from '../../src/rules/rule.ts'
import { allBooks } from './cases.ts'

const GUID = 'USR-a0d28b12-2ccf-e80f-df0f-157f17d1b134'
const PATHS: Readonly<Record<string, readonly string[]>> = {
  atrium: ['/users', '/users/', `/users/${GUID}`, `/users/${GUID}/accounts`, '/users/%ff', '/%ff', '/nothing', ''],
  atms: [
    '/api/Users',
    '/api/users/x',
    '/api/Users/%ff',
    '/api/Users/x/disable',
    '/api/UserGroups',
    '/api/UserGroups/x',
    '/api/x',
    ''
  ]
}
const QUERIES = ['', 'page=2', 'user[a]=%ff&user', 'page=99999999999999999999']
const HEADERS: SentRequest['headers'][] = [
  [],
  [
    ['mx-api-key', 'a'],
    ['MX-CLIENT-ID', 'b'],
    ['If-None-Match', 'x'],
    ['Content-Type', 'application/json']
  ],
  [
    ['mx-api-key', 'a'],
    ['mx-client-id', 'b'],
    ['token', 'a']
  ]
]
const BODIES = ['', '{', 'null', '[]', '{"user":[1]}', '{"user":{"identifier":"a","is_disabled":[]}}']
const RESPONSES: ReceivedResponse['body'][] = [
  undefined,
  '',
  '<html>',
  'null',
  '[5]',
  '{"user":5,"users":5,"pagination":5,"error":5}',
  '{"users":[null,5,{"guid":5}],"pagination":{"total_entries":-1}}'
]
const STATUSES = [200, 204, 304, 400, 404, 409, 422, 500]
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'x']

/** Clients and servers can send anything. */
function* oddExchanges(paths: readonly string[]): Generator<Exchange> {
  const pick = <T>(values: readonly T[], i: number): T => values[i % values.length] as T
  let i = 0
  for (const method of METHODS) {
    for (const path of paths) {
      for (const query of QUERIES) {
        for (const body of BODIES) {
          i++
          // Steps without a common divisor combine every status with every body.
          const response = { status: pick(STATUSES, i), headers: {}, body: pick(RESPONSES, i * 5 + (i >> 3)) }
          yield new Exchange({ method, path, query, headers: pick(HEADERS, i >> 1), body }, response)
        }
      }
    }
  }
}

export async function oddExchangesTest(t: Test): Promise<void> {
  for (const { api, book } of await allBooks()) {
    const before = book.observations()
    const verdicts = { kept: 0, broken: 0, none: 0 }
    for (const exchange of oddExchanges(PATHS[api] ?? [])) {
      for (const rule of rulesIn(book)) verdicts[evaluate(rule, exchange, before)?.outcome ?? 'none']++
      before.observe(exchange)
    }
    t.ok(
      Math.min(...Object.values(verdicts)) > 0,
      `${api}: no exchange stops an evaluation: ${JSON.stringify(verdicts)}`
    )
  }
}

const CREDENTIALS: SentRequest['headers'] = [
  ['MX-API-Key', 'a'],
  ['MX-Client-ID', 'b']
]
const exchangeOf = (call: string, status: number, body: string | undefined, sent: object = {}): Exchange => {
  const [method = '', path = ''] = call.split(' ')
  const headers: SentRequest['headers'] = [...CREDENTIALS, ['Content-Type', 'application/json']]
  return new Exchange(
    { method, path, query: '', headers, body: JSON.stringify(sent) },
    { status, headers: { 'content-type': 'application/vnd.mx.atrium.v1+json; charset=utf-8' }, body }
  )
}
const userBody = (guid: string, identifier: string | null = null) =>
  JSON.stringify({ user: { guid, is_disabled: false, metadata: null, identifier } })
const guid = (digit: number) => GUID.replace('a', String(digit))

/** What is known never grows without limit, and what is forgotten is unknown. */
export async function observationsTest(t: Test): Promise<void> {
  const known = new AtriumObservations(new Map(), 2)
  const create = (digit: number) => known.observe(exchangeOf('POST /users', 200, userBody(guid(digit), `id-${digit}`)))
  for (const digit of [1, 2, 3]) create(digit)
  t.strictSame(
    [1, 2, 3].map((digit) => known.exists(guid(digit))),
    [undefined, true, true],
    'the oldest is forgotten'
  )
  t.strictSame([known.holderOf('id-1'), known.holderOf('id-3')], [undefined, guid(3)], 'identifiers')
  t.strictSame([known.creationOf(guid(1)), known.creationOf(guid(3))], [undefined, 2], 'creations')
  known.observe(exchangeOf(`DELETE /users/${guid(3)}`, 204, ''))
  t.strictSame([known.exists(guid(3)), known.holderOf('id-3')], [false, null], 'a deleted user')
  known.observe(exchangeOf(`PUT /users/${guid(2)}`, 200, userBody(guid(2), 'other')))
  t.strictSame([known.holderOf('id-2'), known.holderOf('other')], [undefined, guid(2)], 'a renamed user')
  for (const digit of [4, 5, 6]) {
    create(digit)
    known.observe(exchangeOf(`DELETE /users/${guid(digit)}`, 204, ''))
  }
  t.strictSame([known.holderOf('id-3'), known.holderOf('id-6')], [undefined, null], 'free identifiers')

  const accounts = new AtmsObservations(new Map(), 2)
  accounts.observe(exchangeOf('GET /api/UserGroups', 200, '[5,{"GroupName":"a","Description":null}]'))
  t.strictSame([accounts.hasGroup('A'), accounts.hasGroup('b')], [true, false], 'groups')
  for (const Username of ['a', 'b', 'c']) {
    accounts.observe(exchangeOf('POST /api/Users', 204, '', { Username, DisplayName: 'x', UserGroupName: 'x' }))
  }
  t.strictSame(
    ['a', 'b', 'C'].map((name) => accounts.exists(name)),
    [undefined, true, true],
    'accounts'
  )
  t.strictSame(
    ['a', 'b', 'C'].map((name) => accounts.creationOf(name)),
    [undefined, 1, 2],
    'their creations'
  )
}

/** Responses that say nothing about a rule. */
export async function notApplicable(t: Test): Promise<void> {
  const [first] = await allBooks()
  const rules = first === undefined ? [] : rulesIn(first.book)
  const outcomesOf = (exchange: Exchange) =>
    rules.flatMap((rule) => evaluate(rule, exchange, new AtriumObservations())?.outcome ?? [])
  for (const status of [429, 502, 503, 504]) {
    t.strictSame(outcomesOf(exchangeOf('GET /users', status, '<html>')), [], `${status}`)
  }
  t.notOk(outcomesOf(exchangeOf(`GET /users/${GUID}`, 200, undefined)).includes('broken'), 'an unknown body')
  t.ok(outcomesOf(exchangeOf(`GET /users/${GUID}`, 500, '<html>')).includes('broken'), 'a failure')
}
