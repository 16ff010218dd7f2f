import { type Exchange, isObject } from '../../../rules/exchange.ts'
import type { Expectation } from '../../../rules/expectation.ts'
import { byName } from '../list-body.ts'
import type { AtmsObservations, AtmsRule } from './observations.ts'
import { callOf, isSameName, targetOf } from './requests.ts'
import { anyGroup, call, create, doneStatus, isFaultless, isKnownRead, known, nameOf, update } from './steps.ts'

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
    dependsOn: ['atms.responses.fields'],
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
    dependsOn: ['atms.routes.no-content'],
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
    dependsOn: ['atms.routes.no-content'],
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
