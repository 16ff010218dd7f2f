import type { IncomingHttpHeaders } from 'node:http'
import type { Api } from '../api/define-api.ts'
import type { State } from '../state/state.ts'

/** `any` accepts every credential that is not empty. */
export type Auth = 'strict' | 'any'

/** The credential of a request: the value of each header that its API authenticates with, in the order of the definition. */
export interface Credential {
  readonly api: Api
  readonly values: readonly string[]
}

/** Headers that the emulated APIs accept, by API. */
export type Credentials = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The credential of a request to an API. A header that is missing, or lacks the API's scheme, counts as empty. */
export function credentialOf(api: Api, headers: IncomingHttpHeaders): Credential {
  const { headers: names, scheme } = api.credential
  const values = Object.keys(names).map((name) => withoutScheme(String(headers[name.toLowerCase()] ?? ''), scheme))
  return { api, values }
}

function withoutScheme(value: string, scheme: string | undefined): string {
  if (scheme === undefined) return value
  const [given = '', rest = ''] = value.split(/ +(.*)/s)
  return given.toLowerCase() === scheme.toLowerCase() ? rest : ''
}

/**
 * Whether a state lists a credential exactly as it is. A plain lookup, whose time may depend on the value: fixtures contain made-up
 * credentials. Only the token of the control API is compared in constant time.
 */
export function isListed(state: State, { api, values }: Credential): boolean {
  const { list, headers } = api.credential
  const record: Record<string, unknown> = {}
  let i = 0
  for (const header in headers) record[String(headers[header])] = values[i++]
  const key = api.lists[list]?.keys.key(record)
  return key !== undefined && state[api.name]?.lists[list]?.get(key) !== undefined
}

/** Whether a credential authenticates a request without removing a suffix. */
export function isValid(state: State, credential: Credential, auth: Auth): boolean {
  if (credential.values.some((value) => value === '')) return false
  return auth === 'any' || isListed(state, credential)
}

/** Splits the suffix `@{sandbox}` from the first value of a credential; `undefined` without an `@`. */
export function splitSuffix({ api, values }: Credential): { credential: Credential; name: string } | undefined {
  const [first = '', ...others] = values
  const at = first.lastIndexOf('@')
  if (at < 0) return undefined
  return { credential: { api, values: [first.slice(0, at), ...others] }, name: first.slice(at + 1) }
}

/** Whether a credential authenticates a request, with or without its sandbox suffix. */
export function authenticates(state: State, credential: Credential, auth: Auth): boolean {
  if (isValid(state, credential, auth)) return true
  const split = splitSuffix(credential)
  return split !== undefined && isValid(state, split.credential, auth)
}

/** The first credential that a state lists for each API, as headers; empty for an API without one. */
export const firstCredentials = (apis: readonly Api[], state: State): Credentials =>
  Object.fromEntries(
    apis.map((api) => [api.name, headersOf(api, state[api.name]?.lists[api.credential.list]?.slice(0, 1)[0])])
  )

/** The headers that contain a credential of an API; none if it is `undefined`. */
export function headersOf({ credential }: Api, first: object | undefined): Record<string, string> {
  if (first === undefined) return {}
  const prefix = credential.scheme === undefined ? '' : `${credential.scheme} `
  const members = new Map(Object.entries(first))
  return Object.fromEntries(
    Object.entries(credential.headers).map(([header, member]) => [header, `${prefix}${members.get(member)}`])
  )
}

/** The headers that hold credentials, in lower case: their values are never shown. */
export function secretHeaders(apis: readonly Api[]): ReadonlySet<string> {
  const ofApis = apis.flatMap(({ credential }) => Object.keys(credential.headers).map((name) => name.toLowerCase()))
  return new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', ...ofApis])
}
