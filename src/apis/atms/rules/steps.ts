import type { Exchange } from '../../../rules/exchange.ts'
import type { Step } from '../../../rules/rule.ts'
import { definitionOf, type Fault, statusesOf } from './faults.ts'
import type { AtmsObservations } from './observations.ts'
import { callOf, targetOf } from './requests.ts'

type Applies = (exchange: Exchange, before: AtmsObservations) => boolean

/** Whether a request should succeed. */
export const isFaultless: Applies = (exchange, before) => before.faultsOf(exchange).length === 0

/** Whether this is the first thing that is wrong with a request: the response should report it, unless the server tolerates it. */
export const reports =
  (fault: Fault): Applies =>
  (exchange, before) =>
    before.deviationsOf(exchange)[0] === fault

/** The status that reports a fault. */
export const statusOf = (fault: Fault, { behavior }: AtmsObservations): number => statusesOf(behavior)[fault]

/** The status of a change. */
export const doneStatus = ({ request }: Exchange, { behavior }: AtmsObservations): number =>
  behavior.returnsCreated && request.method === 'POST' ? 201 : behavior.changeStatus

/** The account in the path, as it is known. */
export const known = (exchange: Exchange, before: AtmsObservations) => before.user(targetOf(exchange)?.name)

export const isKnownRead: Applies = (exchange, before) =>
  callOf(exchange) === 'GET user' && known(exchange, before) !== undefined && isFaultless(exchange, before)

/** The username that a request sends. */
export const nameOf = (exchange: Exchange): string => String(definitionOf(exchange).definition?.Username)

/** Finds some group: every user belongs to one. */
export const anyGroup: Step = { request: 'GET /api/UserGroups', capture: { group: '/0/GroupName' } }
/** Finds some user. */
export const anyUser: Step = { request: 'GET /api/Users', capture: { name: '/0/Username' } }

/** The definition of a user that belongs to the case. */
export const definition = (fields: object = {}): object => ({
  Username: '{{unique}}',
  DisplayName: '{{unique}}',
  UserGroupName: '{{group}}',
  ...fields
})
export const create = (fields: object = {}): Step => ({ request: 'POST /api/Users', body: definition(fields) })
export const update = (fields: object = {}): Step => ({
  request: 'PUT /api/Users/{{unique}}',
  body: definition(fields)
})
/** A call of the user that belongs to the case. */
export const call = (method: string, action = ''): Step => ({ request: `${method} /api/Users/{{unique}}${action}` })

/** A request with a body as it is. */
export const post = (body: string, type: string | null = 'application/json'): Step => ({
  request: 'POST /api/Users',
  headers: { 'Content-Type': type ?? undefined },
  body
})
