import type { Exchange } from '../../../rules/exchange.ts'
import type { AtriumObservations, AtriumRule } from './observations.ts'
import { targetOf } from './requests.ts'
import { create, isServed, successOf } from './steps.ts'

/** Whether a request concerns a disabled user, in a way that the contract allows. */
const concernsDisabled = (exchange: Exchange, before: AtriumObservations): boolean =>
  before.user(targetOf(exchange)?.guid)?.is_disabled === true && isServed(exchange, before)

const isData = (exchange: Exchange): boolean => targetOf(exchange)?.kind === 'data'

const disable = create({ is_disabled: true })
const readData = { request: 'GET /users/{{guid}}/accounts' }

export const disabled: readonly AtriumRule[] = [
  {
    id: 'atrium.disabled.data',
    text: 'While a user is disabled, access to its data is restricted.',
    evidence: 'documented',
    applies: (exchange, before) => concernsDisabled(exchange, before) && isData(exchange),
    expected: () => ({ status: { not: 200 } }),
    cases: [{ name: 'accounts', given: [disable], steps: [readData] }]
  },
  {
    id: 'atrium.disabled.status',
    subject: 'How access is restricted:',
    text: 'everything under `/users/{user_guid}/` is a 403; the user itself can still be read, listed, updated and deleted.',
    evidence: 'assumed',
    applies: (exchange, before) => concernsDisabled(exchange, before) && exchange.request.method !== 'OPTIONS',
    expected: (exchange, before) => ({ status: isData(exchange) ? 403 : successOf(exchange, before) }),
    alternatives: [
      {
        id: '404',
        text: 'Everything under `/users/{user_guid}/` is a 404, as if there were no such user.',
        expected: (exchange, before) => ({ status: isData(exchange) ? 404 : successOf(exchange, before) })
      }
    ],
    dependsOn: ['atrium.routes.delete', 'atrium.disabled.data'],
    cases: [
      { name: 'accounts', given: [disable], steps: [readData] },
      {
        name: 'the user itself',
        given: [disable],
        steps: [
          { request: 'GET /users/{{guid}}' },
          { request: 'PUT /users/{{guid}}', body: { user: { metadata: '{{unique}} updated' } } },
          { request: 'DELETE /users/{{guid}}' }
        ]
      }
    ]
  }
]
