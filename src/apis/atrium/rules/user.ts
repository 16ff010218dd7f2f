import type { Exchange } from '../../../rules/exchange.ts'
import { castFields } from '../cast-fields.ts'
import { GUID, isWrite, STATUS } from './faults.ts'
import type { AtriumRule } from './observations.ts'
import { callOf, fieldsSent, sentUser, targetOf, wrongFields } from './requests.ts'
import { anyUser, create, isFaultless, isSuccess, MALFORMED, reports, statusOf, successOf, update } from './steps.ts'

const TEXT = String.raw`"(?:[^"\\]|\\.)*"`
const WHOLE_USER = new RegExp(
  String.raw`^\{"user":\{"guid":${TEXT},"is_disabled":(?:true|false),"metadata":(?:null|${TEXT}),"identifier":(?:null|${TEXT})\}\}$`,
  's'
)
const FIELDS = ['identifier', 'is_disabled', 'metadata']

/** Names every field with a wrong type. */
const namesWrongFields = (exchange: Exchange): RegExp => new RegExp(wrongFields(exchange).join('.*'), 's')

export const user: readonly AtriumRule[] = [
  {
    id: 'atrium.user.fields',
    text: 'A user has exactly `guid`, `is_disabled`, `metadata` and `identifier`, all always present, in this order, as compact JSON.',
    evidence: 'recorded',
    applies: (exchange) => isSuccess(exchange) && exchange.at('/user') !== undefined,
    expected: () => ({ body: WHOLE_USER }),
    cases: [
      { name: 'a user', given: [anyUser], steps: [{ request: 'GET /users/{{guid}}' }] },
      { name: 'a new user', steps: [create()] }
    ]
  },
  {
    id: 'atrium.user.guid',
    text: 'A guid is `USR-` followed by 32 hexadecimal digits grouped like a UUID, but not a valid version 4 UUID.',
    evidence: 'recorded',
    applies: (exchange) => isSuccess(exchange) && exchange.at('/user') !== undefined,
    expected: () => ({ json: { user: { guid: GUID } } }),
    cases: [{ name: 'a new user', steps: [create()] }]
  },
  {
    id: 'atrium.user.metadata',
    text: '`metadata` is opaque and returned byte for byte, whether or not it is JSON.',
    evidence: 'recorded',
    applies: (exchange, before) =>
      isWrite(exchange) && typeof fieldsSent(exchange).metadata === 'string' && isFaultless(exchange, before),
    expected: (exchange) => ({ json: { user: { metadata: fieldsSent(exchange).metadata } } }),
    cases: [
      { name: 'JSON', steps: [create({ metadata: '{ "b": 1,\n "a": "{{unique}}" }' })] },
      { name: 'not JSON', steps: [create({ metadata: ' {{unique}} {"é𝄞\u0000 ' })] }
    ]
  },
  {
    id: 'atrium.user.empty',
    text: 'A missing or empty user object is a 400.',
    evidence: 'documented',
    applies: (exchange, before) => reports('body')(exchange, before) && sentUser(exchange) === undefined,
    expected: () => ({ status: STATUS.body }),
    cases: [{}, { user: {} }, { user: null }].map((body) => ({
      name: JSON.stringify(body),
      steps: [{ request: 'POST /users', body }]
    }))
  },
  {
    id: 'atrium.user.partial-update',
    text: 'PUT is partial: omitted fields keep their values, and `null` clears `identifier` or `metadata`.',
    evidence: 'documented',
    applies: (exchange, before) =>
      callOf(exchange) === 'PUT user' &&
      before.user(targetOf(exchange)?.guid) !== undefined &&
      isFaultless(exchange, before),
    expected: (exchange, before) => ({
      status: 200,
      json: { user: { ...before.user(targetOf(exchange)?.guid), ...fieldsSent(exchange) } }
    }),
    alternatives: [
      {
        id: 'replace',
        text: 'PUT replaces the whole user: omitted fields lose their values.',
        expected: (exchange) => ({
          status: 200,
          json: { user: { identifier: null, metadata: null, is_disabled: false, ...fieldsSent(exchange) } }
        })
      }
    ],
    dependsOn: ['atrium.routes.user', 'atrium.user.no-identifier'],
    cases: [
      { name: 'one field', given: [create()], steps: [update({ metadata: '{{unique}} updated' })] },
      { name: 'null', given: [create()], steps: [update({ identifier: null })] }
    ]
  },
  {
    id: 'atrium.user.taken',
    text: 'An `identifier` that another user has is a 409 with the message `An object with the given attributes already exists.`',
    evidence: 'documented',
    applies: reports('taken'),
    expected: () => ({
      status: STATUS.taken,
      json: { error: { message: 'An object with the given attributes already exists.' } }
    }),
    dependsOn: ['atrium.errors.message'],
    cases: [
      { name: 'a create', given: [create()], steps: [create()] },
      {
        name: 'an update',
        given: [create(), create({ identifier: '{{unique}}-b' })],
        steps: [update({ identifier: '{{unique}}' })]
      }
    ]
  },
  {
    id: 'atrium.user.taken-type',
    subject: 'The type of that error',
    text: 'is `record_not_unique`.',
    evidence: 'field',
    applies: reports('taken'),
    expected: () => ({ json: { error: { type: 'record_not_unique' } } }),
    dependsOn: ['atrium.user.taken', 'atrium.errors.body'],
    cases: [{ name: 'a create', given: [create()], steps: [create()] }]
  },
  {
    id: 'atrium.user.no-identifier',
    text: 'A `null` or empty `identifier` means none, and never conflicts.',
    evidence: 'client',
    applies: (exchange, before) =>
      isWrite(exchange) &&
      ['', null].some((none) => none === fieldsSent(exchange).identifier) &&
      isFaultless(exchange, before),
    expected: (exchange, before) => ({ status: successOf(exchange, before) }),
    dependsOn: ['atrium.routes.create'],
    cases: [null, ''].map((identifier) => ({
      name: JSON.stringify(identifier),
      steps: [create({ identifier }), create({ identifier })]
    }))
  },
  {
    id: 'atrium.user.is-disabled-text',
    text: '`is_disabled` may be sent as `"true"`, `"false"` or `""`, as old clients do.',
    evidence: 'client',
    applies: (exchange, before) =>
      isWrite(exchange) &&
      ['true', 'false', ''].some((text) => text === sentUser(exchange)?.['is_disabled']) &&
      isFaultless(exchange, before),
    expected: (exchange, before) => ({
      status: successOf(exchange, before),
      json: { user: { is_disabled: fieldsSent(exchange).is_disabled } }
    }),
    dependsOn: ['atrium.routes.create'],
    cases: ['true', 'false', ''].map((text) => ({ name: `'${text}'`, steps: [create({ is_disabled: text })] }))
  },
  {
    id: 'atrium.user.unknown-fields',
    subject: 'Unknown fields',
    text: 'of a user are ignored, including `guid`.',
    evidence: 'framework',
    applies: (exchange, before) =>
      isWrite(exchange) &&
      Object.keys(sentUser(exchange) ?? {}).some((name) => !FIELDS.includes(name)) &&
      isFaultless(exchange, before),
    expected: (exchange, before) => ({ status: successOf(exchange, before), body: WHOLE_USER }),
    dependsOn: ['atrium.routes.create', 'atrium.user.fields'],
    cases: [{ name: 'a color and a guid', steps: [create({ color: 'red', guid: MALFORMED })] }]
  },
  {
    id: 'atrium.user.wrong-types',
    subject: 'Wrong types',
    text: 'of `identifier`, `metadata` or `is_disabled` are a 422 that names the field.',
    evidence: 'assumed',
    applies: reports('field'),
    expected: (exchange) => ({
      status: STATUS.field,
      json: { error: { message: namesWrongFields(exchange) } }
    }),
    alternatives: [
      {
        id: '400',
        text: 'A wrong type is a 400 that names the field.',
        expected: (exchange) => ({ status: 400, json: { error: { message: namesWrongFields(exchange) } } })
      },
      {
        id: 'cast',
        text: 'Wrong types are cast as in Rails 4.2: a number becomes text, an object or a list is ignored, and `is_disabled` is true unless the value means false, such as `0` or `off`.',
        expected(exchange, before) {
          const [fault] = before.faultsOf(exchange).filter((fault) => fault !== 'field')
          if (fault !== undefined) return { status: statusOf(fault, before) }
          return { status: successOf(exchange, before), json: { user: castFields({ ...sentUser(exchange) }) } }
        }
      }
    ],
    dependsOn: ['atrium.errors.message'],
    cases: [
      { name: 'identifier', steps: [create({ identifier: 5 })] },
      { name: 'metadata', steps: [create({ metadata: { a: '{{unique}}' } })] },
      { name: 'is_disabled', steps: [create({ is_disabled: 'yes' })] }
    ]
  },
  {
    id: 'atrium.user.malformed-guid',
    subject: 'A malformed guid',
    text: 'is a 404, like an unknown one.',
    evidence: 'framework',
    applies: (exchange, before) => reports('guid')(exchange, before) || reports('user')(exchange, before),
    expected: () => ({ status: STATUS.guid }),
    alternatives: [
      {
        id: '400',
        text: 'A malformed guid is a 400. An unknown one is still a 404.',
        expected: (exchange, before) => ({ status: reports('guid')(exchange, before) ? 400 : STATUS.user })
      }
    ],
    cases: [
      { name: 'a malformed guid', steps: [{ request: `GET /users/${MALFORMED}` }] },
      {
        name: 'a deleted user',
        given: [create(), { request: 'DELETE /users/{{guid}}' }],
        steps: [
          { request: 'GET /users/{{guid}}' },
          update({ metadata: '{{unique}}' }),
          { request: 'DELETE /users/{{guid}}' }
        ]
      }
    ]
  },
  {
    id: 'atrium.user.reused-identifier',
    subject: "A deleted user's identifier",
    text: 'can be used again immediately.',
    evidence: 'field',
    applies: (exchange, before) =>
      isWrite(exchange) &&
      before.holderOf(fieldsSent(exchange).identifier ?? '') === null &&
      isFaultless(exchange, before),
    expected: (exchange, before) => ({ status: successOf(exchange, before) }),
    dependsOn: ['atrium.routes.create'],
    cases: [{ name: 'a create', given: [create(), { request: 'DELETE /users/{{guid}}' }], steps: [create()] }]
  }
]
