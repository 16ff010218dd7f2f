import type { Exchange } from '../../../rules/exchange.ts'
import { isWrite, STATUS } from './faults.ts'
import type { AtriumRule } from './observations.ts'
import { callOf, sentUser, typeOf } from './requests.ts'
import { create, isFaultless, isServed, reports, successOf } from './steps.ts'

const BAD_REQUEST = { status: STATUS.body }
const EMPTY_USER = '{"user":{}}'

const send = (body: string) => ({ request: 'POST /users', headers: { 'Content-Type': 'application/json' }, body })
const withHost = (host: string) => [{ request: 'GET /users', headers: { Host: host } }]
const hostOf = (exchange: Exchange): string => exchange.header('host') ?? ''

export const clients: readonly AtriumRule[] = [
  {
    id: 'atrium.clients.go',
    text: 'Go cannot send `is_disabled: false`, ends its bodies with a newline, and sends an empty user as `{"user":{}}`, which is a 400.',
    evidence: 'client',
    applies: (exchange, before) =>
      isWrite(exchange) &&
      exchange.request.body.endsWith('\n') &&
      (isFaultless(exchange, before) || reports('body')(exchange, before)),
    expected: (exchange, before) =>
      isFaultless(exchange, before) ? { status: successOf(exchange, before) } : BAD_REQUEST,
    dependsOn: ['atrium.routes.create', 'atrium.user.empty'],
    cases: [
      { name: 'a user and a newline', steps: [send('{"user":{"metadata":"{{unique}}"}}\n')] },
      { name: 'an empty user and a newline', steps: [send(`${EMPTY_USER}\n`)] }
    ]
  },
  {
    id: 'atrium.clients.node',
    text: 'Node maps only camel-case fields: given snake case, it sends `{"user":{}}` too.',
    evidence: 'client',
    applies: (exchange, before) => exchange.request.body === EMPTY_USER && reports('body')(exchange, before),
    expected: () => BAD_REQUEST,
    dependsOn: ['atrium.user.empty'],
    cases: [
      {
        name: 'an empty user',
        steps: [{ ...send(EMPTY_USER), headers: { 'Content-Type': 'application/json', Accept: 'application/json' } }]
      }
    ]
  },
  {
    id: 'atrium.clients.no-body',
    text: 'Every client can send a PUT without a body, which is a 400.',
    evidence: 'client',
    applies: (exchange, before) =>
      callOf(exchange) === 'PUT user' && exchange.request.body === '' && reports('body')(exchange, before),
    expected: () => BAD_REQUEST,
    dependsOn: ['atrium.user.empty'],
    cases: [{ name: 'PUT', given: [create()], steps: [{ request: 'PUT /users/{{guid}}' }] }]
  },
  {
    id: 'atrium.clients.nulls',
    text: 'Ruby and Python send nulls explicitly, as in `{"user":{"identifier":"a","is_disabled":false,"metadata":null}}`.',
    evidence: 'client',
    applies: (exchange, before) =>
      isWrite(exchange) && Object.values(sentUser(exchange) ?? {}).includes(null) && isFaultless(exchange, before),
    expected: (exchange, before) => ({ status: successOf(exchange, before) }),
    dependsOn: ['atrium.routes.create'],
    cases: [{ name: 'a create', steps: [create({ is_disabled: false, metadata: null })] }]
  },
  {
    id: 'atrium.clients.delete',
    text: 'Ruby, Python, Java and PHP send `Content-Length: 0` or a `Content-Type` with a DELETE, and old Python sends `""` as its body.',
    evidence: 'client',
    applies: (exchange, before) =>
      callOf(exchange) === 'DELETE user' &&
      (exchange.header('content-length') !== undefined || typeOf(exchange) !== '') &&
      isFaultless(exchange, before),
    expected: (exchange, before) => ({ status: successOf(exchange, before) }),
    dependsOn: ['atrium.routes.delete', 'atrium.bodies.ignored'],
    cases: [
      { name: 'Content-Length: 0', headers: { 'Content-Length': '0' } },
      { name: 'a Content-Type', headers: { 'Content-Type': 'application/json' } },
      { name: 'a body of ""', headers: { 'Content-Type': 'application/json' }, body: '""' }
    ].map(({ name, ...step }) => ({ name, given: [create()], steps: [{ request: 'DELETE /users/{{guid}}', ...step }] }))
  },
  {
    id: 'atrium.clients.port',
    text: 'The only local address that the old Node client accepts is `http://localhost:3000`, which is why 3000 is the default port.',
    evidence: 'client',
    applies: (exchange, before) =>
      hostOf(exchange) === 'localhost:3000' && callOf(exchange) === 'GET list' && isServed(exchange, before),
    expected: () => ({ status: 200 }),
    mockOnly: 'it is about the address of the mock',
    noCode: 'the default port belongs to the server, not to an API',
    cases: [{ name: 'localhost:3000', steps: withHost('localhost:3000') }]
  },
  {
    id: 'atrium.clients.host',
    text: 'Any `Host` is accepted.',
    evidence: 'assumed',
    applies: (exchange, before) =>
      hostOf(exchange) !== '' && callOf(exchange) === 'GET list' && isServed(exchange, before),
    expected: () => ({ status: 200 }),
    mockOnly: 'the real service has its own host names',
    noCode: 'the access guard does not concern the emulated APIs',
    cases: [{ name: 'the real host', steps: withHost('atrium.mx.com') }]
  }
]
