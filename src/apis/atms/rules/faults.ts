import { scanJson } from '../../../common/exact-json.ts'
import type { Exchange } from '../../../rules/exchange.ts'
import type { AtmsBehavior } from '../behavior.ts'
import type { InvalidRequest, ModelState } from '../errors.ts'
import { FILTERED } from '../filtered-paths.ts'
import { readUserDefinition } from '../user-definition.ts'
import type { UserDefinition } from '../users.ts'
import { callOf, isSameName, isWrite, METHODS, type Target, targetOf, typeOf } from './requests.ts'

/** Reasons to reject a request with their status in the contract, in the order in which they are checked. */
export const STATUS = {
  token: 401,
  path: 404,
  method: 405,
  encoding: 400,
  type: 415,
  size: 413,
  missing: 400,
  shape: 400,
  name: 404,
  rename: 400,
  group: 400,
  taken: 409
} as const
export type Fault = keyof typeof STATUS

/** The status that reports each fault. */
export const statusesOf = (behavior: AtmsBehavior): Readonly<Record<Fault, number>> => ({
  ...STATUS,
  missing: behavior.missingBodyStatus,
  group: behavior.groupStatus,
  taken: behavior.takenStatus
})

/** Whether a server serves requests with this fault. */
export const isTolerated = (fault: Fault, { ignoresRenames }: AtmsBehavior): boolean =>
  fault === 'rename' && ignoresRenames

/** The faults in the order in which a server checks them. */
function orderOf({ checksPathFirst, checksUserBeforeBody }: AtmsBehavior): Fault[] {
  const first: Fault[] = [
    ...(checksPathFirst ? (['path', 'method'] as const) : []),
    'token',
    'path',
    'method',
    'encoding',
    'type',
    'size',
    ...(checksUserBeforeBody ? (['name'] as const) : [])
  ]
  return [...new Set([...first, ...(Object.keys(STATUS) as Fault[])])]
}

/** What is known about a server. */
export interface Known {
  readonly behavior: AtmsBehavior
  /** A user, as far as it is known. */
  user(username: string | undefined): { readonly Username: string } | undefined
  /** The spelling of a group. */
  groupNamed(name: string): string | undefined
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
export function deviationsOf(exchange: Exchange, known: Known): Fault[] {
  const found = faultsIn(exchange, known)
  if (found.length < 2) return found
  const order = orderOf(known.behavior)
  return found.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
}

function faultsIn(exchange: Exchange, known: Known): Fault[] {
  const target = targetOf(exchange)
  if (target === undefined || isPreflight(exchange)) return []
  const found = tokenFaults(exchange, known)
  const isFiltered = known.behavior.filtersPaths && FILTERED.test(exchange.request.path)
  if (target.kind === 'unknown' || isFiltered) return [...found, 'path']
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
  const { problems } = definitionOf(exchange)
  if (problems === undefined) return []
  return 'userDefinition' in problems && problems['userDefinition']?.[0]?.startsWith('A value')
    ? ['missing']
    : ['shape']
}

/** Whether a body has more values than the mock reads. */
export const hasManyValues = ({ request }: Exchange): boolean => scanJson(request.body).parts > 50_000

function isMissing({ kind, name }: Target, exchange: Exchange, known: Known): boolean {
  if (name === undefined) return false
  const exists = kind === 'group' ? known.hasGroup(name) : known.exists(name)
  if (exists === undefined) return exchange.response.status === 404
  const spelling = kind === 'group' ? known.groupNamed(name) : known.user(name)?.Username
  return !exists || (known.behavior.hasExactNames && spelling !== name)
}

function definitionFaults(exchange: Exchange, { name }: Target, known: Known): Fault[] {
  const { definition } = definitionOf(exchange)
  if (definition === undefined) return []
  const { Username, UserGroupName } = definition
  const found: Fault[] = []
  if (callOf(exchange) === 'PUT user' && !isSameName(Username, name)) found.push('rename')
  const { groupStatus, takenStatus } = known.behavior
  const hasGroup =
    known.hasGroup(UserGroupName) ??
    !(groupStatus === 404 ? exchange.response.status === 404 : blames(exchange, 'UserGroupName'))
  if (!hasGroup) found.push('group')
  const isTaken =
    known.exists(Username) ?? (takenStatus === 409 ? exchange.response.status === 409 : blames(exchange, 'Username'))
  if (callOf(exchange) === 'POST users' && isTaken) found.push('taken')
  return found
}

/** Whether a response reports a problem of a field. */
const blames = (exchange: Exchange, field: string): boolean =>
  exchange.at(`/ModelState/userDefinition.${field}`) !== undefined
