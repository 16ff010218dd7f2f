import { STATUS } from './faults.ts'
import type { AtmsRule } from './observations.ts'
import { reports, statusOf } from './steps.ts'

const UNAUTHORIZED = { status: STATUS.token }
const list = { request: 'GET /api/Users' }
const without = { token: undefined }

export const credentials: readonly AtmsRule[] = [
  {
    id: 'atms.credentials.token',
    text: 'The header `token` contains the key of a partner, exact and case-sensitive.',
    evidence: 'documented',
    applies: (exchange, before) => reports('token')(exchange, before) || before.accepts(exchange.header('token')),
    expected: (exchange, before) =>
      reports('token')(exchange, before) ? UNAUTHORIZED : { status: { not: STATUS.token } },
    cases: [
      { name: 'a token', given: [list], steps: [list] },
      { name: 'more than the token', steps: [{ ...list, credentials: { token: '{{token}}x' }, expect: UNAUTHORIZED }] }
    ]
  },
  {
    id: 'atms.credentials.unauthorized',
    subject: 'A missing or wrong token',
    text: 'is a 401 `Authorization has been denied for this request.`, without `WWW-Authenticate`, before every other check under `/api`.',
    evidence: 'framework',
    applies: reports('token'),
    expected: ({ request }) => ({
      ...UNAUTHORIZED,
      headers: { 'www-authenticate': undefined },
      ...(request.method !== 'HEAD' && { json: { Message: 'Authorization has been denied for this request.' } })
    }),
    alternatives: [
      {
        id: 'path-first',
        text: 'An unknown path or an unsupported method is reported first, whatever the token, as with an authorization filter.',
        expected(exchange, before) {
          const fault = before.deviationsOf(exchange).find((fault) => fault === 'path' || fault === 'method')
          return fault === undefined ? UNAUTHORIZED : { status: statusOf(fault, before) }
        }
      }
    ],
    dependsOn: ['atms.credentials.token', 'atms.errors.body'],
    cases: [
      { name: 'no token', steps: [{ ...list, credentials: without }] },
      { name: 'an unknown path', steps: [{ request: 'GET /api/Nope', credentials: without }] },
      { name: 'a wrong token', steps: [{ ...list, credentials: { token: '{{unique}}' }, expect: UNAUTHORIZED }] }
    ]
  }
]
