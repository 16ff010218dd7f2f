import type { AtmsUser } from '../../src/apis/atms/records.ts'
import type { AtriumUser } from '../../src/apis/atrium/records.ts'
import type { Json } from './control.ts'

/** A server that a test calls: a mock, or a server in another process. */
export interface Target {
  readonly url: string
}

const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }

/** Sends a request with the credentials of the built-in fixtures. */
export function call(
  { url }: Target,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {}
) {
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  return fetch(url + path, {
    method,
    headers: { ...CREDENTIALS, ...type, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) })
  })
}

/** The body of a response to a GET, as JSON. */
export async function readJson(target: Target, path: string): Promise<Json> {
  return JSON.parse(await (await call(target, 'GET', path)).text())
}

/** @throws if the response is not a success */
export async function createAtriumUser(target: Target, user: Partial<AtriumUser>): Promise<AtriumUser> {
  const response = await call(target, 'POST', '/users', { user })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return JSON.parse(text).user
}

export const newAccount = (Username: string): Partial<AtmsUser> => ({
  Username,
  DisplayName: Username,
  UserGroupName: 'Operators'
})

/** The state, as exported by the control API. */
export const stateText = async (target: Target): Promise<string> => (await call(target, 'GET', '/__admin/state')).text()
