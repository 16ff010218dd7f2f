import { hasManyValues, isDeep, isWrite, STATUS } from './faults.ts'
import type { AtriumRule } from './observations.ts'
import { callOf, FORM, fieldsSent, isForm, typeOf } from './requests.ts'
import { anyUser, create, isFaultless, isServed, reports, successOf } from './steps.ts'

const post = (type: string | undefined, body: string) => ({
  request: 'POST /users',
  headers: { 'Content-Type': type },
  body
})
const JSON_BODY = '{"user":{"metadata":"{{unique}}"}}'
const FORM_BODY = 'user[metadata]={{unique}}&user[is_disabled]=true'
const BAD_REQUEST = { status: STATUS.body }

export const bodies: readonly AtriumRule[] = [
  {
    id: 'atrium.bodies.type',
    subject: 'A request body',
    text: 'is read as JSON if its type is `application/json` or ends in `+json`, and as a form if it is `application/x-www-form-urlencoded`; any other type, or none, is a 400.',
    evidence: 'framework',
    applies: (exchange, before) =>
      isWrite(exchange) &&
      exchange.request.body !== '' &&
      (reports('type')(exchange, before) || isFaultless(exchange, before)),
    expected: (exchange, before) =>
      reports('type')(exchange, before) ? BAD_REQUEST : { status: successOf(exchange, before) },
    alternatives: [
      {
        id: '415',
        text: 'A body of another type, or of none, is a 415.',
        expected: (exchange, before) => ({
          status: reports('type')(exchange, before) ? 415 : successOf(exchange, before)
        }),
        responses: {
          'POST /users': { 415: 'POST /users 400' },
          'PUT /users/{user_guid}': { 415: 'PUT /users/{user_guid} 400' }
        }
      }
    ],
    dependsOn: ['atrium.routes.create'],
    cases: [
      { name: 'JSON', steps: [post('application/vnd.mx.atrium.v1+json', JSON_BODY)] },
      { name: 'a form', steps: [post(FORM, FORM_BODY)] },
      { name: 'another type', steps: [post('text/plain', JSON_BODY)] },
      { name: 'no type', steps: [post(undefined, JSON_BODY)] }
    ]
  },
  {
    id: 'atrium.bodies.parameters',
    subject: 'Parameters outside a JSON body:',
    text: 'without one, `user[identifier]=…&user[is_disabled]=…&user[metadata]=…` is read from a form or the query string. If a parameter is repeated, the last value counts.',
    evidence: 'field',
    applies: (exchange, before) => isWrite(exchange) && isForm(exchange) && isFaultless(exchange, before),
    expected: (exchange, before) => ({ status: successOf(exchange, before), json: { user: fieldsSent(exchange) } }),
    dependsOn: ['atrium.routes.create', 'atrium.user.metadata', 'atrium.user.is-disabled-text'],
    cases: [
      { name: 'a form', steps: [post(FORM, FORM_BODY)] },
      { name: 'the query', steps: [{ request: 'POST /users?user[metadata]=x&user[metadata]={{unique}}+b' }] }
    ]
  },
  {
    id: 'atrium.bodies.size',
    subject: 'The limit of a body',
    text: 'is 1 MB; a larger one is a 413.',
    evidence: 'framework',
    applies: reports('size'),
    expected: () => ({ status: STATUS.size }),
    cases: [
      {
        name: 'more than 1 MB',
        steps: [{ request: 'POST /users', body: { user: { metadata: `{{unique}}${'x'.repeat(2 ** 20)}` } } }]
      }
    ]
  },
  {
    id: 'atrium.bodies.depth',
    subject: 'The depth of a body',
    text: 'is at most 100 levels; a deeper one is a 400.',
    evidence: 'framework',
    applies: (exchange, before) => reports('body')(exchange, before) && isDeep(exchange),
    expected: () => BAD_REQUEST,
    cases: [
      {
        name: '101 levels',
        steps: [post('application/json', `{"user":{"metadata":"{{unique}}","x":${'['.repeat(99)}${']'.repeat(99)}}}`)]
      }
    ]
  },
  {
    id: 'atrium.bodies.values',
    subject: 'The number of values',
    text: 'in a body is at most 50,000, and that of parameters 10,000; more are a 400. They would delay other requests.',
    evidence: 'assumed',
    applies: (exchange, before) => reports('body')(exchange, before) && hasManyValues(exchange),
    expected: () => BAD_REQUEST,
    mockOnly: 'it protects the mock',
    cases: [
      {
        name: 'values',
        steps: [post('application/json', `{"user":{"metadata":"{{unique}}","x":[${'0,'.repeat(50_000)}0]}}`)]
      },
      { name: 'parameters', steps: [post(FORM, `${'a=&'.repeat(10_000)}user[metadata]={{unique}}`)] }
    ]
  },
  {
    id: 'atrium.bodies.ignored',
    text: 'GET and DELETE may send a `Content-Type` without a body, and DELETE may send a body of any size, which is not read: Ruby, Python, Java and PHP do so.',
    evidence: 'client',
    applies: (exchange, before) =>
      ['GET list', 'GET user', 'DELETE user'].includes(callOf(exchange)) &&
      (typeOf(exchange) !== '' || exchange.request.body !== '') &&
      isServed(exchange, before),
    expected: (exchange, before) => ({ status: successOf(exchange, before) }),
    dependsOn: ['atrium.routes.delete'],
    cases: [
      {
        name: 'GET with a type',
        given: [anyUser],
        steps: [{ request: 'GET /users/{{guid}}', headers: { 'Content-Type': 'application/json' } }]
      },
      { name: 'DELETE with a body', given: [create()], steps: [{ request: 'DELETE /users/{{guid}}', body: '{' }] }
    ]
  }
]
