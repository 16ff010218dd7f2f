import { type Exchange, isObject } from '../../../rules/exchange.ts'
import { nameKey } from '../name-key.ts'

/** What a request asks for. */
export interface Target {
  readonly kind: 'users' | 'user' | 'action' | 'groups' | 'group' | 'unknown'
  /** The name in the path, decoded; `undefined` if there is none, or if its encoding is malformed. */
  readonly name?: string | undefined
  /** Whether the path is spelled as the contract does. */
  readonly isCanonical: boolean
}

/** The methods of each kind of target. */
export const METHODS: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['users', ['GET', 'POST']],
  ['user', ['GET', 'PUT', 'DELETE']],
  ['action', ['PUT']],
  ['groups', ['GET']],
  ['group', ['GET']]
])

/** @returns `undefined` for a path that does not belong to this API */
export function targetOf({ request }: Exchange): Target | undefined {
  const segments = segmentsOf(request.path)
  const [root, collection, name, action] = segments.map(decode)
  if (root?.toLowerCase() !== 'api') return undefined
  const kind = kindOf(segments.length, String(collection).toLowerCase(), String(action).toLowerCase())
  if (kind === 'users' || kind === 'groups' || kind === 'unknown')
    return { kind, isCanonical: CANONICAL.test(request.path) }
  return { kind, name, isCanonical: CANONICAL.test(request.path) }
}

/** Paths that are spelled as in the contract. */
const CANONICAL = /^\/api\/(?:Users(?:\/[^/]+(?:\/enable|\/disable)?)?|UserGroups(?:\/[^/]+)?)$/

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '')

function kindOf(length: number, collection: string, action: string): Target['kind'] {
  if (collection === 'users' && length <= 4) {
    if (length < 4) return length === 2 ? 'users' : 'user'
    return action === 'enable' || action === 'disable' ? 'action' : 'unknown'
  }
  if (collection !== 'usergroups' || length > 3) return 'unknown'
  return length === 2 ? 'groups' : 'group'
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** A method and a kind of target: `GET users`. */
export const callOf = (exchange: Exchange): string => `${exchange.request.method} ${targetOf(exchange)?.kind}`

/** Whether a request has a body that is read. */
export const isWrite = (exchange: Exchange): boolean => ['POST users', 'PUT user'].includes(callOf(exchange))

export const isRead = (exchange: Exchange): boolean => /^GET (?:users?|groups?)$/.test(callOf(exchange))

export const isChange = (exchange: Exchange): boolean =>
  ['POST users', 'PUT user', 'DELETE user', 'PUT action'].includes(callOf(exchange))

/** The media type of the body, in lower case; `''` without a type. */
export const typeOf = (exchange: Exchange): string =>
  String(exchange.header('content-type')).replace(/;.*$/s, '').trim().toLowerCase()

const FIELDS = ['Username', 'DisplayName', 'UserGroupName', 'Email', 'Phone']

/** Whether a request names fields in another case, or unknown ones. */
export const hasOtherKeys = ({ sent }: Exchange): boolean =>
  isObject(sent) && Object.keys(sent).some((key) => !FIELDS.includes(key))

/** Whether a request sends a number or a boolean as a field. */
export const hasOtherTypes = ({ sent }: Exchange): boolean =>
  isObject(sent) && FIELDS.some((field) => ['number', 'boolean'].includes(typeof sent[field]))

export const isSameName = (a: string | undefined, b: string | undefined): boolean =>
  nameKey(String(a)) === nameKey(String(b))
