import { scanJson } from '../../../common/exact-json.ts'
import type { Exchange } from '../../../rules/exchange.ts'
import type { AtriumBehavior } from '../behavior.ts'
import { acceptsVersion1, namesOtherVersion } from '../negotiation.ts'
import { hasInvalidPage, isPastLast, pageOf } from './pages.ts'
import {
  callOf,
  isForm,
  isJsonType,
  parametersOf,
  sentUser,
  type Target,
  targetOf,
  typeOf,
  wrongFields
} from './requests.ts'

/** Reasons to reject a request with their status in the contract, in the order in which they are checked. */
export const STATUS = {
  credentials: 401,
  path: 404,
  method: 404,
  accept: 406,
  otherType: 406,
  encoding: 400,
  size: 413,
  type: 400,
  body: 400,
  guid: 404,
  user: 404,
  page: 404,
  past: 404,
  field: 422,
  taken: 409,
  limit: 422
} as const
export type Fault = keyof typeof STATUS

/** The status that reports each fault. */
export const statusesOf = (behavior: AtriumBehavior): Readonly<Record<Fault, number>> => ({
  ...STATUS,
  method: behavior.methodStatus,
  type: behavior.bodyTypeStatus,
  guid: behavior.malformedGuidStatus,
  page: behavior.pageStatus,
  field: behavior.fieldStatus,
  limit: behavior.limitStatus
})

/** Whether a server serves requests with this fault. */
export const isTolerated = (fault: Fault, behavior: AtriumBehavior): boolean =>
  (fault === 'page' && behavior.servesInvalidPages) ||
  (fault === 'otherType' && behavior.servesOtherTypes) ||
  (fault === 'field' && behavior.castsFields)

/** The faults in the order in which a server checks them. */
function orderOf({ checksSizeFirst, checksPathFirst, checksUserBeforeBody }: AtriumBehavior): Fault[] {
  const first: Fault[] = [
    ...(checksSizeFirst ? (['size'] as const) : []),
    ...(checksPathFirst ? (['path', 'method'] as const) : []),
    'credentials',
    'path',
    'method',
    'otherType',
    'accept',
    'encoding',
    ...(checksUserBeforeBody ? (['guid', 'user'] as const) : [])
  ]
  return [...new Set([...first, ...(Object.keys(STATUS) as Fault[])])]
}

/** What is known about a server. */
export interface Known {
  readonly behavior: AtriumBehavior
  /** How many users there are; `undefined` if that is not known. */
  readonly total: number | undefined
  /** Whether a user exists; `undefined` if that is not known. */
  exists(guid: string): boolean | undefined
  /** The guid of the user with this identifier; `null` if nobody has it, `undefined` if that is not known. */
  holderOf(identifier: string): string | null | undefined
  /** Whether this pair of credentials was accepted. */
  accepts(credentials: string | undefined): boolean
}

const LONGEST_BODY = 2 ** 20
const MAX_DEPTH = 100
const MAX_VALUES = 50_000
const MAX_PARAMETERS = 10_000
export const GUID = /^USR-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const CALLS = ['GET list', 'HEAD list', 'POST list', 'GET user', 'HEAD user', 'PUT user', 'DELETE user']

/**
 * Everything that is wrong with a request, in the order of the checks. If neither the request nor what is known decides (an unknown pair of
 * credentials, a guid that was never seen), the status does: then the rule about that fault shows nothing that the status does not.
 */
export function deviationsOf(exchange: Exchange, known: Known): Fault[] {
  const found = faultsIn(exchange, known)
  if (found.length < 2) return found
  const order = orderOf(known.behavior)
  return found.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
}

