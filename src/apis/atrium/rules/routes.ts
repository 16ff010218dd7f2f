import type { Exchange } from '../../../rules/exchange.ts'
import type { Expectation } from '../../../rules/expectation.ts'
import { type Fault, STATUS } from './faults.ts'
import type { AtriumObservations, AtriumRule } from './observations.ts'
import { callOf, fieldsSent, targetOf } from './requests.ts'
import { anyUser, create, isFaultless, isServed, MALFORMED, NOBODY, reports, statusOf, update } from './steps.ts'

/** Like that of GET, without the body. */
const HEAD_RESPONSE = { status: [200, 304], body: '' }

const isMisspelled = (exchange: Exchange): boolean =>
  targetOf(exchange) === undefined && /^\/+users\/*$/i.test(exchange.request.path)

/** The response to a request with these faults: it reports the first one. */
const reportsOneOf = ([fault = 'path']: readonly Fault[], before: AtriumObservations): Expectation => ({
  status: statusOf(fault, before)
})

/** What is wrong with a body itself. */
const BODY_FAULTS: readonly Fault[] = ['size', 'type', 'body']

export const routes: readonly AtriumRule[] = [
  {
    id: 'atrium.routes.create',
    text: '`POST /users` responds with 200 and `{"user":{…}}`. Elixir and old Go clients treat a 201 as an error.',
    evidence: 'recorded',
    applies: (exchange, before) => callOf(exchange) === 'POST list' && isFaultless(exchange, before),
    expected: () => ({ status: 200, json: { user: { guid: /./ } } }),
    alternatives: [
      {
        id: '201',
        text: '`POST /users` responds with 201.',
        expected: () => ({ status: 201, json: { user: { guid: /./ } } }),
        responses: { 'POST /users': { 201: 'POST /users 200' } }
      }
    ],
    cases: [{ name: 'a create', steps: [create()] }]
  },
  {
    id: 'atrium.routes.list',
    text: '`GET /users` responds with 200 and `{"users":[…],"pagination":{…}}`.',
    evidence: 'documented',
    applies: (exchange, before) => callOf(exchange) === 'GET list' && isServed(exchange, before),
    expected: () => ({ status: 200, body: /^\{"users":\[.*\],"pagination":\{.*\}\}$/s }),
    cases: [{ name: 'the list', steps: [{ request: 'GET /users' }] }]
  },
  {
    id: 'atrium.routes.user',
    text: '`GET` and `PUT /users/{user_guid}` respond with 200 and `{"user":{…}}`; PUT returns the updated user.',
    evidence: 'documented',
    applies: (exchange, before) => ['GET user', 'PUT user'].includes(callOf(exchange)) && isServed(exchange, before),
    expected: (exchange) => ({
      status: 200,
      json: { user: { guid: targetOf(exchange)?.guid, ...(exchange.request.method === 'PUT' && fieldsSent(exchange)) } }
    }),
    dependsOn: ['atrium.user.guid', 'atrium.user.metadata'],
    cases: [
      { name: 'a read', given: [anyUser], steps: [{ request: 'GET /users/{{guid}}' }] },
      { name: 'an update', given: [create()], steps: [update({ metadata: '{{unique}} updated' })] }
    ]
  },
  {
    id: 'atrium.routes.delete',
    text: '`DELETE /users/{user_guid}` responds with 204 and no body.',
    evidence: 'documented',
    applies: (exchange, before) => callOf(exchange) === 'DELETE user' && isFaultless(exchange, before),
    expected: () => ({ status: 204, body: '' }),
    alternatives: [
      {
        id: '200',
        text: '`DELETE /users/{user_guid}` responds with 200 and no body.',
        expected: () => ({ status: 200 }),
        responses: { 'DELETE /users/{user_guid}': { 200: 'DELETE /users/{user_guid} 204' } }
      }
    ],
    cases: [
      {
        name: 'a delete',
        given: [create()],
        steps: [{ request: 'DELETE /users/{{guid}}' }, { request: 'GET /users/{{guid}}', expect: { status: 404 } }]
      }
    ]
  },
  {
    id: 'atrium.routes.slashes',
    text: 'A doubled slash counts as one slash (an old client sends `//users`), and a trailing slash is ignored.',
    evidence: 'client',
    applies: (exchange, before) =>
      exchange.request.method === 'GET' &&
      /\/\/|\/$/.test(exchange.request.path) &&
      isFaultless(exchange, before) &&
      targetOf(exchange)?.kind !== 'data',
    expected: () => ({ status: [200, 304] }),
    dependsOn: ['atrium.routes.list'],
    cases: [
      { name: 'a doubled slash', steps: [{ request: 'GET //users' }] },
      { name: 'a trailing slash', steps: [{ request: 'GET /users/' }] },
      { name: 'slashes around a guid', given: [anyUser], steps: [{ request: 'GET /users//{{guid}}/' }] }
    ]
  },
  {
    id: 'atrium.routes.paths',
    subject: 'Paths',
    text: 'are case-sensitive. A percent-encoded guid is decoded; malformed percent-encoding is a 400.',
    evidence: 'framework',
    applies: (exchange, before) =>
      isMisspelled(exchange) ||
      reports('encoding')(exchange, before) ||
      (callOf(exchange) === 'GET user' && exchange.request.path.includes('%') && isServed(exchange, before)),
    expected(exchange) {
      const target = targetOf(exchange)
      if (target === undefined) return { status: STATUS.path }
      return target.guid === undefined ? { status: STATUS.encoding } : { json: { user: { guid: target.guid } } }
    },
    dependsOn: ['atrium.routes.user'],
    cases: [
      { name: 'another case', steps: [{ request: 'GET /Users' }] },
      { name: 'an encoded guid', given: [anyUser], steps: [{ request: 'GET /users/{{%guid}}' }] },
      { name: 'malformed percent-encoding', steps: [{ request: 'GET /users/%zz' }] }
    ]
  },
  {
    id: 'atrium.routes.unsupported-method',
    subject: 'Unsupported methods',
    text: 'on a known path are a 404 of the type `route_not_found`, as Rails has no 405; so is OPTIONS, unless CORS is on. HEAD responds like GET, without the body.',
    evidence: 'framework',
    applies: (exchange, before) =>
      reports('method')(exchange, before) ||
      (exchange.request.method === 'HEAD' && isFaultless(exchange, before) && targetOf(exchange)?.kind !== 'data'),
    expected: ({ request }) =>
      request.method === 'HEAD'
        ? HEAD_RESPONSE
        : { status: STATUS.method, json: { error: { type: 'route_not_found' } } },
    alternatives: [
      {
        id: '405',
        text: 'An unsupported method on a known path is a 405.',
        expected: ({ request }) => (request.method === 'HEAD' ? HEAD_RESPONSE : { status: 405 })
      }
    ],
    dependsOn: ['atrium.errors.body'],
    cases: [
      ...['PATCH /users', 'OPTIONS /users', `POST /users/${NOBODY}`].map((request) => ({
        name: request.replace(NOBODY, '{user_guid}'),
        steps: [{ request }]
      })),
      { name: 'HEAD', steps: [{ request: 'HEAD /users' }] }
    ]
  },
  {
    id: 'atrium.routes.allow',
    text: '`Allow` and the message of such a 404 name the supported methods.',
    evidence: 'assumed',
    applies: (exchange, before) =>
      exchange.response.status === statusOf('method', before) && exchange.at('/error/type') === 'route_not_found',
    expected: (exchange) =>
      targetOf(exchange)?.kind === 'list'
        ? { headers: { allow: 'GET, HEAD, POST' }, json: { error: { message: /GET, HEAD, POST/ } } }
        : { headers: { allow: 'GET, HEAD, PUT, DELETE' }, json: { error: { message: /GET, HEAD, PUT, DELETE/ } } },
    alternatives: [
      {
        id: 'absent',
        text: 'There is no `Allow`, and the message names only the request, as in Rails.',
        expected: () => ({ headers: { allow: undefined }, json: { error: { message: /^(?!.*GET, HEAD)/s } } })
      }
    ],
    dependsOn: ['atrium.routes.unsupported-method', 'atrium.errors.message'],
    cases: [
      { name: 'PATCH of the list', steps: [{ request: 'PATCH /users' }] },
      { name: 'POST of a user', steps: [{ request: `POST /users/${NOBODY}` }] }
    ]
  },
  {
    id: 'atrium.routes.order',
    subject: 'Order of checks:',
    text: '401, then 404 of the path or the method, 406, 413, 400, 404 of the user or the page, 422, 409, and finally the limit of users. The framework would respond with 413 and the 404 of a path before the 401.',
    evidence: 'assumed',
    applies: (exchange, before) => before.faultsOf(exchange).length > 1,
    expected: (exchange, before) => reportsOneOf(before.faultsOf(exchange), before),
    alternatives: [
      {
        id: 'user-before-body',
        text: 'An unknown user is a 404 whatever the body is, as with a filter of Rails.',
        expected(exchange, before) {
          const faults = before.faultsOf(exchange)
          const [first = 'user'] = faults
          const user = faults.find((fault) => fault === 'user' || fault === 'guid')
          return reportsOneOf(user !== undefined && BODY_FAULTS.includes(first) ? [user] : faults, before)
        }
      },
      {
        id: 'size-first',
        text: 'A body that is too large is a 413 before all other checks, as in nginx.',
        expected(exchange, before) {
          const faults = before.faultsOf(exchange)
          return reportsOneOf(faults.includes('size') ? ['size'] : faults, before)
        }
      }
    ],
    dependsOn: [
      'atrium.routes.unsupported-method',
      'atrium.negotiation.other-types',
      'atrium.user.empty',
      'atrium.user.wrong-types',
      'atrium.user.malformed-guid'
    ],
    cases: [
      {
        name: 'the method before the version',
        steps: [{ request: 'PATCH /users', headers: { Accept: 'text/html' } }]
      },
      {
        name: 'the version before the page',
        steps: [{ request: 'GET /users?page=0', headers: { Accept: 'text/html' } }]
      },
      {
        name: 'the version before the size of the body',
        steps: [
          {
            request: 'POST /users',
            headers: { Accept: 'text/html' },
            body: { user: { metadata: 'x'.repeat(2 ** 20) } }
          }
        ]
      },
      { name: 'the body before the user', steps: [{ request: `PUT /users/${MALFORMED}`, body: {} }] },
      {
        name: 'the user before the types of fields',
        steps: [{ request: `PUT /users/${MALFORMED}`, body: { user: { metadata: 5 } } }]
      },
      {
        name: 'the types of fields before the identifier',
        given: [create()],
        steps: [
          { request: 'POST /users', body: { user: { identifier: '{{unique}}', metadata: 5 } }, expect: { status: 422 } }
        ]
      }
    ]
  }
]
