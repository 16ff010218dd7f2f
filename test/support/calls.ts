import type { AtmsUser, AtriumUser } from '../../src/state/records.ts'

/** What a test calls, wherever it runs. */
export interface Calls {
  readonly url: string
}

const CREDENTIALS = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }

/** A request with the credentials of the fixtures that come with the server. */
export function call(
  { url }: Calls,
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

/** @throws where it is not answered with 200 */
export async function createAtriumUser(calls: Calls, user: Partial<AtriumUser>): Promise<AtriumUser> {
  const response = await call(calls, 'POST', '/users', { user })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return JSON.parse(text).user
}

export const newAccount = (Username: string): Partial<AtmsUser> => ({
  Username,
  DisplayName: Username,
  UserGroupName: 'Operators'
})

/** The state as the control API exports it. */
export const stateText = async (calls: Calls): Promise<string> => (await call(calls, 'GET', '/__admin/state')).text()
