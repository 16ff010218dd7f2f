import { credentialsOf, STATUS } from './faults.ts'
import type { AtriumRule } from './observations.ts'
import { targetOf } from './requests.ts'
import { reports, statusOf } from './steps.ts'

const HEADERS = ['MX-API-Key', 'MX-Client-ID']
const UNAUTHORIZED = { status: STATUS.credentials }

/** Credentials that no server can accept. */
const without = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, undefined]))

export const credentials: readonly AtriumRule[] = [
  {
    id: 'atrium.credentials.required',
    text: '`MX-API-Key` and `MX-Client-ID` must both be present and form a known pair; otherwise the response is a 401.',
    evidence: 'documented',
    applies: reports('credentials'),
    expected: () => UNAUTHORIZED,
    cases: [
      { name: 'no credentials', steps: [{ request: 'GET /users', credentials: without(...HEADERS) }] },
      ...HEADERS.map((name) => ({
        name: `no ${name}`,
        steps: [{ request: 'GET /users', credentials: without(name) }]
      })),
      ...HEADERS.map((name) => ({
        name: `an unknown ${name}`,
        steps: [{ request: 'GET /users', credentials: { [name]: '{{unique}}' }, expect: UNAUTHORIZED }]
      }))
    ]
  },
  {
    id: 'atrium.credentials.header-names',
    text: 'The names of the two headers are case-insensitive.',
    evidence: 'client',
    // Without an earlier success, a 401 could be about the values.
    applies: (exchange, before) =>
      exchange.request.headers.some(
        ([name]) => !HEADERS.includes(name) && HEADERS.some((header) => header.toLowerCase() === name.toLowerCase())
      ) && before.accepts(credentialsOf(exchange)),
    expected: () => ({ status: { not: STATUS.credentials } }),
    cases: [
      {
        name: 'lower-case names',
        given: [{ request: 'GET /users' }],
        steps: [
          {
            request: 'GET /users',
            headers: {
              ...without(...HEADERS),
              ...Object.fromEntries(HEADERS.map((name) => [name.toLowerCase(), `{{${name}}}`]))
            }
          }
        ]
      }
    ]
  },
  {
    id: 'atrium.credentials.first',
    subject: 'The 401 comes first,',
    text: 'before every other check under `/users`, and before the 501 of a real path elsewhere. The framework would check the path first, and respond with 404 to an unknown one.',
    evidence: 'assumed',
    applies: (exchange, before) =>
      reports('credentials')(exchange, before) &&
      (before.faultsOf(exchange).length > 1 || ['data', 'elsewhere'].includes(String(targetOf(exchange)?.kind))),
    expected: () => UNAUTHORIZED,
    alternatives: [
      {
        id: '404',
        text: 'An unknown path or an unsupported method is reported first, whatever the credentials.',
        expected(exchange, before) {
          const fault = before.deviationsOf(exchange).find((fault) => fault === 'path' || fault === 'method')
          return fault === undefined ? UNAUTHORIZED : { status: statusOf(fault, before) }
        }
      }
    ],
    dependsOn: ['atrium.credentials.required'],
    cases: ['GET /users/a/b', 'PATCH /users', 'GET /users?page=0', 'GET /institutions'].map((request) => ({
      name: request,
      steps: [{ request, credentials: without(...HEADERS) }]
    }))
  }
]
