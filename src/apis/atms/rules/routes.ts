import type { Expectation } from '../../../rules/expectation.ts'
import type { Case } from '../../../rules/rule.ts'
import { FILTERED } from '../filtered-paths.ts'
import { type Fault, STATUS } from './faults.ts'
import type { AtmsObservations, AtmsRule } from './observations.ts'
import { callOf, isChange, isRead, METHODS, targetOf } from './requests.ts'
import { anyGroup, anyUser, call, create, doneStatus, isFaultless, reports, statusOf, update } from './steps.ts'

const CHANGES: readonly Case[] = [
  { name: 'a create', given: [anyGroup], steps: [create()] },
  { name: 'an update', given: [anyGroup], steps: [create(), update({ Phone: '1' })] },
  {
    name: 'disable, enable and delete',
    given: [anyGroup],
    steps: [create(), call('PUT', '/disable'), call('PUT', '/enable'), call('DELETE')]
  }
]

/** The operations that respond without a body. */
const CHANGING = [
  'POST /api/Users',
  'PUT /api/Users/{username}',
  'DELETE /api/Users/{username}',
  'PUT /api/Users/{username}/disable',
  'PUT /api/Users/{username}/enable'
]

/** The response to a request with these faults: it reports the first one. */
const reportsOneOf = ([fault = 'path']: readonly Fault[], before: AtmsObservations): Expectation => ({
  status: statusOf(fault, before)
})

