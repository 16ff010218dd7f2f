import { hash } from 'node:crypto'
import { STATUS } from './faults.ts'
import type { AtriumRule } from './observations.ts'
import { callOf } from './requests.ts'
import { anyUser, isFaultless, isServed, isSuccess, reports, statusOf, successOf } from './steps.ts'

/** What official clients accept. Old Go sends nothing. */
const OF_CLIENTS = [
  'application/vnd.mx.atrium.v1+json',
  'application/json',
  undefined,
  'application/vnd.mx.atrium.v1<>json'
]
const TYPE = 'application/vnd.mx.atrium.v1+json; charset=utf-8'
const NOT_ACCEPTABLE = { status: STATUS.accept }

const list = (headers: Readonly<Record<string, string | undefined>>) => ({ request: 'GET /users', headers })

export const negotiation: readonly AtriumRule[] = [
  {
    id: 'atrium.negotiation.clients',
    text: 'Most clients accept `application/vnd.mx.atrium.v1+json`, Node accepts `application/json`, old Go sends no `Accept`, and Elixir sends the malformed `application/vnd.mx.atrium.v1<>json`. The mock serves all of them.',
    evidence: 'client',
    applies: (exchange, before) =>
      OF_CLIENTS.includes(exchange.header('accept')) && callOf(exchange) === 'GET list' && isServed(exchange, before),
    expected: () => ({ status: 200 }),
    cases: OF_CLIENTS.map((accept) => ({ name: accept ?? 'no Accept', steps: [list({ Accept: accept })] }))
  },
  {
    id: 'atrium.negotiation.no-version',
    text: 'An `Accept` that names no valid version is a 406.',
    evidence: 'documented',
    applies: reports('accept'),
    expected: () => NOT_ACCEPTABLE,
    cases: [{ name: 'version 2', steps: [list({ Accept: 'application/vnd.mx.atrium.v2+json' })] }]
  },
  {
    id: 'atrium.negotiation.other-types',
    subject: 'What counts as another version:',
    text: 'an `Accept` in which no range matches JSON or version 1, such as `text/html` alone.',
    evidence: 'assumed',
    applies: reports('otherType'),
    expected: () => NOT_ACCEPTABLE,
    alternatives: [
      {
        id: '200',
        text: 'Only a range that names another version is a 406: `text/html` alone gets JSON.',
        expected(exchange, before) {
          const fault = before.faultsOf(exchange).find((fault) => fault !== 'otherType')
          return { status: fault === undefined ? successOf(exchange, before) : statusOf(fault, before) }
        }
      }
    ],
    cases: [{ name: 'text/html', steps: [list({ Accept: 'text/html' })] }]
  },
  {
    id: 'atrium.negotiation.type',
    text: 'Every body has the type `application/vnd.mx.atrium.v1+json; charset=utf-8`.',
    evidence: 'recorded',
    applies: (exchange) => isSuccess(exchange) && exchange.response.body !== '',
    expected: () => ({ headers: { 'content-type': TYPE } }),
    cases: [{ name: 'the list', steps: [list({ Accept: 'application/json' })] }]
  },
  {
    id: 'atrium.negotiation.error-type',
    text: 'Error bodies have that type too: Ruby raises on `text/plain`, and Go drops a body without a JSON type.',
    evidence: 'client',
    applies: ({ response }) => response.status >= 400 && response.body !== '',
    expected: () => ({ headers: { 'content-type': TYPE } }),
    cases: [{ name: 'an error', steps: [{ request: 'GET /users/USR-1' }] }]
  },
  {
    id: 'atrium.negotiation.headers',
    text: 'A success has `ETag` with the weak MD5 of its body, `Cache-Control: max-age=0, private, must-revalidate`, `X-Request-Id` and `X-Runtime`.',
    evidence: 'recorded',
    applies: (exchange) => isSuccess(exchange) && Boolean(exchange.response.body),
    expected: ({ response }) => ({
      headers: {
        etag: `W/"${hash('md5', String(response.body))}"`,
        'cache-control': 'max-age=0, private, must-revalidate',
        'x-request-id': /^[0-9a-f]{32}$/,
        'x-runtime': /^\d+\.\d{6}$/
      }
    }),
    cases: [
      { name: 'the list', steps: [{ request: 'GET /users' }] },
      { name: 'a user', given: [anyUser], steps: [{ request: 'GET /users/{{guid}}' }] }
    ]
  },
  {
    id: 'atrium.negotiation.conditional',
    subject: 'Conditional requests:',
    text: 'a GET or HEAD whose `If-None-Match` is exactly the tag, including `W/`, is a 304 without a body. A list, `*` or the tag without `W/` is a 200.',
    evidence: 'framework',
    applies: (exchange, before) =>
      exchange.header('if-none-match') !== undefined &&
      /^(?:GET|HEAD) (?:list|user)$/.test(callOf(exchange)) &&
      isFaultless(exchange, before),
    expected: (exchange) =>
      exchange.header('if-none-match') === exchange.response.headers['etag']
        ? { status: 304, body: '' }
        : { status: 200 },
    dependsOn: ['atrium.routes.unsupported-method'],
    cases: [
      {
        name: 'the tag of a user',
        given: [anyUser, { request: 'GET /users/{{guid}}', capture: { tag: 'etag' } }],
        steps: [
          { request: 'GET /users/{{guid}}', headers: { 'If-None-Match': '{{tag}}' }, expect: { status: 304 } },
          { request: 'HEAD /users/{{guid}}', headers: { 'If-None-Match': '{{tag}}' }, expect: { status: 304 } },
          { request: 'GET /users/{{guid}}', headers: { 'If-None-Match': '{{tag}}, "x"' } }
        ]
      },
      { name: 'any tag', steps: [list({ 'If-None-Match': '*' })] }
    ]
  }
]
