import type { Exchange } from '../../../rules/exchange.ts'
import type { Step } from '../../../rules/rule.ts'
import type { Fault } from './faults.ts'
import type { AtriumObservations } from './observations.ts'

type Applies = (exchange: Exchange, before: AtriumObservations) => boolean

/** Whether nothing is wrong with a request. */
export const isFaultless: Applies = (exchange, before) => before.faultsOf(exchange).length === 0

/** Whether a request should get its whole response. A conditional one may get a 304. */
export const isServed: Applies = (exchange, before) =>
  isFaultless(exchange, before) && exchange.header('if-none-match') === undefined

/** Whether this is the first thing that is wrong with a request: the response should report it. */
export const reports =
  (fault: Fault): Applies =>
  (exchange, before) =>
    before.faultsOf(exchange)[0] === fault

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
