import { type Exchange, isObject } from '../../../rules/exchange.ts'
import type { Expectation } from '../../../rules/expectation.ts'
import { byName } from '../list-body.ts'
import { definitionOf, STATUS } from './faults.ts'
import type { AtmsObservations, AtmsRule } from './observations.ts'
import { callOf, isSameName, targetOf } from './requests.ts'
import { anyGroup, call, create, doneStatus, isFaultless, reports, statusOf, update } from './steps.ts'

const invalid = (field: string) => ({
  json: { Message: 'The request is invalid.', ModelState: { [`userDefinition.${field}`]: [/./] } }
})

/** The account in the path, as it is known. */
const known = (exchange: Exchange, before: AtmsObservations) => before.user(targetOf(exchange)?.name)

const isKnownRead = (exchange: Exchange, before: AtmsObservations): boolean =>
  callOf(exchange) === 'GET user' && known(exchange, before) !== undefined && isFaultless(exchange, before)

const nameOf = (exchange: Exchange): string => String(definitionOf(exchange).definition?.Username)

/** The list with these users in this order, at the places that they have. */
function showing({ received }: Exchange, sorted: readonly string[]): Expectation {
  const left = [...sorted]
  const users = [received].flat().map((user) => {
    const isListed = isObject(user) && sorted.some((name) => isSameName(name, String(user['Username'])))
    return { Username: isListed ? left.shift() : undefined }
  })
  return { json: users }
}

/** The usernames on the list whose creation was seen. */
const listed = ({ received }: Exchange, before: AtmsObservations) =>
  [received].flat().flatMap((user) => {
    const name = String(isObject(user) && user['Username'])
    const at = before.creationOf(name)
    return at === undefined ? [] : [{ name, at }]
  })

export const accounts: readonly AtmsRule[] = [
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
  },
  {
    id: 'atms.accounts.replace',
    subject: 'PUT replaces:',
    text: 'an omitted `Email` or `Phone` becomes null, and `IsAccountDisabled` is kept.',
    evidence: 'assumed',
    applies: isKnownRead,
    expected: (exchange, before) => ({ json: { ...known(exchange, before) } }),
    alternatives: [
      {
        id: 'partial',
        text: 'An `Email` or `Phone` that is omitted or null keeps its value.',
        expected: (exchange, before) => ({ json: { ...before.mergedUser(targetOf(exchange)?.name) } })
      }
    ],
    cases: [
      {
        name: 'an update without Email and Phone',
        given: [anyGroup, create({ Email: 'a@b.example', Phone: '1' }), call('PUT', '/disable'), update()],
        steps: [{ ...call('GET'), expect: { json: { Email: null, Phone: null, IsAccountDisabled: true } } }]
      }
    ]
  },
  {
    id: 'atms.accounts.disable',
    subject: 'Disable and enable',
    text: 'respond with 204 whether or not the account already was, and ignore any body.',
    evidence: 'framework',
    applies: (exchange, before) => callOf(exchange) === 'PUT action' && isFaultless(exchange, before),
    expected: (exchange, before) => ({ status: doneStatus(exchange, before) }),
    cases: [
      {
        name: 'twice, with a body',
        given: [anyGroup, create()],
        steps: [call('PUT', '/enable'), call('PUT', '/disable'), { ...call('PUT', '/disable'), body: '{' }]
      }
    ]
  },
  {
    id: 'atms.accounts.disabled',
    text: 'A disabled user remains in the system: it can be listed, read, updated and deleted.',
    evidence: 'documented',
    applies: (exchange, before) =>
      /^(?:GET|PUT|DELETE) user$/.test(callOf(exchange)) &&
      known(exchange, before)?.IsAccountDisabled === true &&
      isFaultless(exchange, before),
    expected: (exchange) => ({ status: callOf(exchange) === 'GET user' ? 200 : [200, 204] }),
    cases: [
      {
        name: 'a disabled user',
        given: [anyGroup, create(), call('PUT', '/disable')],
        steps: [call('GET'), update(), call('DELETE')]
      }
    ]
  },
  {
    id: 'atms.accounts.reused-username',
    subject: 'A deleted username',
    text: 'can be used again, for a new, enabled account at the end of the list.',
    evidence: 'assumed',
    applies: (exchange, before) =>
      callOf(exchange) === 'POST users' && before.exists(nameOf(exchange)) === false && isFaultless(exchange, before),
    expected: (exchange, before) => ({ status: doneStatus(exchange, before) }),
    cases: [
      {
        name: 'a create',
        given: [anyGroup, create(), call('PUT', '/disable'), call('DELETE')],
        steps: [create(), { ...call('GET'), expect: { json: { IsAccountDisabled: false } } }]
      }
    ]
  },
  {
    id: 'atms.accounts.order',
    subject: 'Lists',
    text: 'are in order of creation. Updates do not change it.',
    evidence: 'assumed',
    applies: (exchange, before) =>
      callOf(exchange) === 'GET users' && listed(exchange, before).length > 1 && isFaultless(exchange, before),
    expected: (exchange, before) => {
      const sorted = listed(exchange, before).toSorted((a, b) => a.at - b.at)
      return showing(
        exchange,
        sorted.map(({ name }) => name)
      )
    },
    alternatives: [
      {
        id: 'name',
        text: 'Lists are sorted by name, regardless of case.',
        expected(exchange) {
          const names = [exchange.received].flat().map((user) => String(isObject(user) && user['Username']))
          return showing(exchange, names.toSorted(byName((name) => name)))
        }
      }
    ],
    cases: [
      {
        name: 'two new users, the first of them updated',
        given: [
          anyGroup,
          create({ Username: '{{unique}}-b' }),
          create(),
          { ...update({ Username: '{{unique}}-b', Phone: '1' }), request: 'PUT /api/Users/{{unique}}-b' }
        ],
        steps: [{ request: 'GET /api/Users' }]
      }
    ]
  }
]
