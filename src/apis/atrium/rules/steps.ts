import type { Exchange } from '../../../rules/exchange.ts'
import type { Step } from '../../../rules/rule.ts'
import { type Fault, statusesOf } from './faults.ts'
import type { AtriumObservations } from './observations.ts'

type Applies = (exchange: Exchange, before: AtriumObservations) => boolean

/** Whether a request should succeed. */
export const isFaultless: Applies = (exchange, before) => before.faultsOf(exchange).length === 0

/** Whether a request should get its whole response. A conditional one may get a 304. */
export const isServed: Applies = (exchange, before) =>
  isFaultless(exchange, before) && exchange.header('if-none-match') === undefined

/** Whether this is the first thing that is wrong with a request: the response should report it, unless the server tolerates it. */
export const reports =
  (fault: Fault): Applies =>
  (exchange, before) =>
    before.deviationsOf(exchange)[0] === fault

/** Whether a response is a success with a body. */
export const isSuccess = ({ response }: Exchange): boolean => [200, 201].includes(response.status)

/** The status that reports a fault. */
export const statusOf = (fault: Fault, { behavior }: AtriumObservations): number => statusesOf(behavior)[fault]

/** The status of a request that succeeds, and should get its whole response. */
export function successOf({ request }: Exchange, { behavior }: AtriumObservations): number {
  if (request.method === 'POST') return behavior.createStatus
  return request.method === 'DELETE' ? behavior.deleteStatus : 200
}

/** Finds some user. */
export const anyUser: Step = { request: 'GET /users', capture: { guid: '/users/0/guid' } }

/** Creates a user that belongs to the case. */
export const create = (user: object = {}): Step => ({
  request: 'POST /users',
  body: { user: { identifier: '{{unique}}', metadata: '{{unique}}', ...user } },
  capture: { guid: '/user/guid' }
})

export const update = (user: object): Step => ({ request: 'PUT /users/{{guid}}', body: { user } })

export const NOBODY = 'USR-00000000-0000-0000-0000-000000000000'
/** No guid looks like this, so no server can know it. */
export const MALFORMED = 'USR-1'