export const routes: readonly AtmsRule[] = [
  {
    id: 'atms.routes.reads',
    text: '`GET /api/Users` and `/api/UserGroups` respond with 200 and a bare array; `GET` of a single user or group responds with the bare object. There are no filters and no paging.',
    evidence: 'documented',
    applies: (exchange, before) => isRead(exchange) && isFaultless(exchange, before),
    expected: (exchange) => ({ status: 200, body: /s$/.test(callOf(exchange)) ? /^\[.*\]$/s : /^\{.*\}$/s }),
    dependsOn: ['atms.credentials.token', 'atms.routes.names'],
    cases: [
      {
        name: 'users',
        given: [anyUser],
        steps: [{ request: 'GET /api/Users' }, { request: 'GET /api/Users/{{%name}}' }]
      },
      {
        name: 'groups',
        given: [anyGroup],
        steps: [{ request: 'GET /api/UserGroups' }, { request: 'GET /api/UserGroups/{{%group}}' }]
      }
    ]
  },
  {
    id: 'atms.routes.changes',
    text: '`POST /api/Users`, `PUT` and `DELETE /api/Users/{username}`, and `PUT` of `/disable` and `/enable` exist, and do only what their names say.',
    evidence: 'documented',
    applies: (exchange, before) => isChange(exchange) && isFaultless(exchange, before),
    expected: () => ({ status: [200, 201, 202, 204] }),
    dependsOn: ['atms.credentials.token'],
    cases: CHANGES
  },
  {
    id: 'atms.routes.no-content',
    subject: 'A change responds with 204,',
    text: 'without a body and without `Location`, like a `void` action.',
    evidence: 'framework',
    applies: (exchange, before) => isChange(exchange) && isFaultless(exchange, before),
    expected: () => ({ status: 204, body: '', headers: { location: undefined } }),
    alternatives: [
      {
        id: '200',
        text: 'A change responds with 200 and no body, like `Ok()`.',
        expected: () => ({ status: 200 }),
        responses: Object.fromEntries(CHANGING.map((id) => [id, { 200: `${id} 204` }]))
      },
      {
        id: '201',
        text: 'A create responds with 201, `Location` and the new user, like `CreatedAtRoute()`.',
        expected: ({ request }) => ({ status: request.method === 'POST' ? 201 : 204 }),
        responses: { 'POST /api/Users': { 201: 'GET /api/Users/{username} 200' } }
      }
    ],
    dependsOn: ['atms.routes.changes'],
    cases: CHANGES
  },
  {
    id: 'atms.routes.literals',
    subject: 'Literal segments',
    text: 'of a path are case-insensitive, and doubled and trailing slashes are accepted. The case of values is kept.',
    evidence: 'framework',
    applies: (exchange, before) =>
      targetOf(exchange)?.isCanonical === false &&
      (isRead(exchange) || isChange(exchange)) &&
      isFaultless(exchange, before),
    expected: (exchange, before) => ({ status: isRead(exchange) ? 200 : doneStatus(exchange, before) }),
    dependsOn: ['atms.routes.no-content'],
    cases: [
      ...['/API/users', '//api//Users', '/api/Users/'].map((path) => ({
        name: path,
        steps: [{ request: `GET ${path}` }]
      })),
      { name: 'an action', given: [anyGroup, create()], steps: [call('PUT', '/Disable')] }
    ]
  },
  {
    id: 'atms.routes.names',
    subject: 'A username in a path',
    text: 'is decoded once as UTF-8 and may contain `@`, `.`, `+`, `%20`, `%5C` and `%2F`; malformed encoding is a 400.',
    evidence: 'assumed',
    applies: (exchange, before) =>
      reports('encoding')(exchange, before) ||
      (callOf(exchange) === 'GET user' && /[%@.+]/.test(exchange.request.path) && isFaultless(exchange, before)),
    expected: (exchange, before) => ({ status: reports('encoding')(exchange, before) ? STATUS.encoding : 200 }),
    alternatives: [
      {
        id: 'iis',
        text: 'A path with `+`, `%2B`, `%2F` or `%5C` is a 404, as with the default settings of IIS.',
        expected: (exchange, before) => {
          if (FILTERED.test(exchange.request.path)) return { status: STATUS.path }
          return { status: reports('encoding')(exchange, before) ? STATUS.encoding : 200 }
        }
      }
    ],
    cases: [
      {
        name: 'a name with special characters',
        given: [anyGroup, create({ Username: '{{unique}}@a.b+c d\\e/f' })],
        steps: [{ request: 'GET /api/Users/{{unique}}@a.b+c%20d%5Ce%2Ff' }]
      },
      { name: 'malformed encoding', steps: [{ request: 'GET /api/Users/%zz' }] }
    ]
  },
  {
    id: 'atms.routes.unsupported-method',
    subject: 'An unsupported method',
    text: 'on a known path, including HEAD and OPTIONS, is a 405 with `Allow` listing the methods of that path.',
    evidence: 'framework',
    applies: reports('method'),
    expected: (exchange) => ({
      status: STATUS.method,
      headers: { allow: new RegExp(`^${METHODS.get(targetOf(exchange)?.kind)?.join(', ?')}$`) }
    }),
    cases: [
      'PATCH /api/Users',
      'HEAD /api/Users',
      'OPTIONS /api/Users',
      'HEAD /api/UserGroups',
      'PATCH /api/Users/x'
    ].map((request) => ({
      name: request,
      steps: [{ request }]
    }))
  },
  {
    id: 'atms.routes.unknown-path',
    subject: 'Any other path',
    text: 'under `/api` is a 404 whose message contains the whole URI as sent (without the prefix of a sandbox).',
    evidence: 'framework',
    applies: reports('path'),
    expected: ({ request }) => ({
      status: STATUS.path,
      json: { Message: new RegExp(request.path.replaceAll(/[^\w/]/g, '.')) }
    }),
    dependsOn: ['atms.errors.body'],
    cases: ['/api/Nope', '/api', '/api/UserGroups/x/y', '/api/Users/x/y'].map((path) => ({
      name: path,
      steps: [{ request: `GET ${path}` }]
    }))
  },
  {
    id: 'atms.routes.order',
    subject: 'Order of checks:',
    text: '401, then 404 and 405 of the path, 415, 400 of the shape of the body, 404 of the user, 400 of a rename or a group, 409.',
    evidence: 'assumed',
    applies: (exchange, before) => before.faultsOf(exchange).length > 1,
    expected: (exchange, before) => reportsOneOf(before.faultsOf(exchange), before),
    alternatives: [
      {
        id: 'user-before-body',
        text: 'An unknown user is a 404 before the shape of the body is checked.',
        expected(exchange, before) {
          const faults = before.faultsOf(exchange)
          const isMoved = faults.includes('name') && ['missing', 'shape'].includes(String(faults[0]))
          return reportsOneOf(isMoved ? ['name'] : faults, before)
        }
      }
    ],
    dependsOn: ['atms.bodies.type', 'atms.accounts.unknown-group'],
    cases: [
      {
        name: 'the type before the shape, the shape before the user',
        given: [anyGroup, create(), call('DELETE')],
        steps: [
          { ...call('PUT'), headers: { 'Content-Type': 'text/plain' }, body: '{}' },
          { ...call('PUT'), body: {} }
        ]
      },
      {
        name: 'the user before a rename',
        given: [anyGroup, create(), call('DELETE')],
        steps: [update({ Username: '{{unique}}-b' })]
      },
      {
        name: 'the group before a name that is taken',
        given: [anyGroup, create()],
        steps: [{ ...create({ UserGroupName: '{{unique}}' }), expect: { status: STATUS.group } }]
      }
    ]
  },
  {
    id: 'atms.routes.groups',
    text: 'User groups are read-only.',
    evidence: 'documented',
    applies: (exchange, before) => /groups?$/.test(callOf(exchange)) && reports('method')(exchange, before),
    expected: () => ({ status: STATUS.method }),
    cases: [{ name: 'a new group', steps: [{ request: 'POST /api/UserGroups', body: { GroupName: '{{unique}}' } }] }]
  }
]