function faultsIn(exchange: Exchange, known: Known): Fault[] {
  const target = targetOf(exchange)
  if (target === undefined) return ['path']
  if (isPreflight(exchange)) return []
  const found = credentialFaults(exchange, known)
  if (target.kind === 'elsewhere') return found
  if (target.kind === 'unknown') return [...found, 'path']
  // The data of users is not emulated, whatever the request accepts.
  if (target.kind !== 'data') {
    if (!CALLS.includes(callOf(exchange))) found.push('method')
    const accept = exchange.header('accept')
    if (!acceptsVersion1(accept)) found.push(namesOtherVersion(accept) ? 'accept' : 'otherType')
  }
  if (target.kind !== 'list' && target.guid === undefined) found.push('encoding')
  if (isWrite(exchange)) found.push(...bodyFaults(exchange))
  const { guid } = target
  if (guid !== undefined && isMissing(guid, exchange, known)) found.push(GUID.test(guid) ? 'user' : 'guid')
  if (/^(?:GET|HEAD) list$/.test(callOf(exchange))) found.push(...pageFaults(exchange, known))
  if (isWrite(exchange)) found.push(...fieldFaults(exchange, target, known))
  return found
}

/** With CORS, OPTIONS is not a call of the API. */
const isPreflight = ({ request, response }: Exchange): boolean =>
  request.method === 'OPTIONS' && 'access-control-allow-origin' in response.headers

/** The pair of credentials that a request sends; `undefined` if one is missing. */
export function credentialsOf(exchange: Exchange): string | undefined {
  const [key, client] = [exchange.header('mx-api-key'), exchange.header('mx-client-id')]
  return key && client ? `${key} ${client}` : undefined
}

function credentialFaults(exchange: Exchange, known: Known): Fault[] {
  const credentials = credentialsOf(exchange)
  const isAccepted = credentials !== undefined && exchange.response.status !== 401
  return isAccepted || known.accepts(credentials) ? [] : ['credentials']
}

/** Whether a request has a body that is read. */
export const isWrite = (exchange: Exchange): boolean => ['POST list', 'PUT user'].includes(callOf(exchange))

function bodyFaults(exchange: Exchange): Fault[] {
  // A server may have another limit.
  if (exchange.request.body.length > LONGEST_BODY || exchange.response.status === 413) return ['size']
  if (!isForm(exchange) && !isJsonType(typeOf(exchange))) return ['type']
  return sentUser(exchange) === undefined || isDeep(exchange) || hasManyValues(exchange) ? ['body'] : []
}

/** Whether a body is nested deeper than the contract allows. */
export const isDeep = (exchange: Exchange): boolean =>
  !isForm(exchange) && scanJson(exchange.request.body).depth > MAX_DEPTH

/** Whether a request has more values or parameters than the mock reads. */
export const hasManyValues = (exchange: Exchange): boolean =>
  isForm(exchange) ? parametersOf(exchange).length > MAX_PARAMETERS : scanJson(exchange.request.body).parts > MAX_VALUES

function isMissing(guid: string, { response }: Exchange, known: Known): boolean {
  const exists = GUID.test(guid) && known.exists(guid)
  return exists === undefined ? response.status === 404 : !exists
}

function pageFaults(exchange: Exchange, { behavior, total }: Known): Fault[] {
  if (hasInvalidPage(exchange)) return ['page']
  if (behavior.hasPagesAfterLast || pageOf(exchange) === 1) return []
  const isPast = total === undefined ? exchange.response.status === 404 : isPastLast(exchange, behavior, total)
  return isPast ? ['past'] : []
}

/** Nothing but the response tells that there is a limit of users. */
export const isAboutLimit = (exchange: Exchange): boolean =>
  callOf(exchange) === 'POST list' && /limit/i.test(String(exchange.at('/error/message')))

function fieldFaults(exchange: Exchange, { guid }: Target, known: Known): Fault[] {
  const user = sentUser(exchange) ?? {}
  const { status } = exchange.response
  const found: Fault[] = wrongFields(exchange).length > 0 ? ['field'] : []
  // A server that casts the identifier compares its text.
  const identifier = typeof user['identifier'] === 'number' ? String(user['identifier']) : user['identifier']
  const holder = typeof identifier === 'string' && identifier !== '' ? known.holderOf(identifier) : null
  if (holder === undefined ? status === 409 : holder !== null && holder !== guid) found.push('taken')
  if (found.length === 0 && status === known.behavior.limitStatus && isAboutLimit(exchange)) found.push('limit')
  return found
}
