import { STATUS } from './faults.ts'
import type { AtmsRule } from './observations.ts'
import { callOf, targetOf } from './requests.ts'
import {
  anyGroup,
  call,
  create,
  doneStatus,
  isFaultless,
  isKnownRead,
  known,
  nameOf,
  reports,
  statusOf,
  update
} from './steps.ts'

const invalid = (field: string) => ({
  json: { Message: 'The request is invalid.', ModelState: { [`userDefinition.${field}`]: [/./] } }
})

/** The rules about the names of accounts and groups. */
export const names: readonly AtmsRule[] = [
  {
    id: 'atms.accounts.fixed-username',
    text: 'The username of an existing account cannot be changed.',
    evidence: 'documented',
    applies: (exchange, before) =>
      callOf(exchange) === 'GET user' &&
      before.isNewName(targetOf(exchange)?.name) &&
      before.deviationsOf(exchange).every((fault) => fault === 'name'),
    expected: () => ({ status: STATUS.name }),
    cases: [
      {
        name: 'a rename',
        given: [anyGroup, create(), { ...call('GET', '-b'), expect: { status: 404 } }],
        steps: [update({ Username: '{{unique}}-b' }), call('GET', '-b')]
      }
    ]
  },
  {
    id: 'atms.accounts.rename',
    subject: 'A PUT that renames',
    text: 'is a 400 with `ModelState`. The same name in another case is not a rename.',
    evidence: 'assumed',
    applies: (exchange, before) =>
      reports('rename')(exchange, before) ||
      (callOf(exchange) === 'PUT user' &&
        nameOf(exchange) !== targetOf(exchange)?.name &&
        isFaultless(exchange, before)),
    expected: (exchange, before) =>
      reports('rename')(exchange, before)
        ? { status: STATUS.rename, ...invalid('Username') }
        : { status: doneStatus(exchange, before) },
    alternatives: [
      {
        id: 'ignored',
        text: 'A PUT that renames is a 204: the account keeps its username, and the other fields change.',
        expected: (exchange, before) => {
          const fault = before.faultsOf(exchange).find((fault) => fault !== 'rename')
          return { status: fault === undefined ? doneStatus(exchange, before) : statusOf(fault, before) }
        }
      }
    ],
    dependsOn: ['atms.routes.no-content', 'atms.errors.body'],
    cases: [
      { name: 'another name', given: [anyGroup, create()], steps: [update({ Username: '{{unique}}-b' })] },
      {
        name: 'another case',
        given: [anyGroup, create({ Username: '{{unique}}-a' })],
        steps: [{ ...update({ Username: '{{unique}}-A' }), request: 'PUT /api/Users/{{unique}}-a' }]
      }
    ]
  },
  {
    id: 'atms.accounts.unknown-group',
    subject: 'An unknown group',
    text: "is a 400 with `ModelState`; the account stores the group name in the group's own spelling.",
    evidence: 'assumed',
    applies: reports('group'),
    expected: () => ({ status: STATUS.group, ...invalid('UserGroupName') }),
    alternatives: [
      {
        id: '404',
        text: 'An unknown group is a 404.',
        expected: () => ({ status: 404 }),
        responses: { 'POST /api/Users': { 404: 'GET /api/UserGroups/{GroupName} 404' } }
      }
    ],
    dependsOn: ['atms.credentials.token', 'atms.errors.body'],
    cases: [{ name: 'a create', given: [anyGroup], steps: [create({ UserGroupName: '{{unique}}' })] }]
  },
  {
    id: 'atms.accounts.taken',
    subject: 'A username that is taken',
    text: 'is a 409, and nothing changes.',
    evidence: 'assumed',
    applies: reports('taken'),
    expected: () => ({ status: STATUS.taken }),
    alternatives: [
      {
        id: '400',
        text: 'A username that is taken is a 400 with `ModelState`.',
        expected: () => ({ status: 400, ...invalid('Username') })
      }
    ],
    dependsOn: ['atms.responses.fields'],
    cases: [
      {
        name: 'a create',
        given: [anyGroup, create()],
        steps: [create({ Phone: '1' }), { ...call('GET'), expect: { json: { Phone: null } } }]
      }
    ]
  },
  {
    id: 'atms.accounts.unknown',
    subject: 'An unknown user or group',
    text: "is a 404 `User 'x' was not found.`",
    evidence: 'assumed',
    applies: reports('name'),
    expected: () => ({ status: STATUS.name, json: { Message: /^User(?: Group)? '.+' was not found\.$/s } }),
    alternatives: [
      {
        id: 'empty',
        text: 'The 404 has no body, like that of `NotFound()` in ASP.NET.',
        expected: () => ({ status: 404, body: '' })
      }
    ],
    dependsOn: ['atms.credentials.token', 'atms.errors.body'],
    cases: [
      { name: 'a deleted user', given: [anyGroup, create(), call('DELETE')], steps: [call('GET'), call('DELETE')] },
      { name: 'a group', given: [anyGroup], steps: [{ request: 'GET /api/UserGroups/{{unique}}' }] }
    ]
  },
  {
    id: 'atms.accounts.names',
    subject: 'Names are compared',
    text: "like .NET's `OrdinalIgnoreCase`, one UTF-16 unit at a time, without locale (`ΑΣ` equals `ασ`; the Kelvin sign does not equal `k`, nor `İ` `i`). They keep the case they were created with.",
    evidence: 'assumed',
    applies: (exchange, before) =>
      isKnownRead(exchange, before) && known(exchange, before)?.Username !== targetOf(exchange)?.name,
    expected: (exchange, before) => ({ status: 200, json: { Username: known(exchange, before)?.Username } }),
    alternatives: [
      {
        id: 'exact',
        text: 'A name in a path must have the case it was created with: otherwise it is a 404. It is still taken in any case.',
        expected: () => ({ status: 404 })
      }
    ],
    dependsOn: ['atms.routes.names'],
    cases: [
      {
        name: 'other cases',
        given: [anyGroup, create({ Username: '{{unique}}-ΑΣk' })],
        steps: [
          { request: 'GET /api/Users/{{unique}}-%CE%B1%CF%83K' },
          { request: 'GET /api/Users/{{unique}}-%CE%B1%CF%83%E2%84%AA', expect: { status: 404 } }
        ]
      }
    ]
  }
]
