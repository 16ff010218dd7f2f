import { scanJson } from '../../../common/exact-json.ts'
import type { Exchange } from '../../../rules/exchange.ts'
import type { InvalidRequest, ModelState } from '../errors.ts'
import { readUserDefinition } from '../user-definition.ts'
import type { UserDefinition } from '../users.ts'
import { callOf, isSameName, isWrite, METHODS, type Target, targetOf, typeOf } from './requests.ts'

/** Reasons to reject a request with their status, in the order in which they are checked. */
export const STATUS = {
  token: 401,
  path: 404,
  method: 405,
  encoding: 400,
  type: 415,
  size: 413,
  shape: 400,
  name: 404,
  rename: 400,
  group: 400,
  taken: 409
} as const
export type Fault = keyof typeof STATUS

/** What is known about a server. */
export interface Known {
  /** Whether a user exists; `undefined` if that is not known. */
  exists(username: string): boolean | undefined
  /** Whether a group exists; `undefined` if that is not known. */
  hasGroup(name: string): boolean | undefined
  /** Whether this token was accepted. */
  accepts(token: string | undefined): boolean
}

/** What a body says: a definition, or what is wrong with it. Json.NET reads much that is not JSON, so the reader of the API decides. */
export function definitionOf({ request }: Exchange): {
  readonly definition?: UserDefinition
  readonly problems?: ModelState
} {
  try {
    return { definition: readUserDefinition(request.body.replace(/^\ufeff/, '')) }
  } catch (error) {
    return { problems: (error as InvalidRequest).modelState }
  }
}

/** Everything that is wrong with a request, in the order of the checks. What neither the request nor what is known decides, the status does. */
export function faultsOf(exchange: Exchange, known: Known): Fault[] {
  const target = targetOf(exchange)
  if (target === undefined || isPreflight(exchange)) return []
  const found = tokenFaults(exchange, known)
  if (target.kind === 'unknown') return [...found, 'path']
  if (!METHODS.get(target.kind)?.includes(exchange.request.method)) found.push('method')
  const hasName = !['users', 'groups'].includes(target.kind)
  if (hasName && target.name === undefined) found.push('encoding')
  if (isWrite(exchange)) found.push(...bodyFaults(exchange))
  if (isMissing(target, exchange, known)) found.push('name')
  if (isWrite(exchange)) found.push(...definitionFaults(exchange, target, known))
  return found
}

/** With CORS, OPTIONS is not a call of the API. */
const isPreflight = ({ request, response }: Exchange): boolean =>
  request.method === 'OPTIONS' && 'access-control-allow-origin' in response.headers

function tokenFaults(exchange: Exchange, known: Known): Fault[] {
  const token = exchange.header('token')
  const isAccepted = Boolean(token) && exchange.response.status !== 401
  return isAccepted || known.accepts(token) ? [] : ['token']
}

function bodyFaults(exchange: Exchange): Fault[] {
  if (exchange.request.body !== '' && !/^(?:application|text)\/json$/.test(typeOf(exchange))) return ['type']
  // A server may have another limit.
  if (exchange.request.body.length > 2 ** 20 || exchange.response.status === 413) return ['size']
  return definitionOf(exchange).definition === undefined ? ['shape'] : []
}

/** Whether a body has more values than the mock reads. */
export const hasManyValues = ({ request }: Exchange): boolean => scanJson(request.body).parts > 50_000

function isMissing({ kind, name }: Target, exchange: Exchange, known: Known): boolean {
  if (name === undefined) return false
  const exists = kind === 'group' ? known.hasGroup(name) : known.exists(name)
  return exists === undefined ? exchange.response.status === 404 : !exists
}

function definitionFaults(exchange: Exchange, { name }: Target, known: Known): Fault[] {
  const { definition } = definitionOf(exchange)
  if (definition === undefined) return []
  const { Username, UserGroupName } = definition
  const found: Fault[] = []
  if (callOf(exchange) === 'PUT user' && !isSameName(Username, name)) found.push('rename')
  const hasGroup =
    known.hasGroup(UserGroupName) ?? !/UserGroupName/.test(String(JSON.stringify(exchange.at('/ModelState'))))
  if (!hasGroup) found.push('group')
  if (callOf(exchange) === 'POST users' && (known.exists(Username) ?? exchange.response.status === 409))
    found.push('taken')
  return found
}
