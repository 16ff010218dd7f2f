import { STATUS_CODES } from 'node:http'
import type { Exchange } from '../../../rules/exchange.ts'
import type { AtriumObservations, AtriumRule } from './observations.ts'
import { targetOf } from './requests.ts'
import { create, isFaultless } from './steps.ts'

const isError = ({ response }: Exchange): boolean => response.status >= 400 && response.body !== ''

/** The HTTP reason in snake case: `not_found`. */
const reasonOf = (status: number): string =>
  String(STATUS_CODES[status])
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '_')

const isNotEmulated = (exchange: Exchange, before: AtriumObservations): boolean => {
  const { kind, guid } = targetOf(exchange) ?? {}
  return (
    (kind === 'elsewhere' || (kind === 'data' && before.user(guid)?.is_disabled !== true)) &&
    isFaultless(exchange, before)
  )
}

const wrongGuid = { name: 'an unknown user', steps: [{ request: 'GET /users/USR-1' }] }

export const errors: readonly AtriumRule[] = [
  {
    id: 'atrium.errors.body',
    subject: 'The error body',
    text: 'is `{"error":{"message","status","type"}}`, with the HTTP reason in snake case as `status`. Official clients never read it.',
    evidence: 'successor',
    applies: isError,
    expected: ({ response }) => ({
      body: /^\{"error":\{"message":".+","status":"[a-z_]+","type":"[a-z_]+"\}\}$/s,
      json: { error: { status: reasonOf(response.status) } }
    }),
    dependsOn: ['atrium.errors.message'],
    cases: [wrongGuid]
  },
  {
    id: 'atrium.errors.message',
    subject: 'An error has `error.message`,',
    text: 'which a public application shows.',
    evidence: 'field',
    applies: isError,
    expected: () => ({ json: { error: { message: /./ } } }),
    cases: [wrongGuid]
  },
  {
    id: 'atrium.errors.not-emulated',
    subject: 'Real paths that are not emulated',
    text: '(accounts, members, transactions, holdings, institutions, merchants) are a 501 of the type `not_emulated`, so that they are not mistaken for a missing user.',
    evidence: 'assumed',
    applies: (exchange, before) => isNotEmulated(exchange, before) && exchange.response.status !== 403,
    expected: ({ request }) => ({
      status: 501,
      ...(request.method !== 'HEAD' && { json: { error: { type: 'not_emulated' } } })
    }),
    mockOnly: 'the real service has these paths',
    cases: [
      { name: 'accounts', given: [create()], steps: [{ request: 'GET /users/{{guid}}/accounts' }] },
      { name: 'institutions', steps: [{ request: 'GET /institutions' }] }
    ]
  }
]
