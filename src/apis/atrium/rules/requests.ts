import { type Exchange, isObject } from '../../../rules/exchange.ts'
import { realRoute } from '../real-routes.ts'

/** What a request asks for: the two emulated paths, real ones that are not emulated, or an unknown path below `/users`. */
export interface Target {
  readonly kind: 'list' | 'user' | 'data' | 'elsewhere' | 'unknown'
  /** The guid in the path, decoded; `undefined` if there is none, or if its encoding is malformed. */
  readonly guid?: string | undefined
}

/** @returns `undefined` for any other path: it needs no credentials */
export function targetOf({ request }: Exchange): Target | undefined {
  const segments = request.path.split('/').filter((segment) => segment !== '')
  const [root = '', guid, ...rest] = segments
  if (decode(root) !== 'users') return realRoute(`/${segments.join('/')}`) && { kind: 'elsewhere' }
  if (guid === undefined) return { kind: 'list' }
  if (rest.length === 0) return { kind: 'user', guid: decode(guid) }
  return realRoute(`/users/${guid}/${rest.join('/')}`) ? { kind: 'data', guid: decode(guid) } : { kind: 'unknown' }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** A method and a kind of target: `GET list`. */
export const callOf = (exchange: Exchange): string => `${exchange.request.method} ${targetOf(exchange)?.kind}`

export const FORM = 'application/x-www-form-urlencoded'

/** The media type of the body, in lower case; `''` without a type. */
export const typeOf = (exchange: Exchange): string =>
  (exchange.header('content-type') ?? '').replace(/;.*$/s, '').trim().toLowerCase()

export const isJsonType = (type: string): boolean => type === 'application/json' || type.endsWith('+json')

/** The user that a request sends, as JSON or as parameters; `undefined` if it sends none, or an empty one. */
export function sentUser(exchange: Exchange): Readonly<Record<string, unknown>> | undefined {
  const user = isForm(exchange) ? parameterUser(exchange) : memberOf(exchange.sent, 'user')
  return isObject(user) && !Array.isArray(user) && Object.keys(user).length > 0 ? user : undefined
}

/** Whether the fields are parameters of a form or a query. */
export const isForm = (exchange: Exchange): boolean => exchange.request.body === '' || typeOf(exchange) === FORM

/** The parameters of the query, and of the body if there is one. */
export const parametersOf = ({ request }: Exchange): string[] => `${request.query}&${request.body}`.split('&')

function parameterUser(exchange: Exchange): object | undefined {
  const members = parametersOf(exchange).flatMap((sent) => {
    const parameter = sent.replaceAll('+', ' ')
    const end = parameter.indexOf('=')
    const name = decode(end < 0 ? parameter : parameter.slice(0, end))
    const value = end < 0 ? null : decode(parameter.slice(end + 1))
    const [, member, brackets] = /^user\[([^[\]]+)\](.*)$/s.exec(String(name)) ?? []
    if (member === undefined) return []
    // Further brackets make it an object or a list.
    return [[member, brackets === '' ? value : {}] as const]
  })
  // A member that is not percent-encoded UTF-8 makes the whole request malformed.
  return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members)
}

const memberOf = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined)

/** The last value of a parameter of the query. */
export const parameter = ({ request }: Exchange, name: string): string | undefined =>
  new URLSearchParams(request.query).getAll(name).at(-1)

/** What a valid request sets, as the response shows it. */
export function fieldsSent(exchange: Exchange) {
  const { identifier, metadata, is_disabled: disabled } = sentUser(exchange) ?? {}
  return {
    ...(isText(identifier) && { identifier }),
    ...(isText(metadata) && { metadata }),
    ...(isFlag(disabled) && { is_disabled: disabled === true || disabled === 'true' })
  }
}

/** Every form of `is_disabled` that sets it. */
const isFlag = (value: unknown): boolean =>
  typeof value === 'boolean' || ['true', 'false', ''].some((text) => text === value)

/** Fields that are texts or null. */
const isText = (value: unknown): value is string | null => typeof value === 'string' || value === null

/** The fields that a request sends with a type that the contract does not allow. */
export function wrongFields(exchange: Exchange): string[] {
  const { identifier = null, metadata = null, is_disabled: disabled = null } = sentUser(exchange) ?? {}
  return [
    ...(isText(identifier) ? [] : ['identifier']),
    ...([true, false, 'true', 'false', '', null].some((value) => value === disabled) ? [] : ['is_disabled']),
    ...(isText(metadata) ? [] : ['metadata'])
  ]
}
